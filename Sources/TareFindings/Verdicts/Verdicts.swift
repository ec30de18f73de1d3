import TareBytes
import TareOwners
import TareReach
import TareTree

/// The verdict on every layer, and what the layers of one purpose come to.
public struct Verdicts: Sendable {
  /// By row.
  public let layers: [LayerVerdict]
  /// The heaviest first.
  public let purposes: [PurposeSummary]

  init(_ context: RuleContext, _ findings: FindingSet) {
    let intents = Set(findings.findings.compactMap(\.intent))
    let own = LayerSums(findings.joined)
    let all = intents.isEmpty ? own : LayerSums(findings.joined(upTo: .high, intents: intents))
    var drops: [Int: [LayerVerdict.Drop]] = [:]
    var counted = GrowingSums(context.table)
    for (index, finding) in findings.findings.enumerated() where finding.bytes > 0 {
      // What counts is told beyond what is ranked above it, as in the totals; what waits for a word, by itself.
      var alone = GrowingSums(context.table)
      let added = finding.counts ? counted.add(finding.claim) : alone.add(finding.claim)
      for (layer, bytes) in added { drops[layer, default: []].append(LayerVerdict.Drop(finding: index, bytes: bytes)) }
    }
    let image = context.imageBytes
    layers = context.weighing.rows.map { row in
      let purpose = context.purpose(ofRow: row.index)
      let layer = row.layer ?? -1
      var verdict = LayerVerdict(
        row: row.index, purpose: purpose, status: .expected, reason: "", bytes: row.unpacked ?? 0, removable: own.bytes[layer] ?? 0,
        withIntent: all.bytes[layer] ?? 0, drops: (drops[layer] ?? []).sorted { ($0.bytes, $1.finding) > ($1.bytes, $0.finding) },
        keeps: row.layer.map { own.rest(ofLayer: $0, context) } ?? [])
      verdict.status = Self.status(verdict, image)
      verdict.reason = Self.reason(verdict, context, findings)
      return verdict
    }
    purposes = Self.summaries(layers, image)
  }

  private static func status(_ verdict: LayerVerdict, _ image: Int) -> LayerVerdict.Status {
    guard verdict.bytes > 0, verdict.removable > 0 || verdict.withIntent > 0 else { return .expected }
    if verdict.isRemovable == .yes {
      return verdict.purpose == .tests || verdict.purpose == .scripts ? .notForProduction : .notNeeded
    }
    // A decision is worth more than all that can go without one.
    let decision = verdict.withIntent - verdict.removable
    if decision > verdict.removable, decision >= verdict.bytes / 4 { return .fixed }
    let isTelling = verdict.removable >= verdict.bytes / 20 && verdict.removable >= image / 1000
    return isTelling || verdict.removable >= image / 100 ? .oversized : .expected
  }

  private static func reason(_ verdict: LayerVerdict, _ context: RuleContext, _ findings: FindingSet) -> String {
    guard verdict.bytes > 0 else {
      return context.weighing.rows[verdict.row].layer == nil ? "a setting; it has no layer" : "it holds no content"
    }
    let counted = verdict.drops.filter { findings.findings[$0.finding].counts }
    let decided = verdict.drops.first { findings.findings[$0.finding].intent != nil }
    var parts: [String] = []
    if verdict.status == .fixed, let decided {
      parts.append(
        "\(Quantity.size(verdict.withIntent - verdict.removable)) wait for the owner's word: \(findings.findings[decided.finding].title)"
      )
    }
    let limit = parts.isEmpty ? 2 : 1
    parts += counted.prefix(limit).map { "\(Quantity.size($0.bytes)) \(findings.findings[$0.finding].title)" }
    if counted.count > limit { parts.append("\(counted.count - limit) more") }
    guard !parts.isEmpty else {
      let owners = context.heaviestOwners(ofRow: verdict.row)
      return owners.isEmpty ? "nothing to take off was found" : "\(owners); nothing to take off was found"
    }
    return parts.joined(separator: "; ")
  }

  private static func summaries(_ layers: [LayerVerdict], _ image: Int) -> [PurposeSummary] {
    var summaries: [Purpose: PurposeSummary] = [:]
    for verdict in layers {
      var summary =
        summaries[verdict.purpose]
        ?? PurposeSummary(purpose: verdict.purpose, rows: [], bytes: 0, removable: 0, withIntent: 0, priority: .info)
      summary.rows.append(verdict.row)
      summary.bytes += verdict.bytes
      summary.removable += verdict.removable
      summary.withIntent += verdict.withIntent
      summaries[verdict.purpose] = summary
    }
    return Purpose.allCases.compactMap { summaries[$0] }.map { summary in
      var summary = summary
      summary.priority = .impact(of: summary.removable, in: image)
      return summary
    }
    .sorted { $0.bytes > $1.bytes }
  }
}

/// A joined claim that grows, and what it saves by layer.
private struct GrowingSums {
  private var joined: JoinedClaim
  private var sums = LayerSums()

  init(_ table: ClaimTable) { joined = JoinedClaim(table) }

  /// Adds a claim, and returns what it saves beyond those before, by layer.
  mutating func add(_ claim: Claim) -> [Int: Int] {
    let before = sums.bytes
    joined.add(claim)
    sums.update(joined, joined.contents(concernedBy: claim))
    return sums.bytes.reduce(into: [:]) { added, layer in
      let more = layer.value - (before[layer.key] ?? 0)
      if more > 0 { added[layer.key] = more }
    }
  }
}

/// What a joined claim saves, by layer.
struct LayerSums {
  private(set) var bytes: [Int: Int] = [:]
  private var saved: [Int32: Int] = [:]

  init() {}

  init(_ joined: JoinedClaim) { update(joined, joined.contents(concernedBy: joined.claim)) }

  /// - Parameter concerned: the contents of which it may save another part than before.
  mutating func update(_ joined: JoinedClaim, _ concerned: [Int32]) {
    for content in concerned {
      let now = joined.saved(of: content)
      let before = saved.updateValue(now, forKey: content) ?? 0
      if now != before { bytes[Int(joined.table.tree.contents[Int(content)].location.layer), default: 0] += now - before }
    }
  }

  /// Owners of what stays live in a layer.
  func rest(ofLayer layer: Int, _ context: RuleContext) -> [Analysis.Share] {
    var sums: [Owner: Int] = [:]
    for number in context.tree.contentRanges[layer] where context.tree.contents[number].isLive {
      let content = context.tree.contents[number]
      sums[context.ownership.owners[number], default: 0] += content.size - (saved[Int32(number)] ?? 0)
    }
    let order = context.analysis.shares(ofLayer: layer).map(\.owner)
    return order.compactMap { owner in sums[owner].flatMap { $0 > 0 ? Analysis.Share(owner: owner, bytes: $0) : nil } }
      .enumerated().sorted { ($0.element.bytes, $1.offset) > ($1.element.bytes, $0.offset) }.map(\.element)
  }
}

extension RuleContext {
  /// `coreutils, libc6 and 90 more packages`.
  func heaviestOwners(ofRow row: Int, limit: Int = 3) -> String {
    guard let layer = weighing.rows[row].layer else { return "" }
    let shares = analysis.shares(ofLayer: layer)
    let packages = shares.compactMap { share -> String? in
      if case .package(let number) = share.owner { return package(number).name }
      return nil
    }
    if packages.isEmpty { return shares.contains { $0.owner == .application } ? "the application's files" : "" }
    return EscapedText.printable(listed(packages, limit: limit))
  }
}
