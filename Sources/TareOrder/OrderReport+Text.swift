import TareBytes

extension OrderReport {
  /// What one change of the order does: `line 17 goes to line 20, behind what stood on line 18: made again …`.
  package func sentence(_ move: OrderMove, _ after: OrderOutcome) -> String {
    let passed = move.passed.map { before.line(of: $0) }.joined(separator: ", ")
    let place = after.line(of: move.place)
    let what: String
    switch move.kind {
    case .move(let old): what = "line \(before.line(of: old)) goes to line \(place)"
    case .split(let old, let files):
      let names = files.map { EscapedText.printable($0) }.joined(separator: ", ")
      what = "line \(before.line(of: old)) is split: \(names) by itself at line \(place)"
    }
    let isBehind: Bool
    if case .move(let old) = move.kind, let first = move.passed.first { isBehind = old < first } else { isBehind = false }
    let side = isBehind ? "behind" : "before"
    let beside = passed.isEmpty ? "" : ", \(side) what stood on \(move.passed.count == 1 ? "line" : "lines") \(passed)"
    var why: String
    if let old = move.madeBefore, old > move.madeAfter {
      why = "made again \(Quantity.count(move.madeAfter)) times instead of \(Quantity.count(old))"
    } else {
      why =
        "what it passes is made again \(Quantity.count(move.othersAfter)) times instead of \(Quantity.count(move.othersBefore))"
    }
    if move.madeBefore == nil { why = "made again \(Quantity.count(move.madeAfter)) times" }
    return "\(what)\(beside): \(why)"
  }
}

extension OrderOutcome {
  /// The line on which an instruction begins; `?` where it is not among them.
  package func line(of place: InstructionPlace) -> String {
    instructions.first { $0.place == place }.map { "\($0.lines.lowerBound)" } ?? "?"
  }
}
