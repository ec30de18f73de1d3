import TareBytes
import TareFindings
import TareGate
import TareOCI
import TareTree

/// What a gate said, for a terminal and the log of a pipeline: every check on a line, what failed with where and how, and a
/// last line for scripts.
struct GateReport {
  let examination: Examination
  let judgement: Judgement
  let options: ReportOptions

  private var weighing: Weighing { examination.analysis.weighing }
  private static let nameWidth = 44

  func render() -> String {
    var told: [String: String] = [:]
    let failures = judgement.checks.filter { !$0.passed }.map { failure($0, &told) }
    return ([head, table] + failures + [notes, verdict]).filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private var head: String {
    let name = EscapedText.printable(weighing.reference ?? weighing.configDigest.description)
    let size = weighing.totals.unpacked.map { "\(options.size($0)) of content" } ?? ""
    return Style.strong.apply(name, options.colour) + "  \(size)\n" + TextList.wrapped(judgement.basis, width: options.width)
  }

  private var table: String {
    guard !judgement.checks.isEmpty else { return "nothing was judged: every rule is disabled\n" }
    var table = TextTable([("", .left), ("CHECK", .left), ("FIGURE", .right), ("BUDGET", .left)])
    for check in judgement.checks {
      table.add([
        .init(check.passed ? "pass" : "FAIL", check.passed ? .dim : .warning),
        .init(InstructionText.shortened(EscapedText.printable(check.name), to: Self.nameWidth)), .init(check.figure),
        .init(check.limit),
      ])
    }
    return table.render(width: options.width, colour: options.colour, shorten: InstructionText.shortened)
  }

  /// - Parameter told: by finding, the check under which it was told in full.
  private func failure(_ check: Judgement.Check, _ told: inout [String: String]) -> String {
    var text =
      Style.warning.apply("FAIL", options.colour) + " " + Style.strong.apply(EscapedText.printable(check.name), options.colour)
      + "\n"
    func add(_ label: String, _ words: String) {
      let lines = TextList.wrapped(words, width: max(20, options.width - 9)).split(separator: "\n")
      for (index, line) in lines.enumerated() {
        text += (index == 0 ? "  \(label)" + String(repeating: " ", count: 7 - label.count) : "         ") + line + "\n"
      }
    }
    add("what", EscapedText.printable(check.message))
    let isAdvice = check.finding.map { !check.name.hasSuffix($0) } ?? false
    let before = check.finding.flatMap { told[$0] }
    if before == nil || !isAdvice { for row in check.rows.prefix(2) { add("where", place(row)) } }
    if let finding = finding(check.finding), isAdvice {
      let bytes = finding.bytes > 0 ? "\(options.size(finding.bytes)), " : ""
      add("begin", EscapedText.printable("\(finding.title) (\(bytes)risk \(finding.risk.level.name))"))
    }
    if let before {
      add("fix", "as for \(EscapedText.printable(before))")
    } else if let fix = check.fix {
      add("fix", EscapedText.printable(fix))
      if let id = check.finding, finding(id)?.fixes.first?.text == fix { told[id] = check.name }
    }
    return text
  }

  private func finding(_ id: String?) -> Finding? { id.flatMap { id in examination.findings.findings.first { $0.id == id } } }

  /// `Dockerfile:38 COPY --from=deps-stage …`; without a line, `layer 10 …`.
  private func place(_ row: Int) -> String {
    let says = InstructionText.text(weighing.rows[row].record?.createdBy, comment: weighing.rows[row].record?.comment)
    let instruction = InstructionText.shortened(says, to: max(20, options.width - 40))
    guard let origins = examination.origins, origins.alignment.match != .other, let origin = origins.rows[row] else {
      return "layer \(row): \(instruction)"
    }
    return "\(EscapedText.printable(origins.file.name)):\(origin.lines.lowerBound) (layer \(row)): \(instruction)"
  }

  private var notes: String {
    judgement.notes.map { TextList.wrapped("note: " + EscapedText.printable($0), width: options.width) }.joined()
  }

  private var verdict: String {
    "verdict: \(judgement.passes ? "pass" : "fail") rules=\(judgement.checks.count) failed=\(judgement.failed)\n"
  }
}
