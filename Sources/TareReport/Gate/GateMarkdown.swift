import TareGate

/// A gate's verdict as a section of the document.
struct GateMarkdown {
  let judgement: Judgement?
  let text: (String) -> String
  let code: (String) -> String

  func render() -> String {
    guard let judgement else { return "" }
    var table = MarkdownTable(["", "check", "figure", "budget"])
    for check in judgement.checks.filter({ !$0.passed }) + judgement.checks.filter(\.passed) {
      table.add([check.passed ? "pass" : "**FAIL**", code(check.name), text(check.figure), text(check.limit)])
    }
    let counts = "\(judgement.failed) of \(judgement.checks.count) checks failed"
    var out = "## Gate: \(judgement.passes ? "pass" : "fail")\n\n\(counts); \(text(judgement.basis)).\n\n" + table.render()
    for check in judgement.checks where !check.passed {
      out += "\n- \(code(check.name)): \(text(check.message))" + (check.fix.map { ". Fix: \(text($0))" } ?? "")
    }
    if judgement.failed > 0 { out += "\n" }
    if !judgement.notes.isEmpty { out += "\n" + judgement.notes.map { "- \(text($0))\n" }.joined() }
    return out
  }
}
