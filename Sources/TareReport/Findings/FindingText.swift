import TareBytes
import TareFindings
import TareOrigins
import TareReach
import TareTree

/// What the reports say of findings, verdicts and totals, in one voice.
struct FindingText {
  let examination: Examination
  let options: ReportOptions

  var findings: [Finding] { examination.findings.findings }
  private var image: Int { examination.context.imageBytes }

  func share(_ bytes: Int) -> String { Quantity.percent(bytes, of: image) ?? "" }

  /// Where a fix acts: lines of the Dockerfile, else numbers of layers.
  func place(_ finding: Finding) -> String {
    let lines = lines(finding)
    if !lines.isEmpty { return lines.prefix(2).joined(separator: ", ") }
    return finding.rows.prefix(2).map { "layer \($0)" }.joined(separator: ", ")
  }

  /// `25-31`, `19-20`: of what a COPY brought from a stage the stage's lines come first.
  func lines(_ finding: Finding) -> [String] {
    var lines: [String] = []
    for origin in examination.context.origins(of: finding) {
      let text = OriginText.lines(origin)
      if !lines.contains(text) { lines.append(text) }
    }
    return lines
  }

  /// What a finding says of its bytes: `at least 1.2 GB`.
  func bytes(_ finding: Finding) -> String { (finding.exact ? "" : "at least ") + options.size(finding.bytes) }

  // MARK: Totals

  /// The three statements at the end.
  var totals: [String] {
    let totals = examination.findings.totals
    guard !findings.isEmpty else { return ["nothing can go: no rule found anything that holds bytes"] }
    func amount(_ bytes: Int) -> String { "\(options.size(bytes)) (\(share(bytes)))" }
    var lines = [
      "without changing the architecture: \(amount(totals.none)) at no risk, \(amount(totals.low)) up to low risk, "
        + "\(amount(totals.medium)) up to medium" + (totals.high > totals.medium ? ", \(amount(totals.high)) in all" : "")
    ]
    let words = totals.withIntent.filter { $0.bytes > totals.high }
    if !words.isEmpty {
      lines.append(
        "with the owner's word: " + words.map { "\($0.intent) \(amount($0.bytes))" }.joined(separator: ", ")
          + " (each includes the above)")
    }
    if let split = examination.split {
      lines.append(
        "as two images, of the live bytes: without machine learning \(options.size(split.api)), without the rest of the "
          + "application \(options.size(split.ml)); \(options.size(split.shared)) are in both")
    }
    if totals.inBase > 0 {
      lines.append("\(options.size(totals.inBase)) of it lie in layers of the base, which other images may share")
    }
    lines.append(pull)
    return lines
  }

  /// What of the totals is less to pull.
  private var pull: String {
    let totals = examination.findings.totals
    let scans = examination.analysis.weighing.scans.compactMap(\.self)
    let reason = "\(scans.contains { $0.packing != nil } ? "some of " : "")the layers are stored plain"
    let words = totals.withIntent.filter { $0.bytes > totals.high }
    var parts: [(stored: Int?, words: String)] = [
      (totals.stored.none, "at no risk"), (totals.stored.low, "up to low risk"), (totals.stored.medium, "up to medium"),
    ]
    if totals.high > totals.medium { parts.append((totals.stored.high, "in all")) }
    parts += words.map { ($0.stored, "with the word \($0.intent)") }
    let measured = parts.compactMap { part in part.stored.map { "\(options.size($0)) \(part.words)" } }
    guard !measured.isEmpty else { return "what a pull saves was not measured: \(reason)" }
    return "what a pull saves, in compressed bytes: " + measured.joined(separator: ", ")
      + (measured.count < parts.count ? "; the rest was not measured: \(reason)" : "")
  }

  /// `torch by truthgraph/ml/embed.py`: what the split rests on.
  var splitEvidence: String? {
    guard let split = examination.split else { return nil }
    let analysis = examination.analysis
    let names = split.frameworks.map { EscapedText.printable(analysis.ownership.packages[Int($0)].package.name) }
    let files = split.modelSources.prefix(3).map { EscapedText.printable(analysis.weighing.path($0)) }
    let rest = split.modelSources.count - files.count
    return "\(names.joined(separator: ", ")) imported by \(files.joined(separator: ", "))" + (rest > 0 ? " and \(rest) more" : "")
      + "; \(Quantity.count(split.otherSources.count)) other sources do without"
  }

  // MARK: Verdicts

  /// Consecutive rows of one purpose and status, of which none has more to say than the others.
  var groups: [[LayerVerdict]] {
    var groups: [[LayerVerdict]] = []
    let base = examination.analysis.ownership.base.rows
    for verdict in examination.verdicts.layers {
      if let last = groups.last?.last, last.purpose == verdict.purpose, last.status == verdict.status,
        (last.row < base) == (verdict.row < base), verdict.row < base || verdict.removable == 0 && last.removable == 0
      {
        groups[groups.count - 1].append(verdict)
      } else {
        groups.append([verdict])
      }
    }
    return groups
  }

  func rows(_ group: [LayerVerdict]) -> String {
    guard let first = group.first, let last = group.last else { return "" }
    return first.row == last.row ? "\(first.row)" : "\(first.row)-\(last.row)"
  }

  func reason(_ group: [LayerVerdict]) -> String {
    group.max { ($0.removable, $0.bytes, $1.row) < ($1.removable, $1.bytes, $0.row) }?.reason ?? ""
  }

  /// One paragraph: what the image mostly is, what goes today, what needs a decision.
  var reality: String {
    let analysis = examination.analysis
    let totals = examination.findings.totals
    let packages = analysis.ownership.packages.indices.sorted {
      (analysis.ownership.packages[$0].own, $1) > (analysis.ownership.packages[$1].own, $0)
    }
    let names = OwnerText(analysis: analysis, options: options)
    let heaviest = packages.prefix(3).filter { analysis.ownership.packages[$0].own > 0 }
      .map { "\(names.name(Int32($0))) (\(options.size(analysis.ownership.packages[$0].own)))" }
    var text = "Of \(options.size(image)), \(options.size(analysis.ownership.totals.packages)) are packages"
    text += heaviest.isEmpty ? "" : ", the heaviest " + heaviest.joined(separator: ", ")
    text += "; \(options.size(analysis.ownership.totals.application)) are the application. "
    text +=
      totals.low > 0
      ? "\(options.size(totals.low)) (\(share(totals.low))) can go today at no or low risk, \(options.size(totals.high)) with more. "
      : "Nothing can go at no or low risk. "
    if let most = totals.withIntent.max(by: { $0.bytes < $1.bytes }), most.bytes > totals.high {
      text += "What is left is a decision: with the word \"\(most.intent)\" \(options.size(most.bytes)) (\(share(most.bytes))) go."
    } else {
      text += "No decision of the owner would free more."
    }
    return text
  }
}
