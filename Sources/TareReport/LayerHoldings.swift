import TareBytes
import TareOCI
import TareOwners
import TareReach
import TareTree

/// What the layers are made of, package by package, on a terminal.
struct LayerHoldings {
  let analysis: Analysis
  let options: ReportOptions

  private var text: OwnerText { OwnerText(analysis: analysis, options: options) }

  /// The heaviest layers with what is heaviest in each.
  func overview(layers: Int, packages: Int) -> String {
    let weighing = analysis.weighing
    let candidates = weighing.rows.filter { ($0.live ?? 0) * 100 >= (weighing.totals.live ?? .max) && $0.layer != nil }
      .filter { row in analysis.shares(ofLayer: row.layer!).contains { $0.owner != .nobody } }
    // What the base holds its makers know; what came on top of it is news.
    let own = candidates.filter { $0.index >= analysis.ownership.base.rows }
    let rows = (own.isEmpty ? candidates : own)
      .sorted { ($0.live ?? 0, $1.index) > ($1.live ?? 0, $0.index) }.prefix(layers).sorted { $0.index < $1.index }
    guard !rows.isEmpty else { return "" }
    var lines = Style.strong.apply("What the layers hold", options.colour) + "\n"
    for row in rows {
      let heading = "layer \(row.index), \(options.size(row.live)): "
      let says = InstructionText.text(row.record?.createdBy, comment: row.record?.comment)
      lines += "  \(heading)\(InstructionText.shortened(says, to: max(16, options.width - heading.count - 2)))\n"
      lines += table(row, limit: packages, indent: 4)
    }
    return lines
  }

  /// All of one layer: what it holds, what was asked for in it, what it changed.
  func page(_ row: Weighing.Row) -> String {
    guard let layer = row.layer, !row.isAbsent else { return "" }
    let strong = Style.strong
    var sections: [String] = []
    if (row.live ?? 0) > 0 {
      sections.append(
        strong.apply("What is live in it, by owner", options.colour) + "\n" + table(row, limit: options.top ?? 40, indent: 2))
    }
    if let application = application(layer) { sections.append(application) }
    if let asked = asked(layer) { sections.append(asked) }
    if let changes = changes(layer) { sections.append(changes) }
    return sections.joined(separator: "\n")
  }

  private func table(_ row: Weighing.Row, limit: Int, indent: Int) -> String {
    let shares = analysis.shares(ofLayer: row.layer!)
    var table = TextTable([("SIZE", .right), ("OF LAYER", .right), ("KEEPS", .right), ("", .left), ("OWNER", .left)])
    for share in shares.prefix(limit) {
      var keeps = ""
      if case .package(let number) = share.owner { keeps = options.size(analysis.reach.alone[Int(number)].dominated) }
      table.add(
        [
          options.size(share.bytes), Quantity.percent(share.bytes, of: row.live ?? 0) ?? "", keeps, text.ecosystem(share.owner),
          text.name(share.owner),
        ]
        .map { TextTable.Cell($0) })
    }
    let margin = String(repeating: " ", count: indent)
    let body = table.render(width: options.width - indent, colour: options.colour, shorten: InstructionText.shortened)
    let rest = shares.dropFirst(limit)
    let more =
      rest.isEmpty ? "" : "\(margin)and \(options.size(rest.reduce(0) { $0 + $1.bytes })) of \(Quantity.count(rest.count)) more\n"
    return body.split(separator: "\n").map { "\(margin)\($0)\n" }.joined() + more
  }

  private func application(_ layer: Int) -> String? {
    let parts = analysis.applicationParts(ofLayer: layer)
    let words = [(parts.source, "source"), (parts.bytecode, "bytecode"), (parts.other, "other files")]
      .filter { $0.0 > 0 }.map { "\(options.size($0.0)) \($0.1)" }
    guard !words.isEmpty else { return nil }
    return "The application here: \(words.joined(separator: ", ")).\n"
  }

  /// The words of an install line: what each keeps, and what only all of them together do.
  private func asked(_ layer: Int) -> String? {
    let asked = analysis.asked(inLayer: layer)
    guard !asked.isEmpty else { return nil }
    let heaviest = asked.sorted { (alone($0).dominated, $1) > (alone($1).dominated, $0) }
    var table = TextTable([("OWN", .right), ("KEEPS", .right), ("GOES", .right), ("PACKAGE", .left)])
    for number in heaviest.prefix(options.top ?? 20) {
      let blocker = alone(number).bytes == nil ? "; \(text.retained(number))" : ""
      table.add(
        [
          options.size(analysis.ownership.packages[Int(number)].own), options.size(alone(number).dominated),
          alone(number).bytes.map { options.size($0) } ?? "-", text.name(number) + blocker,
        ]
        .map { TextTable.Cell($0) })
    }
    let rows = table.render(width: options.width - 2, colour: options.colour) { text, _ in text }
    let rest = asked.count - (options.top ?? 20)
    let result =
      Style.strong.apply("Asked for in it", options.colour) + "\n" + rows.split(separator: "\n").map { "  \($0)\n" }.joined()
      + (rest > 0 ? "  and \(Quantity.count(rest)) more\n" : "")
    let shared = analysis.reach.graph.shared(among: asked.map { [$0] })
    guard shared.leaving.count > 1, let together = shared.together.bytes, together > 0 else { return result }
    let all = shared.leaving.count == asked.count ? "All of them" : "\(Quantity.count(shared.leaving.count)) of them"
    let only = shared.sharedBytes > 0 ? ", \(options.size(shared.sharedBytes)) of that only together" : ""
    return result + "  \(all) together would take \(options.size(together)) away\(only).\n"
  }

  private func alone(_ package: Int32) -> RetainedAlone { analysis.reach.alone[Int(package)] }

  private func changes(_ layer: Int) -> String? {
    let changes = analysis.ownership.changes[layer].changes
    guard !changes.isEmpty, let summary = text.changes(ofLayer: layer) else { return nil }
    let telling = changes.sorted { rank($0) < rank($1) }
    return TextList.render("Packages it changed: \(summary)", telling, limit: options.top ?? 10, options) { change in
      let version: String
      switch (change.before, change.after) {
      case (let before?, let after?): version = "\(before) to \(after)"
      case (nil, let after?): version = after
      case (let before?, nil): version = before
      default: version = ""
      }
      let verb = change.before == nil ? "added" : change.after == nil ? "removed" : "upgraded"
      return [verb, EscapedText.printable(change.ecosystem.rawValue), EscapedText.printable("\(change.name) \(version)")]
    }
  }

  /// What is gone or changed says more than what is new.
  private func rank(_ change: PackageChanges.Change) -> Int { change.after == nil ? 0 : change.before != nil ? 1 : 2 }
}
