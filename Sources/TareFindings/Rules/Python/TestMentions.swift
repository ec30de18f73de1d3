import TareOwners

/// Finds the few sources of installed packages that may import tests: fast enough to look at all of them as they pass.
enum TestMentions {
  /// Whether a line of the text may import a module named `test`, `tests` or `_tests`: most sources need no closer look.
  static func areIn(_ text: UnsafeRawBufferPointer) -> Bool {
    var place = 0
    while let start = nextTest(in: text, from: place) {
      place = start + 4
      guard start == 0 || [0x2e, 0x20, 0x09, 0x5f, 0x28, 0x22, 0x27].contains(text[start - 1]) else { continue }
      var end = place
      if end < text.count, text[end] == 0x73 { end += 1 }
      guard end == text.count || !text[end].isNamePart else { continue }
      if isImport(text, start, end) { return true }
    }
    return false
  }

  /// Where `test` begins next. Two of its letters tell most blocks of 16 bytes apart that cannot hold its beginning.
  private static func nextTest(in text: UnsafeRawBufferPointer, from start: Int) -> Int? {
    let (letter, second) = (SIMD16<UInt8>(repeating: 0x65), SIMD16<UInt8>(repeating: 0x73))
    var place = start
    while place + 19 <= text.count {
      let block =
        (text.loadUnaligned(fromByteOffset: place + 1, as: SIMD16<UInt8>.self) ^ letter)
        | (text.loadUnaligned(fromByteOffset: place + 2, as: SIMD16<UInt8>.self) ^ second)
      // A byte that is zero borrows from its top bit.
      let words = unsafeBitCast(block, to: SIMD2<UInt64>.self)
      let borrowed = (words &- SIMD2(repeating: 0x0101_0101_0101_0101)) & ~words & SIMD2(repeating: 0x8080_8080_8080_8080)
      if borrowed[0] | borrowed[1] != 0 {
        for offset in 0..<16 where block[offset] == 0 && text[place + offset] == 0x74 && text[place + offset + 3] == 0x74 {
          return place + offset
        }
      }
      place += 16
    }
    while place + 4 <= text.count {
      if text[place] == 0x74, text[place + 1] == 0x65, text[place + 2] == 0x73, text[place + 3] == 0x74 { return place }
      place += 1
    }
    return nil
  }

  /// Whether the line around a name has the word `import`, or the name stands in a list that goes on over lines.
  private static func isImport(_ text: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> Bool {
    let first = text[..<start].lastIndex(of: 0x0a).map { $0 + 1 } ?? 0
    let last = text[end...].firstIndex(of: 0x0a) ?? text.count
    if text[first..<last].contains(subsequence: "import") { return true }
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
