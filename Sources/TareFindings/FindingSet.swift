import TareBytes
import TareTree

/// What all rules found in an image, ranked, and what it comes to.
public struct FindingSet: Sendable {
  /// By severity, then effort, then risk, then bytes.
  public private(set) var findings: [Finding] = []
  /// What was looked for and is not there, in the order of the rules.
  public private(set) var checked: [Checked] = []
  public private(set) var totals = Totals()
  /// The joined claim of all findings that count; its bytes are `removable`.
  public private(set) var joined: JoinedClaim
  private let intents: Set<String>

  public struct Checked: Sendable, Equatable {
    public var rule: String
    /// Why there is nothing.
    public var reason: String
  }

  /// Which rules run.
  public struct Selection: Sendable {
    /// Empty for all.
    public var only: Set<String> = []
    public var skip: Set<String> = []

    public init(only: Set<String> = [], skip: Set<String> = []) {
      self.only = only
      self.skip = skip
    }

    public func chooses(_ rule: any Rule) -> Bool { (only.isEmpty || only.contains(rule.name)) && !skip.contains(rule.name) }
  }

  /// - Parameters:
  ///   - exception: why a finding is meant so; it then stays in the list and out of the totals.
  ///   - stored: what a claim takes of the blobs of compressed layers, in bytes; nil where nobody measured it.
  /// - Throws: `FileError` or `FileShrunk` when the image can no longer be read.
  public init(
    _ context: RuleContext, rules: [any Rule] = RuleList.all, selection: Selection = Selection(),
    exception: (Finding) -> String? = { _ in nil }, stored: (@Sendable (JoinedClaim) -> Int?)? = nil
  ) throws {
    joined = JoinedClaim(context.table)
    intents = context.intents
    let chosen = rules.filter { selection.chooses($0) }
    let outcomes = try parallelMap(chosen) { try $0.findings(in: context) }
    for (rule, outcome) in zip(chosen, outcomes) { add(outcome, of: rule, context) }
    for index in findings.indices { findings[index].exception = exception(findings[index]) }
    if let stored {
      let table = joined.table
      let sizes = try parallelMap(findings.map(\.claim)) { claim in
        var joined = JoinedClaim(table)
        joined.add(claim)
        return stored(joined)
      }
      for (index, size) in sizes.enumerated() { findings[index].stored = size }
    }
    rank()
    try count(context, stored)
  }

  /// The bytes of all that counts.
  public var removable: Int { joined.bytes }

  /// The joined claim of the findings that count when no more than this risk is taken, with the owner's word on `intents`.
  public func joined(upTo level: Risk.Level, intents: Set<String> = []) -> JoinedClaim {
    var joined = JoinedClaim(joined.table)
    for index in counting(upTo: level, intents: intents) { joined.add(findings[index].claim) }
    return joined
  }

  // MARK: Collecting

  private mutating func add(_ outcome: RuleOutcome, of rule: any Rule, _ context: RuleContext) {
    switch outcome {
    case .nothing(let reason): checked.append(Checked(rule: rule.name, reason: reason))
    case .findings(let found):
      let weighed = weigh(found, of: rule, context)
      findings += weighed
      if weighed.isEmpty {
        checked.append(Checked(rule: rule.name, reason: found.isEmpty ? "nothing of the kind" : "what there is holds no bytes"))
      }
    }
  }

  private func weigh(_ found: [Finding], of rule: any Rule, _ context: RuleContext) -> [Finding] {
    var keys: [String: Int] = [:]
    return found.compactMap { finding in
      var finding = finding
      finding.bytes = context.bytes(of: finding.claim)
      guard finding.bytes > 0 || finding.severityOfItsOwn != nil else { return nil }
      keys[finding.key, default: 0] += 1
      let number = keys[finding.key] ?? 1
      finding.rule = rule.name
      finding.id = "\(rule.name)/\(finding.key)" + (number > 1 ? "~\(number)" : "")
      finding.needsBase = context.table.needsBase(finding.claim)
      finding.baseBytes = finding.needsBase ? context.table.baseBytes(of: finding.claim) : 0
      finding.severity = finding.severityOfItsOwn ?? severity(finding, context)
      return finding
    }
  }

  /// By bytes; what the base did by itself no edit of this Dockerfile changes. Where one of its own instructions wrote over the
  /// base's files, that instruction is among the rows.
  private func severity(_ finding: Finding, _ context: RuleContext) -> Severity {
    let isOfBase = finding.bytes == finding.baseBytes && finding.rows.allSatisfy { $0 < context.ownership.base.rows }
    return isOfBase ? .info : .impact(of: finding.bytes, in: context.imageBytes)
  }

  // MARK: Ranking and totals

  private mutating func rank() {
    findings.sort { left, right in
      if left.severity != right.severity { return left.severity > right.severity }
      if left.effort != right.effort { return left.effort < right.effort }
      if left.risk.level != right.risk.level { return left.risk.level < right.risk.level }
      return (right.bytes, left.id) < (left.bytes, right.id)
    }
  }

  /// Indexes of what counts: of each group the admissible one with most bytes.
  private func counting(upTo level: Risk.Level, intents: Set<String>) -> [Int] {
    let admissible = findings.indices.filter { index in
      let finding = findings[index]
      return finding.exception == nil && finding.risk.level <= level && finding.intent.map { intents.contains($0) } ?? true
    }
    var best: [String: Int] = [:]
    for index in admissible {
      guard let group = findings[index].group else { continue }
      // The list is ranked: of equals the first one stays.
      if let other = best[group], findings[other].bytes >= findings[index].bytes { continue }
      best[group] = index
    }
    return admissible.filter { index in findings[index].group.map { best[$0] == index } ?? true }
  }

  private mutating func count(_ context: RuleContext, _ stored: (@Sendable (JoinedClaim) -> Int?)?) throws {
    for index in counting(upTo: .high, intents: intents) {
      findings[index].counts = true
      findings[index].added = joined.add(findings[index].claim)
    }
    let offered = Set(findings.compactMap(\.intent)).union(intents).sorted()
    let parts =
      [Risk.Level.none, .low, .medium].map { (level: $0, intents: intents) } + offered.map { (.high, intents.union([$0])) }
    let sizes = try parallelMap(parts) { [self] part in
      let joined = joined(upTo: part.level, intents: part.intents)
      return (bytes: joined.bytes, stored: stored?(joined))
    }
    (totals.none, totals.stored.none) = sizes[0]
    (totals.low, totals.stored.low) = sizes[1]
    (totals.medium, totals.stored.medium) = sizes[2]
    (totals.high, totals.stored.high) = (joined.bytes, stored?(joined))
    totals.withIntent = zip(offered, sizes.dropFirst(3)).map { Totals.WithIntent(intent: $0, bytes: $1.bytes, stored: $1.stored) }
    totals.inBase = context.table.baseBytes(of: joined.claim)
    assert(joined.bytes <= context.imageBytes, "law 3")
    assert(findings.reduce(0) { $0 + $1.added } == joined.bytes, "law 3")
  }
}
