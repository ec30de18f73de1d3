import TareBytes
import TareOrder

/// An order of instructions that has the builder do again, commit after commit, what has not changed.
///
/// The build cache holds up to the first instruction whose files or text are new; all below it is made again, and what of it
/// is in the image is pushed and pulled again. Put what changes rarely first: dependency lists and the `RUN` that installs
/// them before the sources, the sources before what changes with every commit.
///
/// This is measured, not presumed: each of the last commits of the repository that the Dockerfile lies in counts as one build
/// of today's Dockerfile, and another order is proposed only where nothing forbids it (`tare order` tells all of it). The
/// finding claims no bytes of the image, since the image is the same in any order.
///
/// Where the better order spares no byte and less than a twentieth of the `RUN`s there is no finding: other instructions
/// without bytes take no time. Leave the order where the next commits will be of another kind than the last ones.
public struct CacheOrder: Rule {
  public static let name = "cache-order"
  public static let family = RuleFamily.cacheOrder
  public static let summary = "An order of instructions that makes again what has not changed"

  public init() {}

  public func findings(in context: RuleContext) -> RuleOutcome {
    let report: OrderReport
    switch context.order {
    case .unknown(let reason): return .nothing(because: reason)
    case .judged(let judged): report = judged
    }
    let (before, commits) = (report.before, "the last \(context.counted(report.history.commits, "commit"))")
    guard let after = report.after else {
      return .nothing(
        because: before.figures.instructions == 0
          ? "over \(commits) nothing had to be made again"
          : "no other order that keeps what must stay in order makes fewer than "
            + "\(context.counted(before.figures.runs, "RUN")) and \(context.counted(before.figures.instructions, "instruction")) "
            + "again over \(commits)")
    }
    let share = OrderShare(before, after)
    guard !share.isTrifling else {
      let spared = before.figures.instructions - after.figures.instructions
      return .nothing(
        because: "the best order found spares no byte and \(context.counted(spared, "instruction")) of "
          + "\(Quantity.count(before.figures.instructions)) over \(commits): not worth a change")
    }
    var finding = Finding(
      key: "order", title: "An order of instructions that makes again what has not changed", claim: Claim(),
      evidence: evidence(report, after, context), effort: report.moves.count == 1 ? .oneLine : .restructure,
      risk: Risk(.low, "the build stops if a line needs one that now comes after it in a way that no text shows"),
      fixes: [Finding.Fix("reorder: " + report.moves.map { report.sentence($0, after) }.joined(separator: "; "))],
      rows: rows(report, context))
    finding.severityOfItsOwn = share.severity
    return .findings([finding])
  }

  private func evidence(_ report: OrderReport, _ after: OrderOutcome, _ context: RuleContext) -> [String] {
    let before = report.before
    var lines: [String] = []
    func compare(_ what: String, _ old: Int, _ new: Int, _ text: (Int) -> String) {
      if old > 0 || new > 0 { lines.append("\(what): \(text(old)) now, \(text(new)) reordered") }
    }
    compare("pushed again in all", before.pushed.total, after.pushed.total, Quantity.size)
    compare("made again in all", before.rebuilt.total, after.rebuilt.total, Quantity.size)
    compare("RUNs made again", before.figures.runs, after.figures.runs, Quantity.count)
    compare("instructions made again", before.figures.instructions, after.figures.instructions, Quantity.count)
    lines.append(
      "measured over the last \(context.counted(report.history.commits, "commit")) of the repository, one build each")
    return lines
  }

  /// The layers that the moved instructions made.
  private func rows(_ report: OrderReport, _ context: RuleContext) -> [Int] {
    guard let origins = context.origins else { return [] }
    let places = report.moves.compactMap { move in if case .move(let place) = move.kind { place } else { nil } }
    return origins.rows.indices.filter { row in
      guard let origin = origins.rows[row] else { return false }
      return places.contains(InstructionPlace(stage: origin.stage, index: origin.instruction))
    }
  }
}

/// How much of what is made again another order spares.
struct OrderShare {
  /// In hundredths of a percent; of bytes that are pushed or made, the larger.
  private let bytes: Int
  private let runs: Int

  init(_ before: OrderOutcome, _ after: OrderOutcome) {
    func share(_ old: Int, _ new: Int) -> Int { old > 0 ? Int(Double(old - new) / Double(old) * 10_000) : 0 }
    bytes = max(share(before.pushed.total, after.pushed.total), share(before.rebuilt.total, after.rebuilt.total))
    runs = share(before.figures.runs, after.figures.runs)
  }

  var isTrifling: Bool { bytes <= 0 && runs < 500 }
  /// Nothing of it is in the image, so it is never high.
  var severity: Severity { max(bytes, runs) >= 2500 ? .medium : max(bytes, runs) >= 500 ? .low : .info }
}
