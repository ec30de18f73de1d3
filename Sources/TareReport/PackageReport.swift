import TareBytes
import TareOCI
import TareOwners
public import TareReach
import TareTree

/// The list of `tare packages`: every package with its own bytes, what it keeps in the image, and why it is there; with
/// packages named, what would go if these went.
public struct PackageReport {
  public enum Order: String, CaseIterable, Sendable {
    /// What is in the image through the package alone.
    case retained
    case own, layer, name
  }

  private let analysis: Analysis
  private let options: ReportOptions
  private let order: Order
  /// As the user named them, with their numbers.
  private let sets: [(name: String, packages: [Int32])]

  public init(_ analysis: Analysis, sets: [(name: String, packages: [Int32])] = [], order: Order, options: ReportOptions) {
    self.analysis = analysis
    self.options = options
    self.order = order
    self.sets = sets
  }

  private var text: OwnerText { OwnerText(analysis: analysis, options: options) }
  private var graph: DependencyGraph { analysis.reach.graph }

  static func ranked(_ analysis: Analysis, by order: Order) -> [Int32] {
    let packages = analysis.ownership.packages
    let names = packages.map { Array($0.package.name.utf8) }
    func retained(_ number: Int32) -> Int { analysis.reach.alone[Int(number)].dominated }
    func layer(_ number: Int32) -> Int { analysis.rows(of: packages[Int(number)]).first ?? .max }
    let layers = order == .layer ? packages.indices.map { layer(Int32($0)) } : []
    return packages.indices.map { Int32($0) }.sorted { left, right in
      let (one, two) = (packages[Int(left)], packages[Int(right)])
      switch order {
      case .retained: return (retained(left), one.own, right) > (retained(right), two.own, left)
      case .own: return (one.own, right) > (two.own, left)
      case .layer: return (layers[Int(left)], two.own, left) < (layers[Int(right)], one.own, right)
      case .name:
        if names[Int(left)] == names[Int(right)] { return left < right }
        return names[Int(left)].lexicographicallyPrecedes(names[Int(right)])
      }
    }
  }

  // MARK: Terminal

  public func render() -> String { sets.isEmpty ? list : question + caution }

  /// What is said of top-level packages, once for each that it differs for.
  private var caution: String {
    let topLevel = sets.flatMap(\.packages).filter { analysis.reach.reason(of: $0) == .topLevel }
    var sentences: [String] = []
    for package in topLevel {
      let sentence = text.topLevelCaution(analysis.ownership.packages[Int(package)].package.ecosystem)
      if !sentences.contains(sentence) { sentences.append(sentence) }
    }
    return sentences.map { "\n" + TextList.wrapped($0, width: options.width) }.joined()
  }

  private var list: String {
    let ranked = Self.ranked(analysis, by: order)
    guard !ranked.isEmpty else { return "no package that any of the known ecosystems records\n" }
    var table = TextTable([
      ("OWN", .right), ("KEEPS", .right), ("GOES", .right), ("LAYER", .right), ("", .left), ("PACKAGE", .left), ("WHY", .left),
    ])
    for number in ranked.prefix(options.top ?? .max) {
      let owned = analysis.ownership.packages[Int(number)]
      let rows = analysis.rows(of: owned)
      let layers = rows.prefix(2).map(String.init).joined(separator: ",") + (rows.count > 2 ? ",…" : "")
      table.add(
        [
          options.size(owned.own), options.size(analysis.reach.alone[Int(number)].dominated),
          analysis.reach.alone[Int(number)].bytes.map { options.size($0) } ?? "-", layers,
          EscapedText.printable(owned.package.ecosystem.rawValue),
          InstructionText.shortened(text.name(number), to: max(24, min(44, options.width / 3 - 3))),
          text.reasonAndBlocker(number),
        ]
        .map { TextTable.Cell($0) })
    }
    let rest = ranked.count - (options.top ?? ranked.count)
    // The last column is worth a longer line.
    return table.render(width: options.width, colour: options.colour) { text, _ in text }
      + (rest > 0 ? "and \(Quantity.count(rest)) more\n" : "")
      + "\n"
      + TextList.wrapped(
        "OWN: live bytes of its files. KEEPS: what is in the image through it alone, whoever needs it. GOES: what would go if "
          + "it went; - where something that stays needs it.", width: options.width)
  }

