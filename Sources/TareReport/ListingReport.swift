import TareArchive
import TareBytes
public import TareTree

/// The lines of `tare ls`: mark, bytes, hidden bytes, files, layer, name.
public struct ListingReport {
  private let listing: Listing
  private let weighing: Weighing
  private let options: ReportOptions

  public init(_ listing: Listing, of weighing: Weighing, options: ReportOptions) {
    self.listing = listing
    self.weighing = weighing
    self.options = options
  }

  public func render() -> String {
    var table = TextTable([
      ("", .left), ("SIZE", .right), (options.layer == nil ? "DEAD" : "KILLS", .right), ("FILES", .right), ("LAYER", .right),
      ("NAME", .left),
    ])
    for row in listing.rows {
      let style: Style = row.mark == .hidden ? .dim : .plain
      table.add([
        .init("\(row.mark.rawValue)", style),
        .init(row.files > 0 ? options.size(row.bytes) : "", style),
        .init(row.dead > 0 ? options.size(row.dead) : "", row.mark == .hidden ? .dim : .warning),
        .init(row.kind == .directory ? Quantity.count(row.files) : "", style),
        .init(row.layer.map(String.init) ?? "", style), .init(name(row), style),
      ])
    }
    return table.render(width: options.width, colour: options.colour) { text, _ in text }
  }

  private func name(_ row: Listing.Row) -> String {
    let path = EscapedText.printable(weighing.path(row.path))
    let target = row.target.map { EscapedText.printable($0) }
    let suffix =
      switch row.kind {
      case .directory: path == "/" ? "" : "/"
      case .symbolicLink: target.map { " -> \($0)" } ?? ""
      case .fifo: "|"
      default: target.map { " (hard link to \($0))" } ?? ""
      }
    return path + suffix
  }
}
