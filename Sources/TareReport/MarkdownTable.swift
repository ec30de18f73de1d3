/// A table in GitHub's Markdown.
struct MarkdownTable {
  private var lines: [String]

  init(_ titles: [String]) {
    lines = [Self.line(titles), Self.line(titles.indices.map { $0 == titles.count - 1 ? "---" : "---:" })]
    if titles[0].isEmpty { lines[1] = Self.line(["---", "---:", "---:"]) }
  }

  mutating func add(_ cells: [String]) { lines.append(Self.line(cells)) }

  func render() -> String { lines.joined() }

  private static func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }
}
