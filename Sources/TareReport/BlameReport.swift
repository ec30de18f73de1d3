import TareBytes
import TareOCI
public import TareOrigins
import TareOwners
public import TareReach
import TareTree

/// `tare blame`: who put what is at a path there, and who hid it.
public struct BlameReport {
  private let blame: Blame
  private let analysis: Analysis
  private let origins: Origins?
  private let options: ReportOptions

  public init(_ blame: Blame, _ analysis: Analysis, _ origins: Origins?, options: ReportOptions) {
    self.blame = blame
    self.analysis = analysis
    self.origins = origins
    self.options = options
  }

  private var owners: OwnerText { OwnerText(analysis: analysis, options: options) }

  // MARK: Terminal

  public func render() -> String {
    let live = blame.parts.filter { $0.killer == nil }
    let dead = blame.parts.filter { $0.killer != nil }
    let state = blame.exists ? "" : "  not in the final image"
    let bytes = live.reduce(0) { $0 + $1.bytes }
    let files = live.reduce(0) { $0 + $1.files }
    let amount = blame.isDirectory ? "\(options.size(bytes)) live in \(DeadText.files(files))" : options.size(bytes)
    var text = Style.strong.apply(EscapedText.printable(analysis.weighing.path(blame.path)), options.colour)
    text += (blame.exists ? "  \(amount)" : state) + "\n"
    if let origins, origins.file.choice != .reconstructed {
      text += TextList.wrapped(OriginText(origins: origins).match, width: options.width)
    }
    if !blame.isDirectory { text += "\n" + timeline }
    if blame.isDirectory || live.count > 1 { text += table("Who wrote what is there", live) }
    if blame.isDirectory { text += table("Who wrote what is dead, and who hid it", dead) }
    if !blame.isDirectory, let part = live.first { text += "\n" + owner(part) }
    return text
  }

  private func owner(_ part: Blame.Part) -> String {
    var line = "belongs to \(owners.name(part.owner))"
    if case .package(let number) = part.owner, let place = origins?.declaration(ofPackage: number) {
      line += ", asked for in \(EscapedText.printable(place.file)):\(place.line)"
    }
    return line + "\n"
  }

  /// What happened at a file's path, layer by layer.
  private var timeline: String {
    var text = ""
    for event in blame.events {
      let verb = event.kind == .written ? "written by" : "hidden by"
      text += "  \(options.size(event.size))  \(verb) \(layer(event.row))\n"
      if event.kind == .written, let origin = self.origin(ofRow: event.row) { text += "      \(origin)\n" }
      if event.kind == .hidden, let origin = origins?.rows[event.row], let origins {
        text += "      \(OriginText(origins: origins).sentence(origin))\n"
      }
    }
    return text
  }

  private func origin(ofRow row: Int) -> String? {
    guard let origins else { return nil }
    let part = blame.parts.first { $0.writer == row }
    return (part?.origin ?? origins.rows[row]).map { OriginText(origins: origins).sentence($0) }
  }

  private func layer(_ row: Int) -> String {
    let record = analysis.weighing.rows[row].record
    let says = InstructionText.text(record?.createdBy, comment: record?.comment)
    return "layer \(row)" + (says.isEmpty ? "" : "  \(InstructionText.shortened(says, to: max(24, options.width - 32)))")
  }

  private func table(_ title: String, _ parts: [Blame.Part]) -> String {
    let limit = options.top ?? 20
    guard !parts.isEmpty else { return "" }
    let hasLines = origins != nil
    let isDead = parts[0].killer != nil
    var columns: [(String, TextTable.Alignment)] = [("SIZE", .right), ("FILES", .right), ("LAYER", .right)]
    let hasStages = hasLines && (origins?.file.dockerfile.stages.count ?? 0) > 1
    if hasLines { columns.append(("LINES", .right)) }
    if hasStages { columns += [("STAGE", .left), ("THROUGH", .right)] }
    if isDead { columns += [("HIDDEN BY", .right), ("", .left)] }
    columns.append((isDead ? "HEAVIEST" : "OWNER", .left))
    var table = TextTable(columns)
    for part in parts.prefix(limit) {
      var cells = [options.size(part.bytes), Quantity.count(part.files), "\(part.writer)"]
      if hasLines {
        cells.append(part.origin.map(OriginText.lines) ?? "")
      }
      if hasStages {
        cells.append(part.origin.map { EscapedText.printable($0.stageName ?? "\($0.stage)") } ?? "")
        cells.append(part.origin?.through.map { OriginText.lines($0) } ?? "")
      }
      if isDead {
        let line = part.killerOrigin.map { " (line \(OriginText.lines($0)))" } ?? ""
        cells += ["\(part.killer ?? 0)\(line)", part.cause?.name ?? ""]
        cells.append(EscapedText.printable(analysis.weighing.path(part.path)))
      } else {
        cells.append(owners.name(part.owner))
      }
      table.add(cells.map { TextTable.Cell($0) })
    }
    let body = table.render(width: options.width - 2, colour: options.colour, shorten: InstructionText.shortened)
    let rest = parts.dropFirst(limit)
    let more =
      rest.isEmpty ? "" : "  and \(options.size(rest.reduce(0) { $0 + $1.bytes })) in \(Quantity.count(rest.count)) more\n"
    return "\n" + Style.strong.apply(title, options.colour) + "\n" + body.split(separator: "\n").map { "  \($0)\n" }.joined() + more
  }

  // MARK: JSON

  public func renderJSON() -> [UInt8] {
    var json = JSONWriter()
    let lines = OriginJSON(origins: origins)
    json.object { json in
      json.key("schemaVersion", JSONReport.schemaVersion)
      json.path("path", analysis.weighing.path(blame.path))
      json.key("directory", blame.isDirectory)
      json.key("exists", blame.exists)
      json.key("events") { json in
        json.array(blame.events) { json, event in
          json.row { json in
            json.key("kind", event.kind == .written ? "written" : "hidden")
            json.key("layer", event.row)
            json.key("size", event.size)
            lines.write("origin", origins?.rows[event.row], &json)
          }
        }
      }
      json.key("parts") { json in
        json.array(blame.parts) { json, part in
          json.row { json in
            json.key("bytes", part.bytes)
            json.key("files", part.files)
            json.key("writer", part.writer)
            json.key("killer", part.killer)
            json.key("cause", part.cause?.name)
            json.key("owner", part.killer == nil ? WhyReport.ownerKind(part.owner) : nil)
            if case .package(let number) = part.owner {
              json.key("package", analysis.ownership.packages[Int(number)].package.name)
            } else {
              json.key("package", String?.none)
            }
            json.path("heaviest", analysis.weighing.path(part.path))
            lines.write("origin", part.origin, &json)
            lines.write("killerOrigin", part.killerOrigin, &json)
            if case .package(let number) = part.owner { lines.write(declaration: origins?.declaration(ofPackage: number), &json) }
          }
        }
      }
    }
    return json.finish()
  }
}
