import TareBytes
import TareOrder

/// `order` of the contract: what `tare order` says, in its totals.
extension FindingsJSON {
  func order(_ json: inout JSONWriter) {
    guard let report = examination.context.order.report else { return json.key("order", String?.none) }
    json.key("order") { json in
      json.object { json in
        json.key("commits", report.history.commits)
        json.key("start", report.history.start.description)
        json.key("end", report.history.end.description)
        json.key("before") { json in outcome(report.before, &json) }
        if let after = report.after {
          json.key("after") { json in outcome(after, &json) }
        } else {
          json.key("after", String?.none)
        }
        json.key("moves", report.after.map { after in report.moves.map { report.sentence($0, after) } } ?? [])
        json.key("diff", report.diff.isEmpty ? nil : EscapedText.escapingInvalid(report.diff))
      }
    }
  }

  private func outcome(_ outcome: OrderOutcome, _ json: inout JSONWriter) {
    json.row { json in
      json.key("runs", outcome.figures.runs)
      json.key("madeAgain", outcome.figures.instructions)
      json.key("rebuilt", outcome.rebuilt.total)
      json.key("pushed", outcome.pushed.total)
    }
  }
}
