/// `/bin/sh -c`, `/bin/bash -o pipefail -ec` and the like before a command.
enum ShellPrefix {
  private static let shells: [StaticString] = ["sh", "bash", "ash", "dash", "zsh", "ksh", "mksh"]

  /// The shell, its options and the blanks that follow; empty where the text begins with none.
  static func of(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var (word, rest) = text.cutWord
    let name = word.lastIndex(of: 0x2f).map { word[($0 + 1)...] } ?? word
    guard shells.contains(where: { name.equals($0) }) else { return text.prefix(0) }
    var takesValue = false
    // Options of a shell are few; what goes on for long is a command.
    for _ in 0..<8 {
      (word, rest) = rest.cutWord
      if takesValue {
        takesValue = false
        continue
      }
      guard let sign = word.first, sign == 0x2d || sign == 0x2b, word.count > 1 else { return text.prefix(0) }
      if !word.starts(with: "--"), word.last == 0x63 || word.contains(0x63) && word.count <= 4 {
        return text[..<rest.startIndex]
      }
      takesValue = word.last == 0x6f
    }
    return text.prefix(0)
  }
}
