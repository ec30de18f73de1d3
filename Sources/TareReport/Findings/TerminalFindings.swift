import TareBytes
import TareFindings

/// Verdicts, findings and totals on a terminal.
struct TerminalFindings {
  let examination: Examination
  let options: ReportOptions

  private var text: FindingText { FindingText(examination: examination, options: options) }
  private static let findingsShown = 10

  func render() -> String {
    [verdicts, findings, totals].filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private var verdicts: String {
    let groups = text.groups.filter { group in group.contains { $0.bytes > 0 } }
    guard !groups.isEmpty else { return "" }
    var table = TextTable([
      ("#", .right), ("SIZE", .right), ("CAN GO", .right), ("PURPOSE", .left), ("STATUS", .left), ("WHY", .left),
    ])
    for group in groups {
      let removable = group.reduce(0) { $0 + $1.removable }
      let style: Style = group[0].status == .expected ? .plain : .warning
      table.add([
        .init(text.rows(group)), .init(options.size(group.reduce(0) { $0 + $1.bytes })),
        .init(removable > 0 ? options.size(removable) : "", .plain), .init(group[0].purpose.rawValue),
        .init(group[0].status.rawValue, style), .init(text.reason(group)),
      ])
    }
    return Style.strong.apply("The verdict", options.colour) + "\n"
      + table.render(width: options.width, colour: options.colour, shorten: Instruction.shortened)
  }

  private var findings: String {
    let telling = text.findings.filter { $0.severity > .info }
    let shown = telling.prefix(options.top ?? Self.findingsShown)
    guard !shown.isEmpty else { return "" }
    let hasLines = shown.contains { !text.lines($0).isEmpty }
    var table = TextTable(
      [
        ("BYTES", .right), ("ADDS", .right), ("RISK", .left), (hasLines ? "LINES" : "LAYERS", .left), ("RULE", .left),
        ("FINDING", .left),
      ])
    for finding in shown {
      let lines = hasLines ? text.lines(finding) : finding.rows.map(String.init)
      let word = finding.intent.map { " [needs the word \($0)]" } ?? ""
      table.add([
        .init(options.size(finding.bytes)), .init(finding.counts ? options.size(finding.added) : "-"),
        .init(finding.risk.level.name),
        .init(lines.prefix(2).joined(separator: ",")), .init(finding.rule, .dim), .init(finding.title + word),
      ])
    }
    let rest = text.findings.count - shown.count
    let more =
      rest > 0 ? "and \(Quantity.count(rest)) more; --format markdown shows all, tare explain RULE says what one means\n" : ""
    return Style.strong.apply("What can go", options.colour) + "\n"
      + table.render(width: options.width, colour: options.colour, shorten: Instruction.shortened) + more
  }

  private var totals: String {
    Style.strong.apply("In all", options.colour) + "\n"
      + text.totals.map { TextList.wrapped("  \($0)", width: options.width) }.joined()
  }
}
