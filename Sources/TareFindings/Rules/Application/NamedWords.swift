import TareOwners

/// Finds names of files and directories in a text: parts of paths in literal strings, and in scripts and settings bare words.
struct NamedWords {
  /// How words stand in a text.
  enum Kind {
    /// In quotes. `#` or `//` begin a comment.
    case source(comment: UInt8)
    /// By themselves as well. `#` begins a comment.
    case script
  }

  private let wanted: Set<[UInt8]>
  /// Those that may be the first word of a command line in quotes.
  private let commands: Set<[UInt8]>
  private let longest: Int

  init(_ words: some Sequence<String>, commands: Set<String> = []) {
    self.commands = Set(commands.map { Array($0.utf8) })
    wanted = Set(words.map { Array($0.utf8) }).union(self.commands)
    longest = wanted.map(\.count).max() ?? 0
  }

  /// - Parameter atRoot: whether the path that begins with the word begins at the root of the file system.
  func look(_ text: [UInt8], as kind: Kind, _ found: (_ word: [UInt8], _ atRoot: Bool) -> Void) {
    guard longest > 0 else { return }
    text.withUnsafeBytes { text in
      var place = 0
      while place < text.count {
        let byte = text[place]
        if Self.isPart(byte) {
          var end = place + 1
          while end < text.count, Self.isPart(text[end]) { end += 1 }
          judge(text, place..<end, kind, found)
          place = end
        } else if isComment(text, place, kind) {
          while place < text.count, text[place] != 0x0a { place += 1 }
        } else if byte == 0x3a, place + 2 < text.count, text[place + 1] == 0x2f, text[place + 2] == 0x2f {
          // The path of an address is none of a file.
          while place < text.count, !text[place].isBlank, !Self.isQuote(text[place]) { place += 1 }
        } else {
          place += 1
        }
      }
    }
  }

  private func judge(
    _ text: UnsafeRawBufferPointer, _ range: Range<Int>, _ kind: Kind, _ found: ([UInt8], Bool) -> Void
  ) {
    let before = range.lowerBound > 0 ? text[range.lowerBound - 1] : 0x0a
    let after = range.upperBound < text.count ? text[range.upperBound] : 0x0a
    guard opens(before, kind) else { return }
    if closes(after, kind), range.count <= longest, case let word = Array(text[range]), wanted.contains(word) {
      let beyond = range.lowerBound > 1 ? text[range.lowerBound - 2] : 0x0a
      found(word, before == 0x2f && !Self.isPart(beyond) && beyond != 0x2f && beyond != 0x7d && beyond != 0x29)
    } else if Self.isQuote(before), after.isBlank, range.count <= longest, commands.contains(Array(text[range])) {
      found(Array(text[range]), false)
    } else if before != 0x2f, let dot = text[range].dropFirst().firstIndex(of: 0x2e), dot - range.lowerBound <= longest,
      dot + 1 < range.upperBound, case let word = Array(text[range.lowerBound..<dot]), wanted.contains(word)
    {
      // `scripts.seed`, a module.
      found(word, false)
    }
  }

  private func opens(_ byte: UInt8, _ kind: Kind) -> Bool {
    Self.isQuote(byte) || byte == 0x2f || kind.isScript && (byte.isBlank || byte == 0x3d || byte == 0x3a || byte == 0x28)
  }

  private func closes(_ byte: UInt8, _ kind: Kind) -> Bool {
    Self.isQuote(byte) || byte == 0x2f
      || kind.isScript && (byte.isBlank || byte == 0x3b || byte == 0x3a || byte == 0x29 || byte == 0x2c)
  }

  private func isComment(_ text: UnsafeRawBufferPointer, _ place: Int, _ kind: Kind) -> Bool {
    guard place == 0 || text[place - 1].isBlank else { return false }
    switch kind {
    case .script, .source(comment: 0x23): return text[place] == 0x23 && !(place == 0 && text.count > 1 && text[1] == 0x21)
    case .source: return text[place] == 0x2f && place + 1 < text.count && text[place + 1] == 0x2f
    }
  }

  private static func isQuote(_ byte: UInt8) -> Bool { byte == 0x22 || byte == 0x27 || byte == 0x60 }

  /// Letters, digits, bytes beyond ASCII, and the marks that names have.
  private static func isPart(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e, 0x5f, 0x80...0xff: true
    default: false
    }
  }
}

extension NamedWords.Kind {
  fileprivate var isScript: Bool { if case .script = self { true } else { false } }
}
