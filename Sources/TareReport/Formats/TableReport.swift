import TareBytes
import TareFindings
import TareOrigins
import TareOwners
import TareReach
import TareTree

/// One table of the report as CSV, with exact bytes.
struct TableReport {
  let examination: Examination
  let options: ReportOptions

  private var analysis: Analysis { examination.analysis }
  private var weighing: Weighing { analysis.weighing }
  private var origins: Origins? { examination.origins }

  func render() -> [UInt8] {
    switch options.table {
    case .packages: packages
    case .layers: layers
    case .files: files
    }
  }

  private func place(_ origin: Origin?) -> String { origins.flatMap { OriginText(origins: $0).place(origin) } ?? "" }

  // MARK: Packages

  private var packages: [UInt8] {
    var csv = CSVWriter(columns: [
      "ecosystem", "name", "version", "own", "retained", "layers", "reason", "fromBase", "origin", "licence",
    ])
    let text = OwnerText(analysis: analysis, options: options)
    for number in PackageReport.ranked(analysis, by: .retained).prefix(options.top ?? .max) {
      let owned = analysis.ownership.packages[Int(number)]
      csv.cell(owned.package.ecosystem.rawValue)
      csv.cell(owned.package.name)
      csv.cell(owned.package.version)
      csv.cell(owned.own)
      csv.cell(analysis.reach.alone[Int(number)].bytes)
      csv.cell(analysis.rows(of: owned).map(String.init).joined(separator: " "))
      csv.cell(text.reason(number))
      csv.cell(owned.fromBase)
      csv.cell(place(origins?.packages[Int(number)]))
      csv.cell(StatedLicence(owned.package).text)
      csv.endLine()
    }
    return csv.bytes
  }

  // MARK: Layers

  private var layers: [UInt8] {
    var csv = CSVWriter(columns: [
      "index", "createdBy", "stored", "unpacked", "live", "dead", "purpose", "status", "removable", "origin",
    ])
    for row in weighing.rows {
      let verdict = examination.verdicts.layers[row.index]
      csv.cell(row.index)
      csv.cell(row.record?.createdBy ?? "")
      csv.cell(row.stored)
      csv.cell(row.unpacked)
      csv.cell(row.live)
      csv.cell(row.dead)
      csv.cell(verdict.purpose.rawValue)
      csv.cell(verdict.status.rawValue)
      csv.cell(verdict.removable)
      csv.cell(place(origins?.rows[row.index]))
      csv.endLine()
    }
    return csv.bytes
  }

  // MARK: Files

  /// A row for each content, live or dead, so that sizes sum to the image's: other names of a hard link have none.
  private var files: [UInt8] {
    var csv = CSVWriter(columns: ["path", "size", "layer", "owner", "state", "origin"])
    let (tree, copies) = (weighing.tree, secondCopies)
    var places: [OwnedRow: String] = [:]
    let order = tree.contents.indices.sorted { (tree.contents[$0].size, $1) > (tree.contents[$1].size, $0) }
    for index in order.prefix(options.top ?? .max) {
      let content = tree.contents[index]
      let owner = analysis.ownership.owners[index]
      let row = weighing.rowOfLayer[Int(content.location.layer)]
      let path = content.isLive ? weighing.home(of: Int32(index)) : content.path
      csv.cell(weighing.path(path))
      csv.cell(content.size)
      csv.cell(row)
      csv.cell(content.isLive ? name(owner) : "")
      csv.cell(content.isLive ? copies.contains(Copy(row: row, path: path)) ? "duplicate" : "live" : "dead")
      csv.cell(place(of: path, OwnedRow(row: row, owner: owner), isLive: content.isLive, &places))
      csv.endLine()
    }
    return csv.bytes
  }

  private struct Copy: Hashable {
    var row: Int
    var path: Int32
  }

  private struct OwnedRow: Hashable {
    var row: Int
    var owner: Owner
  }

  /// All but the first of each set of equal files.
  private var secondCopies: Set<Copy> {
    var copies: Set<Copy> = []
    for duplicate in weighing.duplicates {
      for copy in duplicate.copies.dropFirst() { copies.insert(Copy(row: copy.layer, path: copy.path)) }
    }
    return copies
  }

  /// `npm:lodash@4.17.21`
  private func name(_ owner: Owner) -> String {
    switch owner {
    case .application: return "application"
    case .base: return "base"
    case .nobody: return "nobody"
    case .package(let number):
      let package = analysis.ownership.packages[Int(number)].package
      return "\(package.ecosystem.rawValue):\(package.name)" + (package.version.isEmpty ? "" : "@\(package.version)")
    }
  }

  /// A package's files have one origin in a layer.
  private func place(of path: Int32, _ key: OwnedRow, isLive: Bool, _ known: inout [OwnedRow: String]) -> String {
    guard let origins else { return "" }
    guard isLive else { return place(origins.rows[key.row]) }
    guard case .package = key.owner else { return place(origins.origin(ofPath: path, row: key.row, owner: key.owner)) }
    if let place = known[key] { return place }
    let found = place(origins.origin(ofPath: path, row: key.row, owner: key.owner))
    known[key] = found
    return found
  }
}
