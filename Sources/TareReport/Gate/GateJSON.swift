import TareGate

/// A gate's verdict in the JSON report.
struct GateJSON {
  let judgement: Judgement?

  /// Nothing where no gate was asked.
  func write(_ json: inout JSONWriter) {
    guard let judgement else { return }
    json.key("gate") { json in
      json.object { json in
        json.key("passed", judgement.passes)
        json.key("basis", judgement.basis)
        json.key("checks") { json in json.array(judgement.checks) { $0.row(check($1)) } }
        json.key("notes", judgement.notes)
      }
    }
  }

  private func check(_ check: Judgement.Check) -> (inout JSONWriter) -> Void {
    { json in
      json.key("name", check.name)
      json.key("passed", check.passed)
      json.key("figure", check.figure)
      json.key("limit", check.limit)
      json.key("message", check.message)
      json.key("layers", check.rows)
      json.key("finding", check.finding)
      json.key("fix", check.fix)
    }
  }
}
