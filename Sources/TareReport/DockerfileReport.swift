import TareBytes
import TareDockerfile
public import TareOrigins
public import TareReach
import TareTree

/// `tare dockerfile`: the file with what each instruction weighs in the margin.
public struct DockerfileReport {
  private let analysis: Analysis
  private let origins: Origins
  private let options: ReportOptions
  private let weights: [Origins.Key: InstructionWeight]
  private static let packagesShown = 6

  public init(_ analysis: Analysis, _ origins: Origins, options: ReportOptions) {
    self.analysis = analysis
    self.origins = origins
    self.options = options
    weights = origins.weights(analysis)
  }

  private var dockerfile: Dockerfile { origins.file.dockerfile }

  /// Instructions in the order of the file, with their keys.
  private var instructions: [(key: Origins.Key, instruction: TareDockerfile.Instruction)] {
    dockerfile.stages.flatMap { stage in
      [(Origins.Key(stage: stage.index, instruction: -1), stage.from)]
        + stage.instructions.indices.map { (Origins.Key(stage: stage.index, instruction: $0), stage.instructions[$0]) }
    }
  }

  // MARK: Terminal

  private struct Margin {
    var stored = ""
    var size = ""
    var dead = ""
    var below: [String] = []
  }

  public func render() -> String {
    let text = OriginText(origins: origins)
    var margins: [Int: Margin] = [:]
    for (key, instruction) in instructions {
      guard let weight = weights[key] else { continue }
      margins[dockerfile.line(of: instruction.range.lowerBound)] = margin(weight)
      let last = dockerfile.lines(of: instruction.range).upperBound
      margins[last, default: Margin()].below += below(weight)
    }
    let lines = sourceLines
    let numbers = "\(lines.count)".count
    let sizes = max(4, margins.values.map { $0.size.count }.max() ?? 0)
    let stored = isCompressed ? max(6, margins.values.map { $0.stored.count }.max() ?? 0) : -2
    let deads = max(4, margins.values.map { $0.dead.count }.max() ?? 0)
    func padded(_ text: String, _ width: Int) -> String { String(repeating: " ", count: max(0, width - text.count)) + text }
    var result = TextList.wrapped(text.match, width: options.width) + "\n"
    let first = isCompressed ? padded("STORED", stored) + "  " : ""
    result +=
      Style.heading.apply("\(first)\(padded("SIZE", sizes))  \(padded("DEAD", deads))  \(padded("#", numbers))", options.colour)
      + "\n"
    for (index, line) in lines.enumerated() {
      let margin = margins[index + 1] ?? Margin()
      let dead = margin.dead.isEmpty ? padded("", deads) : Style.warning.apply(padded(margin.dead, deads), options.colour)
      let first = isCompressed ? padded(margin.stored, stored) + "  " : ""
      result += "\(first)\(padded(margin.size, sizes))  \(dead)  \(padded("\(index + 1)", numbers))  \(line)\n"
      let indent = String(repeating: " ", count: stored + 2 + sizes + deads + numbers + 8)
      for note in margin.below {
        for part in TextList.wrapped(note, width: max(40, options.width - indent.count)).split(separator: "\n") {
          result += indent + Style.dim.apply(String(part), options.colour) + "\n"
        }
      }
    }
    return result + rest
  }

  /// As stored a plain layer is its tar.
  private var isCompressed: Bool { analysis.weighing.scans.contains { $0.map { $0.compression != .none } ?? false } }

  private var sourceLines: [String] {
    var lines = dockerfile.source.split(separator: 0x0a, omittingEmptySubsequences: false).map {
      EscapedText.printable(Array($0.last == 0x0d ? $0.dropLast() : $0)).replacing("\\t", with: "    ")
    }
    if lines.last == "" { lines.removeLast() }
    return lines
  }

  private func margin(_ weight: InstructionWeight) -> Margin {
    let hasLayer = weight.rows.contains { analysis.weighing.rows[$0].layer != nil }
    var margin = Margin()
    if hasLayer {
      margin.stored = weight.stored.map { options.size($0) } ?? "absent"
      margin.size = weight.unpacked.map { options.size($0) } ?? "absent"
      margin.dead = weight.dead.map { $0 > 0 ? options.size($0) : "" } ?? "?"
    }
    return margin
  }

  private func below(_ weight: InstructionWeight) -> [String] {
    let owners = OwnerText(analysis: analysis, options: options)
    var lines: [String] = []
    if weight.traced > 0 {
      let through = weight.through.map { OriginText.lines($0) }.joined(separator: ", ")
      lines.append("^ \(options.size(weight.traced)) of it are in the image, through line \(through)")
    }
    let shown = options.top ?? Self.packagesShown
    let telling = weight.packages.filter { $0.bytes > 0 }
    if !telling.isEmpty {
      let names = telling.prefix(shown).map { "\(owners.name($0.package)) \(options.size($0.bytes))" }
      let rest = telling.dropFirst(shown)
      let more = rest.isEmpty ? "" : ", \(Quantity.count(rest.count)) more \(options.size(rest.reduce(0) { $0 + $1.bytes }))"
      lines.append("^ " + names.joined(separator: ", ") + more)
    }
    return lines
  }

  /// What no line accounts for.
  private var rest: String {
    let orphans = analysis.weighing.rows.filter { $0.layer != nil && origins.rows[$0.index] == nil }
    guard !orphans.isEmpty else { return "" }
    let bytes = orphans.reduce(0) { $0 + ($1.unpacked ?? 0) }
    let layers = orphans.count == 1 ? "1 layer" : "\(orphans.count) layers"
    let rows = orphans.map { "\($0.index)" }.joined(separator: ", ")
    return "\n\(layers) of \(options.size(bytes)) came from no line of this file: \(rows)\n"
  }

  // MARK: JSON

  public func renderJSON() -> [UInt8] {
    var json = JSONWriter()
    let alignment = origins.alignment
    json.object { json in
      json.key("schemaVersion", JSONReport.schemaVersion)
      json.key("file", origins.file.choice == .reconstructed ? nil : EscapedText.printable(origins.file.name))
      json.key("choice", origins.file.choice.rawValue)
      json.key("match", alignment.match.rawValue)
      json.key("rowShare", alignment.rowShare)
      json.key("instructionShare", alignment.instructionShare)
      if origins.file.choice == .reconstructed { json.key("text", EscapedText.escapingInvalid(dockerfile.source)) }
      json.key("rows") { json in
        json.array(analysis.weighing.rows) { json, row in
          json.row { json in
            json.key("index", row.index)
            OriginJSON(origins: origins).write("origin", origins.rows[row.index], &json)
          }
        }
      }
      json.key("instructions") { json in json.array(instructions) { json, item in json.object { self.instruction(item, &$0) } } }
      json.key("unmatched") { json in
        json.array(alignment.unmatched) { json, place in
          json.row { json in
            json.key("startLine", place.lines.lowerBound)
            json.key("endLine", place.lines.upperBound)
          }
        }
      }
    }
    return json.finish()
  }

  private func instruction(_ item: (key: Origins.Key, instruction: TareDockerfile.Instruction), _ json: inout JSONWriter) {
    let lines = dockerfile.lines(of: item.instruction.range)
    json.key("keyword", item.instruction.keyword.rawValue.uppercased())
    json.key("startLine", lines.lowerBound)
    json.key("endLine", lines.upperBound)
    json.key("stage", dockerfile.stages[item.key.stage].name ?? "\(item.key.stage)")
    let weight = weights[item.key]
    let hasLayer = weight?.rows.contains { analysis.weighing.rows[$0].layer != nil } ?? false
    json.key("rows", weight?.rows ?? [])
    json.key("stored", hasLayer ? weight?.stored : nil)
    json.key("unpacked", hasLayer ? weight?.unpacked : nil)
    json.key("live", hasLayer ? weight?.live : nil)
    json.key("dead", hasLayer ? weight?.dead : nil)
    json.key("traced", weight?.traced ?? 0)
    json.key("through", weight?.through.map(\.lowerBound) ?? [])
    json.key("packages") { json in
      json.array(weight?.packages ?? []) { json, entry in
        json.row { json in
          let package = analysis.ownership.packages[Int(entry.package)].package
          json.key("ecosystem", package.ecosystem.rawValue)
          json.key("name", EscapedText.escapingInvalid(Array(package.name.utf8)))
          json.key("version", package.version)
          json.key("bytes", entry.bytes)
        }
      }
    }
  }
}
