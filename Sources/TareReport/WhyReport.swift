import TareBytes
import TareOCI
public import TareOrigins
import TareOwners
public import TareReach
import TareTree

/// The answer of `tare why`: whose it is, what needs it, where it lies.
public struct WhyReport {
  private let answers: [Why]
  private let analysis: Analysis
  private let origins: Origins?
  private let options: ReportOptions
  private static let usersShown = 8

  public init(_ answers: [Why], in analysis: Analysis, origins: Origins? = nil, options: ReportOptions) {
    self.answers = answers
    self.analysis = analysis
    self.origins = origins
    self.options = options
  }

  private var text: OwnerText { OwnerText(analysis: analysis, options: options) }

  // MARK: Terminal

  public func render() -> String { answers.map(page).joined(separator: "\n") }

  private func page(_ why: Why) -> String {
    var lines: [String] = []
    let title = why.path.map { EscapedText.printable(analysis.weighing.path($0)) } ?? text.name(why.owner)
    let isLocal = why.path == nil && why.package.map { analysis.ownership.packages[Int($0)].package.isLocal } ?? false
    let place = isLocal ? "its files are the application's" : "\(options.size(why.bytes)) in \(layers(why.layers))"
    lines.append(Style.strong.apply(title, options.colour) + "  \(place)")
    if why.path != nil {
      lines.append(
        "  belongs to \(text.name(why.owner))" + (text.ecosystem(why.owner).isEmpty ? "" : " (\(text.ecosystem(why.owner)))"))
    }
    if let package = why.package { lines += [chain(why)] + (isLocal ? [] : ["  \(retained(package))"]) }
    lines += origin(why)
    if !why.users.isEmpty {
      lines.append("  loaded by " + (why.users.count == 1 ? "1 binary:" : "\(Quantity.count(why.users.count)) binaries:"))
      lines += why.users.prefix(options.top ?? Self.usersShown).map { "    \(EscapedText.printable(analysis.weighing.path($0)))" }
      if case let rest = why.users.count - (options.top ?? Self.usersShown), rest > 0 {
        lines.append("    and \(Quantity.count(rest)) more")
      }
    }
    if !why.missing.isEmpty {
      lines.append(
        "  asks for what the image does not have: " + why.missing.map { EscapedText.printable($0) }.joined(separator: ", "))
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private func origin(of why: Why) -> Origin? {
    guard let origins, origins.alignment.match != .other else { return nil }
    return why.package.flatMap { origins.packages[Int($0)] }
      ?? why.path.flatMap { path in why.layers.first.flatMap { origins.origin(ofPath: path, row: $0, owner: why.owner) } }
  }

  /// The line that brought it, and the line that asks for it.
  private func origin(_ why: Why) -> [String] {
    guard let origins, origins.alignment.match != .other else { return [] }
    var lines: [String] = []
    if let origin = origin(of: why) { lines.append("  came from \(OriginText(origins: origins).sentence(origin))") }
    if let place = why.package.flatMap({ origins.declaration(ofPackage: $0) }) {
      let image = place.isInImage ? " of the image" : ""
      lines.append(
        "  asked for in \(EscapedText.printable(place.file)):\(place.line)\(image) (\(EscapedText.printable(place.text)))")
    }
    return lines
  }

  private func layers(_ rows: [Int]) -> String {
    guard let first = rows.first else { return "no layer" }
    let record = analysis.weighing.rows[first].record
    let says = InstructionText.text(record?.createdBy, comment: record?.comment)
    let name = "layer \(first)" + (says.isEmpty ? "" : " (\(InstructionText.shortened(says, to: 60)))")
    return rows.count == 1 ? name : "\(name) and \(rows.count - 1) more"
  }

  private func chain(_ why: Why) -> String {
    guard let package = why.package else { return "" }
    guard let chain = why.chain else { return "  nothing known needs it; it may still be run by hand" }
    let root = chain.root == package ? text.reason(package) : rootText(chain.root)
    guard !chain.steps.isEmpty else {
      let ecosystem = analysis.ownership.packages[Int(package)].package.ecosystem
      return "  \(root)" + (analysis.reach.reason(of: package) == .topLevel ? "\n  \(text.topLevelCaution(ecosystem))" : "")
    }
    return "  \(root)" + text.chain(chain).dropFirst().map { "\n    \($0)" }.joined()
  }

  private func rootText(_ root: Int32) -> String {
    switch analysis.reach.node(root) {
    case .package(let number): "\(text.name(number)), \(text.reason(number)):"
    case .application: "the application:"
    case .instruction(let name): "what \(name) runs:"
    }
  }

  private func retained(_ package: Int32) -> String {
    let alone = analysis.reach.alone[Int(package)]
    let keeps = "keeps \(options.size(alone.dominated)) in the image"
    if let bytes = alone.bytes { return "\(keeps); \(options.size(bytes)) would go if it went" }
    // What the base brought stays with it, whatever else needs it.
    if analysis.ownership.packages[Int(package)].fromBase { return keeps }
    return keeps + (alone.blocker.map { "; it cannot go alone: \(text.short($0)) needs it" } ?? "")
  }

  // MARK: JSON

  public func renderJSON() -> [UInt8] {
    let packages = PackageJSON(analysis: analysis, origins: origins)
    var json = JSONWriter()
    json.object { json in
      json.key("schemaVersion", JSONReport.schemaVersion)
      json.key("answers") { json in
        json.array(answers) { json, why in
          json.row { json in
            if let path = why.path { json.path("path", analysis.weighing.path(path)) } else { json.key("path", String?.none) }
            json.key("bytes", why.bytes)
            json.key("layers", why.layers)
            json.key("owner", Self.ownerKind(why.owner))
            OriginJSON(origins: origins).write("origin", origin(of: why), &json)
            if let package = why.package { json.key("package") { $0.row(packages.package(package)) } }
            json.key("chain") { json in
              json.array(why.chain?.steps ?? []) { json, step in
                json.row { json in
                  json.key("from", text.short(step.from))
                  json.key("kind", step.kind.name)
                  json.key("to", text.short(step.to))
                }
              }
            }
            json.key("loadedBy") { json in
              json.array(why.users) { json, user in json.row { $0.path("path", analysis.weighing.path(user)) } }
            }
            json.key("missing", why.missing.map { EscapedText.escapingInvalid($0) })
          }
        }
      }
    }
    return json.finish()
  }

  static func ownerKind(_ owner: Owner) -> String {
    switch owner {
    case .package: "package"
    case .application: "application"
    case .base: "base"
    case .nobody: "nobody"
    }
  }
}
