import TareBytes
import TareFindings
import TareOwners
import TareTree

extension DiveRules {
  private enum Name: String, CaseIterable { case lowestEfficiency, highestWastedBytes, highestUserWastedPercent }

  /// What the rules are held against.
  private struct Figures {
    var efficiency: Double
    var wasted: Int
    /// NaN of an image of one layer, which dive lets pass.
    var userWasted: Double
  }

  /// Ours: what the final image shows of all content; dead bytes; dead bytes that layers above the base made so, of all
  /// content above the base.
  private func ours(_ subject: Subject) -> Figures {
    let weighing = subject.weighing
    let base = subject.examination.analysis.ownership.base
    let above = weighing.rows.reduce(0) { $0 + ($1.layer.map { $0 >= base.layers } ?? false ? $1.unpacked ?? 0 : 0) }
    let own = weighing.dead.reduce(0) { $0 + ($1.killer >= base.rows ? $1.bytes : 0) }
    return Figures(
      efficiency: subject.unpacked == 0 ? 1 : Double(subject.unpacked - subject.dead) / Double(subject.unpacked),
      wasted: subject.dead,
      userWasted: above == 0 ? 0 : Double(own) / Double(above))
  }

  private func dives(_ subject: Subject) -> Figures? {
    subject.weighing.dive.map {
      Figures(efficiency: $0.efficiency, wasted: $0.wastedBytes, userWasted: $0.userWastedPercent ?? .nan)
    }
  }

  private func passes(_ name: Name, _ figures: Figures) -> Bool {
    switch name {
    case .lowestEfficiency: lowestEfficiency.map { !($0 > figures.efficiency) } ?? true
    case .highestWastedBytes: highestWastedBytes.map { !(UInt64(figures.wasted) > $0) } ?? true
    case .highestUserWastedPercent: highestUserWastedPercent.map { !(figures.userWasted > $0) } ?? true
    }
  }

  private func isEnabled(_ name: Name) -> Bool {
    switch name {
    case .lowestEfficiency: lowestEfficiency != nil
    case .highestWastedBytes: highestWastedBytes != nil
    case .highestUserWastedPercent: highestUserWastedPercent != nil
    }
  }

  private func limit(_ name: Name) -> String {
    switch name {
    case .lowestEfficiency: "at least \(lowestEfficiency ?? 0)"
    case .highestWastedBytes:
      highestWastedBytes.flatMap { Int(exactly: $0) }.map { "at most \(isExact ? "\($0) B" : Quantity.size($0))" } ?? "any"
    case .highestUserWastedPercent: "at most \(highestUserWastedPercent ?? 0)"
    }
  }

  // MARK: Checks

  func checks(_ subject: Subject) -> [Judgement.Check] {
    let figures = ours(subject)
    let finding = subject.heaviest { RuleList.layerRules.contains($0.rule) }
    return Name.allCases.filter { isEnabled($0) }.map { name in
      let figure =
        switch name {
        case .lowestEfficiency: Self.rounded(figures.efficiency)
        case .highestWastedBytes: Quantity.size(figures.wasted)
        case .highestUserWastedPercent: Self.rounded(figures.userWasted)
        }
      let thing =
        switch name {
        case .lowestEfficiency: "share of the content that the image shows"
        case .highestWastedBytes: "dead bytes"
        case .highestUserWastedPercent: "share of the content above the base that these layers made dead"
        }
      let passed = passes(name, figures)
      return Judgement.Check(
        name: "dive.\(name.rawValue)", passed: passed, figure: figure, limit: limit(name),
        message: "\(thing): \(figure), \(limit(name))", rows: passed ? [] : finding?.rows ?? [],
        finding: passed ? nil : finding?.id,
        fix: passed ? nil : finding?.fixes.first?.text)
    }
  }

  /// By dive's own figures, to the last digit.
  func exactChecks(_ subject: Subject) throws(GateError) -> [Judgement.Check] {
    guard let figures = dives(subject) else { throw GateError("dive's figures go beyond what can be counted") }
    return Name.allCases.filter { isEnabled($0) }.map { name in
      let figure =
        switch name {
        case .lowestEfficiency: "\(figures.efficiency)"
        case .highestWastedBytes: "\(figures.wasted) B"
        case .highestUserWastedPercent: "\(figures.userWasted)"
        }
      return Judgement.Check(
        name: "dive.\(name.rawValue)", passed: passes(name, figures), figure: figure, limit: limit(name),
        message: "dive's figure: \(figure), \(limit(name))")
    }
  }

  private static func rounded(_ ratio: Double) -> String {
    let parts = Int((min(ratio, 1e12) * 10_000).rounded())
    let digits = String(parts % 10_000)
    return "\(parts / 10_000)." + String(repeating: "0", count: 4 - digits.count) + digits
  }

  // MARK: Where dive says otherwise

  /// What dive itself would say, where it is not what we say, and how far its count is off.
  func differences(_ subject: Subject) -> [String] {
    guard !isExact, let dive = dives(subject) else { return [] }
    let ours = ours(subject)
    var lines = Name.allCases.filter { isEnabled($0) && passes($0, ours) != passes($0, dive) }.map { name in
      let figure =
        switch name {
        case .lowestEfficiency: Self.rounded(dive.efficiency)
        case .highestWastedBytes: Quantity.size(dive.wasted)
        case .highestUserWastedPercent: Self.rounded(dive.userWasted)
        }
      return "dive itself \(passes(name, dive) ? "passes" : "fails") \(name.rawValue): it counts \(figure), \(limit(name))"
    }
    guard dive.wasted != ours.wasted else { return lines }
    let (twice, missed) = Self.errors(subject)
    var parts: [String] = []
    if twice > 0 { parts.append("\(Quantity.size(twice)) too much, live files and links that share the path of a dead one") }
    if missed > 0 {
      parts.append("\(Quantity.size(missed)) too little, what went with a directory and other dead files that it does not see")
    }
    lines.append(
      "dive counts \(Quantity.size(dive.wasted)) wasted where \(Quantity.size(ours.wasted)) are dead: "
        + parts.joined(separator: "; ")
        + "; --dive-compat judges by its figures")
    return lines
  }

  /// Bytes that dive counts and that are not dead, and dead ones that it does not count: dive's figure less the one plus the
  /// other is ours.
  static func errors(_ subject: Subject) -> (twice: Int, missed: Int) {
    let weighing = subject.weighing
    var dead: [Int32: Int] = [:]
    for entry in weighing.dead { dead[entry.path, default: 0] += entry.bytes }
    var (twice, seen) = (0, 0)
    for (path, bytes) in DiveScore.repeatedPaths(weighing.scans.compactMap(\.self)) {
      let dead = weighing.tree.paths.find(path: Array(path.dropFirst())).flatMap { dead[$0] } ?? 0
      twice += max(0, bytes - dead)
      seen += min(bytes, dead)
    }
    return (twice, subject.dead - seen)
  }
}
