/// How alike two texts are, for lines that were edited after the build.
struct Likeness {
  /// Hashes of the words, in order of size.
  private let words: [UInt64]
  /// More words than this are not looked at: no line that a person wrote has them.
  private static let most = 4096

  init(_ text: [UInt8]) {
    var words: [UInt64] = []
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    var isInside = false
    for byte in text {
      // Paths, options and versions in their parts: an edit mostly changes one of them.
      if byte.isNameByte || byte == 0x2e {
        hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        isInside = true
      } else if isInside {
        words.append(hash)
        (hash, isInside) = (0xcbf2_9ce4_8422_2325, false)
        if words.count == Self.most { break }
      }
    }
    if isInside { words.append(hash) }
    self.words = words.sorted()
  }

  /// Words in common, of the words of both: 0 to 1.
  func share(with other: Likeness) -> Double {
    guard !words.isEmpty, !other.words.isEmpty else { return 0 }
    var (left, right, common) = (0, 0, 0)
    while left < words.count, right < other.words.count {
      if words[left] == other.words[right] {
        common += 1
        left += 1
        right += 1
      } else if words[left] < other.words[right] {
        left += 1
      } else {
        right += 1
      }
    }
    return Double(2 * common) / Double(words.count + other.words.count)
  }
}
