import TareBytes
import TareOrder

/// The order of the instructions: what the last commits made again, and what another order would have spared.
extension MarkdownAnalysis {
  var order: String {
    guard let report = examination.context.order.report else { return "" }
    let history = report.history
    let commits = history.commits == 1 ? "the last commit" : "the last \(Quantity.count(history.commits)) commits"
    let dates = "\(CivilDate.text(history.firstTime)) to \(CivilDate.text(history.lastTime))"
    let head = "## Layer order\n\nOver \(commits) of the repository, \(dates), one build each:\n\n"
    return head + table(report) + "\n" + verdict(report)
  }

  private func table(_ report: OrderReport) -> String {
    var table = MarkdownTable(report.after == nil ? ["", "now"] : ["", "now", "reordered"])
    func add(_ what: String, _ text: (OrderOutcome) -> String) {
      table.add([what, text(report.before)] + (report.after.map { [text($0)] } ?? []))
    }
    add("pushed again, in all") { options.size($0.pushed.total) }
    add("pushed again, mean a commit") { options.size($0.pushed.mean) }
    add("made again, in all") { options.size($0.rebuilt.total) }
    add("RUNs made again") { Quantity.count($0.figures.runs) }
    add("instructions made again") { Quantity.count($0.figures.instructions) }
    return table.render()
  }

  private func verdict(_ report: OrderReport) -> String {
    guard let after = report.after else {
      return "No better order was found" + (report.stages.allSatisfy(\.isExact) ? ", and all were weighed.\n" : ".\n")
    }
    var result = report.moves.map { "- \(text(report.sentence($0, after)))\n" }.joined()
    let diff = report.diff.split(separator: 0x0a, omittingEmptySubsequences: false).map { EscapedText.printable(Array($0)) }
    result += "\nAs a patch:\n\n" + diff.dropLast(diff.last == "" ? 1 : 0).map { "    \($0)\n" }.joined()
    let isFinding = examination.findings.findings.contains { $0.rule == "cache-order" }
    return result + (isFinding ? "" : "\nToo little to be worth a change.\n")
  }
}
