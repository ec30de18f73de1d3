/// White space as the builder counts it, which is as Unicode does; text is bytes here, and need not be UTF-8.
enum WhiteSpace {
  /// What separates words of an instruction: a narrower set than `isASCII`.
  static func separates(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || (0x0b...0x0d).contains(byte) }

  static func isASCII(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0d).contains(byte) }

  /// White space to a reader that takes each byte for a character, as the builder's readers of flags and health checks do.
  static func isLatin(_ byte: UInt8) -> Bool { isASCII(byte) || isLatinSpace(byte) }

  /// The length in bytes of the white space that begins at `index`, or 0.
  static func length(at index: Int, in bytes: [UInt8], before end: Int) -> Int {
    guard index < end else { return 0 }
    let first = bytes[index]
    if first < 0x80 { return isASCII(first) ? 1 : 0 }
    if first == 0xc2 { return index + 1 < end && isLatinSpace(bytes[index + 1]) ? 2 : 0 }
    guard first == 0xe1 || first == 0xe2 || first == 0xe3, index + 2 < end else { return 0 }
    return isWide(first, bytes[index + 1], bytes[index + 2]) ? 3 : 0
  }

  /// The length in bytes of the white space that ends just before `index`, or 0.
  static func length(endingAt index: Int, in bytes: [UInt8], after start: Int) -> Int {
    guard index > start else { return 0 }
    let last = bytes[index - 1]
    if last < 0x80 { return isASCII(last) ? 1 : 0 }
    if index - 2 >= start, bytes[index - 2] == 0xc2, isLatinSpace(last) { return 2 }
    if index - 3 >= start, isWide(bytes[index - 3], bytes[index - 2], last) { return 3 }
    return 0
  }

  static func trimmed(_ range: Range<Int>, in bytes: [UInt8]) -> Range<Int> {
    let start = trimmedStart(range, in: bytes)
    var end = range.upperBound
    while true {
      let space = length(endingAt: end, in: bytes, after: start)
      if space == 0 { break }
      end -= space
    }
    return start..<end
  }

  static func trimmedStart(_ range: Range<Int>, in bytes: [UInt8]) -> Int {
    var start = range.lowerBound
    while true {
      let space = length(at: start, in: bytes, before: range.upperBound)
      if space == 0 { break }
      start += space
    }
    return start
  }

  /// U+0085 and U+00A0, after a C2.
  private static func isLatinSpace(_ byte: UInt8) -> Bool { byte == 0x85 || byte == 0xa0 }

  private static func isWide(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Bool {
    switch (first, second) {
    case (0xe1, 0x9a): third == 0x80
    case (0xe2, 0x80): (0x80...0x8a).contains(third) || third == 0xa8 || third == 0xa9 || third == 0xaf
    case (0xe2, 0x81): third == 0x9f
    case (0xe3, 0x80): third == 0x80
    default: false
    }
  }
}