  private var question: String {
    let shared = graph.shared(among: sets.map(\.packages))
    var lines = ""
    for (set, retained) in zip(sets, shared.alone) {
      lines +=
        Style.strong.apply(EscapedText.printable(set.name), options.colour) + "  " + sentence(retained) + "\n"
    }
    guard sets.count > 1 else { return lines + freed(shared.alone[0]) }
    // Those that have to stay do not keep the others.
    let staying = sets.indices.filter { !shared.leaving.contains($0) }.map { EscapedText.printable(sets[$0].name) }
    let who = staying.isEmpty ? "together" : "together, without \(staying.joined(separator: ", "))"
    guard !shared.leaving.isEmpty else { return lines }
    lines += Style.strong.apply(who, options.colour) + "  " + sentence(shared.together) + "\n"
    if shared.sharedBytes > 0 { lines += "\(options.size(shared.sharedBytes)) of that go only together\n" }
    return lines + freed(shared.together)
  }

  private func sentence(_ retained: Retained) -> String {
    switch retained {
    case .bytes(let bytes, let freed):
      let count = freed.count == 1 ? "1 package" : "\(Quantity.count(freed.count)) packages"
      return "\(options.size(bytes)) in \(count) would go"
    case .blocked(let blockers):
      let names = blockers.map { text.short($0.chain.root) }.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
      return "stays: \(names.joined(separator: ", ")) \(names.count == 1 ? "needs" : "need") it"
    }
  }

  private func freed(_ retained: Retained) -> String {
    guard case .bytes(_, let freed) = retained, freed.count > 1 else { return "" }
    let packages = freed.filter { $0 < analysis.ownership.packages.count }
      .sorted { (graph.weights[Int($0)], $1) > (graph.weights[Int($1)], $0) }
    return "\n"
      + TextList.render("What would go", packages, limit: options.top ?? 50, options) { number in
        [options.size(graph.weights[Int(number)]), text.name(number)]
      }
  }

  // MARK: JSON

  public func renderJSON() -> [UInt8] {
    let packages = PackageJSON(analysis: analysis)
    var json = JSONWriter()
    json.object { json in
      json.key("schemaVersion", JSONReport.schemaVersion)
      if !sets.isEmpty { json.key("retained") { json in json.object(retained) } }
      json.key("packages") { json in
        json.array(Self.ranked(analysis, by: order).prefix(options.top ?? .max)) { $0.row(packages.package($1)) }
      }
    }
    return json.finish()
  }

  private func retained(_ json: inout JSONWriter) {
    let shared = graph.shared(among: sets.map(\.packages))
    json.key("sets") { json in
      json.array(Array(zip(sets, shared.alone))) { json, item in
        json.row { json in
          json.key("name", item.0.name)
          answer(item.1, &json)
        }
      }
    }
    json.key("together") { json in json.object { answer(graph.retained(of: sets.flatMap(\.packages)), &$0) } }
    json.key("leaving") { json in
      json.object { json in
        json.key("sets", shared.leaving.map { sets[$0].name })
        answer(shared.together, &json)
      }
    }
    json.key("onlyTogether", shared.sharedBytes)
  }

  private func answer(_ retained: Retained, _ json: inout JSONWriter) {
    json.key("bytes", retained.bytes)
    json.key("freed") { json in
      json.array(retained.freed.filter { $0 < analysis.ownership.packages.count }) { json, number in
        let package = analysis.ownership.packages[Int(number)].package
        json.row { json in
          json.key("ecosystem", package.ecosystem.rawValue)
          json.key("name", package.name)
          json.key("version", package.version)
          json.key("bytes", graph.weights[Int(number)])
        }
      }
    }
    var blockers: [String] = []
    if case .blocked(let all) = retained { blockers = all.map { text.short($0.chain.root) } }
    json.key("blockedBy", blockers)
  }
}
