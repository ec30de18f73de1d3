import TareBytes
import TareELF
import TareOwners
public import TareReach
import TareTree

/// The list of `tare binaries`: each ELF file with the bytes of its parts.
public struct BinaryReport {
  private let list: BinaryList
  private let build: BuildFiles
  private let analysis: Analysis
  private let options: ReportOptions

  public init(_ list: BinaryList, _ build: BuildFiles, in analysis: Analysis, options: ReportOptions) {
    self.list = list
    self.build = build
    self.analysis = analysis
    self.options = options
  }

  private var text: OwnerText { OwnerText(analysis: analysis, options: options) }

  // MARK: Terminal

  public func render() -> String {
    guard !list.rows.isEmpty else { return "no ELF file\n" }
    let hasGPU = list.rows.contains { $0.weights.gpuCode ?? 0 > 0 || $0.weights.relocatableGPUCode ?? 0 > 0 }
    var columns: [(String, TextTable.Alignment)] = [
      ("SIZE", .right), ("CODE", .right), ("DATA", .right), ("SYMBOLS", .right), ("DEBUG", .right),
    ]
    if hasGPU { columns.append(("GPU", .right)) }
    columns += [("LOADED BY", .right), ("FILE", .left)]
    var table = TextTable(columns)
    for row in list.rows.prefix(options.top ?? .max) {
      let weights = row.weights
      var cells = [options.size(row.image.size)] + [weights.code, weights.data, weights.symbols, weights.debug].map(size)
      if hasGPU { cells.append(size(sum(weights.gpuCode, weights.relocatableGPUCode))) }
      cells += [row.users > 0 ? Quantity.count(row.users) : "", path(row)]
      table.add(cells.map { TextTable.Cell($0) })
    }
    let rest = list.rows.count - (options.top ?? list.rows.count)
    // A path says most at its end.
    return table.render(width: options.width, colour: options.colour) { text, _ in text }
      + (rest > 0 ? "and \(Quantity.count(rest)) more\n" : "") + "\n" + TextList.wrapped(summary, width: options.width) + gpu
  }

  private func size(_ bytes: Int?) -> String { bytes == 0 ? "" : bytes.map { options.size($0) } ?? "?" }
  private func sum(_ left: Int?, _ right: Int?) -> Int? { left.flatMap { left in right.map { left + $0 } } }
  private func path(_ row: BinaryList.Row) -> String { EscapedText.printable(analysis.weighing.path(row.path)) }

  private var summary: String {
    let totals = list.totals
    let files = totals.files == 1 ? "1 ELF file" : "\(Quantity.count(totals.files)) ELF files"
    let parts = [
      ("code", totals.code), ("data", totals.data), ("symbols", totals.symbols), ("debug sections", totals.debug),
      ("code for GPUs", totals.gpuCode), ("relocatable code for GPUs", totals.relocatableGPUCode),
    ]
    .filter { $0.1 != 0 }.map { "\($0.0) \(options.size($0.1))" }
    let building = [("static libraries", build.archives), ("headers", build.headers)].filter { $0.1.files > 0 }
      .map { "\(options.size($0.1.bytes)) of \($0.0) in \($0.1.files == 1 ? "1 file" : "\(Quantity.count($0.1.files)) files")" }
    return "\(files), \(options.size(totals.bytes)): \(parts.joined(separator: ", "))."
      + (building.isEmpty ? "" : " Beside them, for building only: \(building.joined(separator: " and ")).")
  }

  /// By architecture, where it was looked into.
  private var gpu: String {
    let rows = list.rows.filter { $0.gpu != nil }
    guard !rows.isEmpty else { return "" }
    return "\n"
      + rows.prefix(options.top ?? .max).map { row in
        let shares = row.gpu!.shares.map { [options.size($0.bytes), name($0)] }
        let unread = row.gpu!.unread > 0 ? [[options.size(row.gpu!.unread), "not understood"]] : []
        return TextList.render("Code for GPUs in \(path(row))", shares + unread, limit: .max, options) { $0 }
      }
      .joined(separator: "\n")
  }

  private func name(_ share: FatBinary.Share) -> String {
    switch share.kind {
    case .ptx: "compute_\(share.architecture) (PTX)"
    case .machineCode: "sm_\(share.architecture)"
    default: "\(share.architecture) (kind \(share.kind.rawValue))"
    }
  }

  // MARK: JSON

  public func renderJSON() -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.key("schemaVersion", JSONReport.schemaVersion)
      json.key("totals") { json in json.object { Self.totals(list.totals, build, &$0) } }
      json.key("binaries") { json in json.array(list.rows.prefix(options.top ?? .max)) { $0.row(binary($1)) } }
    }
    return json.finish()
  }

  static func totals(_ totals: BinaryList.Totals, _ build: BuildFiles, _ json: inout JSONWriter) {
    json.key("files", totals.files)
    json.key("bytes", totals.bytes)
    json.key("code", totals.code)
    json.key("data", totals.data)
    json.key("symbols", totals.symbols)
    json.key("debug", totals.debug)
    json.key("gpuCode", totals.gpuCode)
    json.key("relocatableGPUCode", totals.relocatableGPUCode)
    json.key("staticLibraries", build.archives.bytes)
    json.key("headers", build.headers.bytes)
  }

  private func binary(_ row: BinaryList.Row) -> (inout JSONWriter) -> Void {
    { json in
      let (weights, dynamic) = (row.weights, row.image.dynamic)
      json.path("path", analysis.weighing.path(row.path))
      json.key("bytes", row.image.size)
      json.key("code", weights.code)
      json.key("data", weights.data)
      json.key("symbols", weights.symbols)
      json.key("debug", weights.debug)
      json.key("gpuCode", weights.gpuCode)
      json.key("relocatableGPUCode", weights.relocatableGPUCode)
      json.key("other", weights.other)
      json.key("rest", weights.rest)
      json.key("library", row.isLibrary)
      json.key("soname", dynamic?.soname.map { EscapedText.escapingInvalid($0) })
      json.key("needed", (dynamic?.needed ?? []).map { EscapedText.escapingInvalid($0) })
      json.key("rpath", dynamic?.rpath.map { EscapedText.escapingInvalid($0) })
      json.key("runpath", dynamic?.runpath.map { EscapedText.escapingInvalid($0) })
      json.key("loadedBy", row.users)
      json.key("owner", text.name(row.owner))
      guard let gpu = row.gpu else { return }
      json.key("gpu") { json in
        json.array(gpu.shares) { json, share in
          json.row { json in
            json.key("architecture", share.architecture)
            json.key("kind", share.kind == .ptx ? "ptx" : share.kind == .machineCode ? "machine code" : "\(share.kind.rawValue)")
            json.key("bytes", share.bytes)
          }
        }
      }
      json.key("gpuUnread", gpu.unread)
    }
  }
}
