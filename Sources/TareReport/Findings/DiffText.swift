import TareBytes

/// A diff for people: what is not printable is escaped, but for tabs.
struct DiffText {
  private let lines: [Substring]

  init(_ diff: String) { lines = diff.split(separator: "\n" as Character, omittingEmptySubsequences: false).dropLast() }

  var printable: String { lines.map { Self.printable($0) + "\n" }.joined() }

  /// With what goes and what comes in colour.
  func terminal(_ colour: Bool) -> String {
    lines.map { line in
      let style: Style =
        line.hasPrefix("---") || line.hasPrefix("+++")
        ? .strong
        : line.hasPrefix("@@") ? .dim : line.hasPrefix("-") ? .removed : line.hasPrefix("+") ? .added : .plain
      return style.apply(Self.printable(line), colour) + "\n"
    }.joined()
  }

  private static func printable(_ line: Substring) -> String {
    line.split(separator: "\t", omittingEmptySubsequences: false).map { EscapedText.printable(String($0)) }.joined(separator: "\t")
  }
}
