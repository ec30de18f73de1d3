import TareBytes
import TareFindings
import TareOrigins
import TareTree

extension Gate {
  func layers(_ subject: Subject) throws(GateError) -> [Judgement.Check] {
    var checks: [Judgement.Check] = []
    for budget in policy.budgets.layers {
      if budget.size.stored != nil { try subject.needsStored("budgets.layers (\(place(budget.place)))") }
      let rows = try rows(budget, subject)
      let name = "budgets.layers[\(Self.name(budget.selector))]"
      if let amount = budget.size.unpacked { checks.append(check(budget.selector, name, \.unpacked, rows, amount, subject)) }
      if let amount = budget.size.stored {
        checks.append(check(budget.selector, name + ".stored", \.stored, rows, amount, subject))
      }
    }
    return checks
  }

  private func check(
    _ selector: Policy.Budgets.Layer.Selector, _ name: String, _ size: KeyPath<Weighing.Row, Int?>, _ rows: [Int], _ amount: Amount,
    _ subject: Subject
  ) -> Judgement.Check {
    func bytes(_ row: Int) -> Int { subject.weighing.rows[row][keyPath: size] ?? 0 }
    let whole = size == \.stored ? subject.stored : subject.unpacked
    guard selector == .each else {
      let heaviest = rows.filter { bytes($0) > 0 }.sorted { (bytes($1), $0) < (bytes($0), $1) }
      return check(
        name, rows.reduce(0) { $0 + bytes($1) }, amount, of: whole, Self.thing(selector), subject.advice(rows: heaviest))
    }
    let limit = amount.limit(of: whole) ?? .max
    let over = rows.filter { bytes($0) > limit }.sorted { (bytes($1), $0) < (bytes($0), $1) }
    let largest = rows.max { (bytes($0), $1) < (bytes($1), $0) }
    let thing =
      over.count > 1
      ? "\(over.count) layers are too large, the largest is \(over[0])" : "the largest layer\(largest.map { ", \($0)" } ?? "")"
    return check(name, largest.map { bytes($0) } ?? 0, amount, of: whole, thing, subject.advice(rows: over))
  }

  /// The rows with a layer that a budget speaks of.
  private func rows(_ budget: Policy.Budgets.Layer, _ subject: Subject) throws(GateError) -> [Int] {
    let rows = subject.weighing.rows
    let name = "budgets.layers (\(place(budget.place)))"
    switch budget.selector {
    case .each: return rows.filter { $0.layer != nil }.map(\.index)
    case .purpose(let purpose): return subject.examination.verdicts.layers.filter { $0.purpose == purpose }.map(\.row)
    case .row(let row):
      guard rows.indices.contains(row) else {
        throw GateError("\(name): the image has layers 0 to \(rows.count - 1), and no \(row)")
      }
      return [row]
    case .line(let line):
      guard let origins = subject.examination.origins, origins.alignment.match != .other else {
        throw GateError("\(name): speaks of line \(line), and no Dockerfile is there that fits the image; name it with -f")
      }
      let found = rows.map(\.index).filter { origins.rows[$0]?.lines.contains(line) ?? false }
      guard !found.isEmpty else {
        throw GateError("\(name): nothing in the image comes from line \(line) of \(EscapedText.printable(origins.file.name))")
      }
      return found
    }
  }

  private static func name(_ selector: Policy.Budgets.Layer.Selector) -> String {
    switch selector {
    case .each: "each"
    case .row(let row): "\(row)"
    case .line(let line): "line \(line)"
    case .purpose(let purpose): purpose.rawValue
    }
  }

  private static func thing(_ selector: Policy.Budgets.Layer.Selector) -> String {
    switch selector {
    case .each: "each layer"
    case .row(let row): "layer \(row)"
    case .line(let line): "what line \(line) brought"
    case .purpose(let purpose): "layers for \(purpose.rawValue)"
    }
  }
}
