/// A table in GitHub's Markdown.
struct MarkdownTable {
  private var lines: [String]

  /// Columns of numbers, right-aligned; everything else is text.
  private static let numeric: Set = ["#", "bytes", "stored", "size", "live", "dead", "files", "share", "copies"]

  init(_ titles: [String]) {
    lines = [Self.line(titles), Self.line(titles.map { Self.numeric.contains($0) ? "---:" : "---" })]
  }

  mutating func add(_ cells: [String]) { lines.append(Self.line(cells)) }

  func render() -> String { lines.joined() }

  private static func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }
}
