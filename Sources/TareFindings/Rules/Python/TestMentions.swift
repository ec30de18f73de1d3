import TareBytes
import TareOwners

/// Finds the few sources of installed packages that may import tests: fast enough to look at all of them as they pass.
enum TestMentions {
  private static let needle = ByteNeedle("test")

  /// Whether a line of the text may import a module named `test`, `tests` or `_tests`: most sources need no closer look.
  static func areIn(_ text: UnsafeRawBufferPointer) -> Bool {
    var place = 0
    while let start = needle.firstIndex(in: text, from: place) {
      place = start + 4
      guard start == 0 || [0x2e, 0x20, 0x09, 0x5f, 0x28, 0x22, 0x27].contains(text[start - 1]) else { continue }
      var end = place
      if end < text.count, text[end] == 0x73 { end += 1 }
      guard end == text.count || !text[end].isNamePart else { continue }
      if isImport(text, start, end) { return true }
    }
    return false
  }

  /// Whether the line around a name has the word `import`, or the name stands in a list that goes on over lines.
  private static func isImport(_ text: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> Bool {
    let first = text[..<start].lastIndex(of: 0x0a).map { $0 + 1 } ?? 0
    let last = text[end...].firstIndex(of: 0x0a) ?? text.count
    if text.part(first..<last).contains(subsequence: "import") { return true }
    var next = end
    while next < last, text[next] == 0x20 { next += 1 }
    let closes = next == last || [0x2c, 0x29, 0x5c, 0x23, 0x0d].contains(text[next])
    return closes && text[first..<start].allSatisfy { $0.isNamePart || [0x20, 0x09, 0x2c, 0x28].contains($0) }
  }
}

extension UInt8 {
  fileprivate var isNamePart: Bool {
    switch self {
    case 0x30...0x39, 0x41...0x5a, 0x5f, 0x61...0x7a, 0x80...0xff: true
    default: false
    }
  }
}
