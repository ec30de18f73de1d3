import TareBytes
import TareOCI

/// A heading with indented rows: numbers right-aligned, then text.
enum TextList {
  /// Running text in lines of at most `width`.
  static func wrapped(_ text: String, width: Int) -> String {
    var lines = [""]
    for word in text.split(separator: " ") {
      if lines[lines.count - 1].isEmpty {
        lines[lines.count - 1] = String(word)
      } else if DisplayWidth.of(lines[lines.count - 1]) + 1 + DisplayWidth.of(String(word)) <= width {
        lines[lines.count - 1] += " \(word)"
      } else {
        lines.append(String(word))
      }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  static func render<Item>(
    _ title: String, _ items: [Item], limit: Int, _ options: ReportOptions, _ cells: (Item) -> [String]
  ) -> String {
    let shown = items.prefix(limit).map { cells($0) }
    guard let columns = shown.first?.count else { return "" }
    var table = TextTable(Array(repeating: ("", .right), count: columns - 1) + [("", .left)])
    for row in shown { table.add(row.map { TextTable.Cell($0) }) }
    let body = table.render(width: options.width - 2, colour: options.colour, shorten: InstructionText.shortened)
    let rest = items.count - shown.count
    return Style.strong.apply(title, options.colour) + "\n"
      + body.split(separator: "\n").map { "  \($0)\n" }.joined()
      + (rest > 0 ? "  and \(Quantity.count(rest)) more\n" : "")
  }
}
