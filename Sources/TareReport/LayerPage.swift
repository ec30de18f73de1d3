import TareBytes
import TareOCI
import TareReach
import TareTree

/// One row of the table, opened.
struct LayerPage {
  let analysis: Analysis
  let options: ReportOptions
  let row: Weighing.Row

  private var weighing: Weighing { analysis.weighing }

  func render() -> String {
    [heading, facts, LayerHoldings(analysis: analysis, options: options).page(row), dying, killing, directories, files, next].filter
    { !$0.isEmpty }.joined(separator: "\n")
  }

  private var heading: String {
    let text = InstructionText.text(row.record?.createdBy, comment: row.record?.comment)
    return Style.strong.apply("Layer \(row.index)", options.colour) + (text.isEmpty ? "" : "  \(text)") + "\n"
  }

  private var facts: String {
    var facts: [(String, String)] = []
    if let created = row.record?.created { facts.append(("created", EscapedText.printable(created))) }
    if let comment = row.record?.comment, !comment.isEmpty { facts.append(("comment", EscapedText.printable(comment))) }
    if row.layer == nil {
      facts.append(
        (
          "content",
          row.record?.isEmpty ?? true ? "none: this record made no layer" : "none: the image has no layer for this record"
        ))
    }
    if let diffID = row.diffID { facts.append(("diffID", diffID.description)) }
    if let digest = row.digest { facts.append(("digest", digest.description)) }
    if let type = row.mediaType { facts.append(("media type", EscapedText.printable(type.rawValue))) }
    if row.isAbsent { facts.append(("content", "absent: the image names the layer and does not have it")) }
    if let unpacked = row.unpacked, let stored = row.stored {
      let share = weighing.totals.unpacked.flatMap { Quantity.percent(unpacked, of: $0) }.map { ", \($0) of the image" } ?? ""
      facts.append(("size", "\(options.size(unpacked)) of content\(share); \(options.size(stored)) as stored"))
      facts.append(("files", "\(Quantity.count(row.files ?? 0)) in \(Quantity.count(row.entries ?? 0)) entries"))
      facts.append(("live", row.live.map { options.size($0) } ?? "unknown: a layer above is absent"))
      facts.append(("dead", row.dead.map { options.size($0) } ?? "unknown: a layer above is absent"))
    }
    let width = facts.map { $0.0.count }.max() ?? 0
    return facts.map { "  \($0)\(String(repeating: " ", count: width - $0.count + 2))\($1)\n" }.joined()
  }

  private var dying: String {
    list("Dead in this layer", weighing.deadGroups.filter { $0.writer == row.index && $0.bytes > 0 }) { group in
      [
        options.size(group.bytes),
        "\(DeadText.files(group.files)) \(DeadText.verb(group.cause)) \(DeadText.layer(group.killer, weighing.rows, 48))",
      ]
    }
      + list("The heaviest of them", weighing.dead.filter { $0.writer == row.index && $0.bytes > 0 }) { dead in
        [options.size(dead.bytes), EscapedText.printable(weighing.path(dead.path))]
      }
  }

  private var killing: String {
    let killed = weighing.deadGroups.filter { $0.killer == row.index && $0.writer != row.index && $0.bytes > 0 }
    return list("Made dead by this layer", killed) { group in
      [
        options.size(group.bytes),
        "\(DeadText.files(group.files)) of \(DeadText.layer(group.writer, weighing.rows, 48)), \(group.cause.name)",
      ]
    }
  }

  private var directories: String {
    guard let layer = row.layer, !row.isAbsent else { return "" }
    return list("Where its bytes are", weighing.sizes(ofLayer: layer).heaviest(max(10, options.top ?? 10))) { directory in
      [
        options.size(directory.bytes), Quantity.percent(directory.bytes, of: row.unpacked ?? 0) ?? "",
        EscapedText.printable(weighing.path(directory.path)) + (directory.isRest ? " (the rest of it)" : ""),
      ]
    }
  }

  private var files: String {
    guard let layer = row.layer, !row.isAbsent else { return "" }
    return list("Heaviest files", weighing.heaviestFiles(options.top ?? 10, ofLayer: layer)) { file in
      [options.size(file.bytes), EscapedText.printable(weighing.path(file.path))]
    }
  }

  private var next: String {
    guard row.layer != nil, !row.isAbsent else { return "" }
    return Style.strong.apply("Next", options.colour)
      + "\n  \(options.tare(command: "ls", "--layer \(row.index)"))   what it added, changed and hid\n"
  }

  private func list<Item>(_ title: String, _ items: [Item], _ cells: (Item) -> [String]) -> String {
    TextList.render(title, items, limit: options.top ?? 10, options, cells)
  }
}
