import TareBytes
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
    let rows = weighing.rows.filter { ($0.live ?? 0) * 100 >= (weighing.totals.live ?? .max) && $0.layer != nil }
      .filter { row in analysis.shares(ofLayer: row.layer!).contains { $0.owner != .nobody } }
      .sorted { ($0.live ?? 0, $1.index) > ($1.live ?? 0, $0.index) }.prefix(layers).sorted { $0.index < $1.index }
    guard !rows.isEmpty else { return "" }
    var lines = Style.strong.apply("What the layers hold", options.colour) + "\n"
    for row in rows {
      let heading = "layer \(row.index), \(options.size(row.live)): "
      let says = Instruction.text(row.record?.createdBy, comment: row.record?.comment)
      lines += "  \(heading)\(Instruction.shortened(says, to: max(16, options.width - heading.count - 2)))\n"
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
    let body = table.render(width: options.width - indent, colour: options.colour, shorten: Instruction.shortened)
    let rest = shares.dropFirst(limit)
    let more =
      rest.isEmpty ? "" : "\(margin)and \(options.size(rest.reduce(0) { $0 + $1.bytes })) of \(Quantity.count(rest.count)) more\n"
    return body.split(separator: "\n").map { "\(margin)\($0)\n" }.joined() + more
  }

  private func application(_ layer: Int) -> String? {
    let parts = analysis.applicationParts(ofLayer: layer)
    guard parts.source + parts.bytecode > 0 else { return nil }
    return "Of the application here \(options.size(parts.source)) are source and \(options.size(parts.bytecode)) bytecode.\n"
  }

  /// The words of an install line: what each keeps, and what only all of them together do.
  private func asked(_ layer: Int) -> String? {
    let asked = analysis.asked(inLayer: layer)
    guard !asked.isEmpty else { return nil }
    let heaviest = asked.sorted { (alone($0).dominated, $1) > (alone($1).dominated, $0) }
    var result = TextList.render("Asked for in it", heaviest, limit: options.top ?? 20, options) { number in
      [
        options.size(analysis.ownership.packages[Int(number)].own), options.size(alone(number).dominated), text.retained(number),
        text.name(number),
      ]
    }
    let lines = result.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    result = lines.joined(separator: "\n")
    let shared = analysis.reach.graph.shared(among: asked.map { [$0] })
    guard asked.count > 1, let together = shared.together.bytes, together > 0 else { return result }
    result += "  own bytes, what is here through it alone, and what would go with it.\n"
    let all = shared.leaving.count == asked.count ? "All of them" : "\(Quantity.count(shared.leaving.count)) of them"
    return result
      + "  \(all) together would take \(options.size(together)) away; \(options.size(shared.sharedBytes)) of that go only together.\n"
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
