/// A command as its words, so that a long one can be broken between them.
struct ShellLine: Sendable, Hashable {
  var words: [String]

  init(_ words: [String]) { self.words = words }

  /// - Parameter text: words apart by single blanks.
  init(_ text: String) { words = text.split(separator: " ").map(String.init) }

  var text: String { words.joined(separator: " ") }

  /// Words that belong to the next one, as readers see them.
  private static let openers: Set<String> = [
    "!", "-o", "-a", "'('", ">", "-exec", "-name", "-path", "-type", "-perm", "-R", "-e", "-not", "chmod", "find", "rm", "strip",
    "sed",
  ]

  /// Whether a line may end before a word.
  func mayBreak(before index: Int) -> Bool {
    guard words.indices.contains(index), index > 0 else { return false }
    return !Self.openers.contains(words[index - 1]) && !["')'", "{}", "+"].contains(words[index])
      && !(words[index].hasPrefix("'") && words[index - 1].hasPrefix("-"))
  }

  /// A path as a word of a command; nil where it would need quotes.
  static func plain(_ path: String) -> String? {
    let isPlain = path.utf8.allSatisfy {
      (0x30...0x39).contains($0) || (0x61...0x7a).contains($0 | 0x20) || "/._-+@=:,~%".utf8.contains($0)
    }
    return isPlain && !path.isEmpty && path.first != "-" && path.first != "~" ? path : nil
  }
}
