import TareBytes
import TareFindings
import TareOCI

/// Verdicts, findings and totals on a terminal.
struct TerminalFindings {
  let examination: Examination
  let options: ReportOptions

  private var text: FindingText { FindingText(examination: examination, options: options) }
  private var isWide: Bool { options.width >= 96 }
  private static let findingsShown = 10

  func render() -> String {
    [verdicts, findings, totals].filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private func section(_ title: String, _ table: TextTable) -> String {
    Style.strong.apply(title, options.colour) + "\n"
      + table.render(width: options.width, colour: options.colour, shorten: InstructionText.shortened)
  }

  private var verdicts: String {
    let groups = text.groups.filter { group in group.contains { $0.bytes > 0 } }
    guard !groups.isEmpty else { return "" }
    let sizes: [(String, TextTable.Alignment)] = [("#", .right), ("SIZE", .right), ("CAN GO", .right)]
    var table = TextTable(
      sizes + (isWide ? [("PURPOSE", .left), ("STATUS", .left), ("WHY", .left)] : [("STATUS", .left)]))
    for group in groups {
      let removable = group.reduce(0) { $0 + $1.removable }
      var cells: [TextTable.Cell] = [
        .init(text.rows(group)), .init(options.size(group.reduce(0) { $0 + $1.bytes })),
        .init(removable > 0 ? options.size(removable) : ""),
      ]
      if isWide { cells.append(.init(group[0].purpose.rawValue)) }
      cells.append(.init(group[0].status.rawValue, group[0].status == .expected ? .plain : .warning))
      if isWide { cells.append(.init(text.reason(group))) }
      table.add(cells)
    }
    return section("The verdict", table)
  }

  private var findings: String {
    let telling = text.findings.filter { $0.severity > .info && $0.exception == nil }
    let shown = telling.prefix(options.top ?? Self.findingsShown)
    guard !shown.isEmpty else { return "" }
    let hasLines = shown.contains { !text.lines($0).isEmpty }
    let places: [(String, TextTable.Alignment)] = [(hasLines ? "LINES" : "LAYERS", .left), ("RULE", .left)]
    var table = TextTable(
      [("BYTES", .right), ("ADDS", .right), ("RISK", .left)] + (isWide ? places : []) + [("FINDING", .left)])
    for finding in shown {
      var cells: [TextTable.Cell] = [
        .init(options.size(finding.bytes)), .init(finding.counts ? options.size(finding.added) : "-"),
        .init(finding.risk.level.name),
      ]
      if isWide {
        let lines = hasLines ? text.lines(finding) : finding.rows.map(String.init)
        cells += [.init(lines.prefix(2).joined(separator: ",")), .init(finding.rule, .dim)]
      }
      table.add(cells + [.init((finding.intent.map { "with the word \($0): " } ?? "") + finding.title)])
    }
    let rest = text.findings.count - shown.count
    let more = "and \(Quantity.count(rest)) more; --format markdown shows all, tare explain RULE says what one means"
    return section("What can go", table) + (rest > 0 ? TextList.wrapped(more, width: options.width) : "")
  }

  private var totals: String {
    Style.strong.apply("In all", options.colour) + "\n"
      + text.totals.map { TextList.wrapped($0, width: options.width - 2) }
      .flatMap { $0.split(separator: "\n").map { "  \($0)\n" } }.joined()
  }
}
