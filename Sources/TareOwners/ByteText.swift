/// Text as bytes, for the parsers of package databases: parts of a buffer are views of it, nothing is copied. Databases
/// are read as bytes since names in them need not be UTF-8.
extension UnsafeRawBufferPointer {
  /// The bytes in `range` as a buffer of their own; the range is cut to what there is.
  package func part(_ range: Range<Int>) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: self[range.clamped(to: 0..<count)])
  }

  package func from(_ offset: Int) -> UnsafeRawBufferPointer { offset < count ? part(Swift.max(0, offset)..<count) : part(0..<0) }
  package func upTo(_ offset: Int) -> UnsafeRawBufferPointer { offset > 0 ? part(0..<offset) : part(0..<0) }

  /// Without blanks, tabs and line ends on either side.
  package var trimmed: UnsafeRawBufferPointer {
    var (start, end) = (0, count)
    while start < end, self[start].isBlank { start += 1 }
    while end > start, self[end - 1].isBlank { end -= 1 }
    return part(start..<end)
  }

  /// Lines without their LF or CR LF. The last one need not end; nothing follows a final LF.
  package var lines: ByteParts { ByteParts(self, separator: 0x0a) }

  /// The parts between separators, empty ones included.
  package func parts(_ separator: UInt8) -> ByteParts { ByteParts(self, separator: separator) }

  /// Before and after the first `separator`; all and nil where there is none.
  package func cut(_ separator: UInt8) -> (head: UnsafeRawBufferPointer, tail: UnsafeRawBufferPointer?) {
    guard let index = firstIndex(of: separator) else { return (self, nil) }
    return (upTo(index), from(index + 1))
  }

  package func equals(_ text: StaticString) -> Bool {
    count == text.utf8CodeUnitCount && text.withUTF8Buffer { elementsEqual($0) }
  }

  /// For ASCII.
  package func equalsIgnoringCase(_ text: StaticString) -> Bool {
    count == text.utf8CodeUnitCount && text.withUTF8Buffer { elementsEqual($0) { $0.lowercased == $1.lowercased } }
  }

  package func hasPrefix(_ text: StaticString) -> Bool { upTo(text.utf8CodeUnitCount).equals(text) }
  package func hasSuffix(_ text: StaticString) -> Bool {
    count >= text.utf8CodeUnitCount && from(count - text.utf8CodeUnitCount).equals(text)
  }

  /// ASCII letters in lower case, other bytes as they are.
  package var lowercased: [UInt8] { map(\.lowercased) }

  /// What is not UTF-8 becomes U+FFFD: for names that are shown, not for paths.
  package var text: String { String(decoding: self, as: UTF8.self) }

  /// The bytes that hexadecimal digits stand for; nil unless there is an even number of digits and nothing else.
  package var hexDecoded: [UInt8]? {
    guard count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count / 2)
    for index in stride(from: 0, to: count, by: 2) {
      guard let high = self[index].hexDigit, let low = self[index + 1].hexDigit else { return nil }
      bytes.append(high << 4 | low)
    }
    return bytes
  }

  /// The bytes that base64 stands for, in either alphabet, padded or not; nil for anything else.
  package var base64Decoded: [UInt8]? {
    var digits = self
    while digits.last == 0x3d, count - digits.count < 2 { digits = digits.upTo(digits.count - 1) }
    guard digits.count % 4 != 1 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count * 3 / 4)
    var (bits, width): (UInt32, UInt32) = (0, 0)
    for byte in digits {
      guard let digit = byte.base64Digit else { return nil }
      bits = bits << 6 | UInt32(digit)
      width += 6
      guard width >= 8 else { continue }
      width -= 8
      bytes.append(UInt8(truncatingIfNeeded: bits >> width))
    }
    return bytes
  }
}

extension UInt8 {
  package var isBlank: Bool { self == 0x20 || (0x09...0x0d).contains(self) }
  package var lowercased: UInt8 { (0x41...0x5a).contains(self) ? self | 0x20 : self }

  package var hexDigit: UInt8? {
    switch self {
    case 0x30...0x39: self - 0x30
    case 0x41...0x46: self - 0x41 + 10
    case 0x61...0x66: self - 0x61 + 10
    default: nil
    }
  }

  /// `+` and `-` are 62, `/` and `_` are 63.
  package var base64Digit: UInt8? {
    switch self {
    case 0x41...0x5a: self - 0x41
    case 0x61...0x7a: self - 0x61 + 26
    case 0x30...0x39: self - 0x30 + 52
    case 0x2b, 0x2d: 62
    case 0x2f, 0x5f: 63
    default: nil
    }
  }
}

/// A buffer in parts between one separator.
package struct ByteParts: Sequence, IteratorProtocol {
  /// What was not given yet.
  package private(set) var rest: UnsafeRawBufferPointer
  private let separator: UInt8

  package init(_ bytes: UnsafeRawBufferPointer, separator: UInt8) {
    rest = bytes
    self.separator = separator
  }

  package mutating func next() -> UnsafeRawBufferPointer? {
    guard !rest.isEmpty else { return nil }
    let end = rest.firstIndex(of: separator) ?? rest.count
    let part = rest.upTo(end)
    rest = rest.from(end + 1)
    return separator == 0x0a && part.last == 0x0d ? part.upTo(part.count - 1) : part
  }
}

/// Paragraphs of fields as in RFC 822: `Name: value`, lines that begin with a blank go on, an empty line ends the
/// paragraph. Lines that are neither are passed over.
///
///     while fields.beginParagraph() { while let field = fields.next() { … } }
package struct FieldReader {
  package struct Field {
    package var name: UnsafeRawBufferPointer
    /// Trimmed at its ends; the lines that go on are in it with their line ends.
    package var value: UnsafeRawBufferPointer

    /// Whether the value begins on the line of the name.
    package var hasFirstLine: Bool {
      guard let start = name.baseAddress, let end = value.baseAddress else { return false }
      return !UnsafeRawBufferPointer(start: start, count: end - start).contains(0x0a)
    }
  }

  /// What follows the paragraph that was begun last, from where reading stands: a message's body after its fields.
  package var rest: UnsafeRawBufferPointer { lines.rest }
  private var lines: ByteParts

  package init(_ bytes: UnsafeRawBufferPointer) { lines = bytes.lines }

  /// Goes to the next line that is not empty; false at the end.
  package mutating func beginParagraph() -> Bool {
    var ahead = lines
    while let line = ahead.next() {
      if !line.isEmpty { return true }
      lines = ahead
    }
    return false
  }

  /// The next field of the paragraph; nil at its end.
  package mutating func next() -> Field? {
    while let line = lines.next(), !line.isEmpty {
      guard !line[0].isBlank, let colon = line.firstIndex(of: 0x3a), let base = line.baseAddress else { continue }
      let name = line.upTo(colon)
      var end = line
      var ahead = lines
      while let more = ahead.next(), more.first == 0x20 || more.first == 0x09 {
        (end, lines) = (more, ahead)
      }
      guard let last = end.baseAddress else { continue }
      let length = last - base + end.count
      let value = UnsafeRawBufferPointer(start: base, count: length).from(colon + 1)
      return Field(name: name, value: value.trimmed)
    }
    return nil
  }
}

extension UnsafeRawBufferPointer {
  package func contains(subsequence text: StaticString) -> Bool {
    let length = text.utf8CodeUnitCount
    var start = 0
    while start + length <= count, let found = self[start...(count - length)].firstIndex(of: text.utf8Start[0]) {
      if part(found..<found + length).equals(text) { return true }
      start = found + 1
    }
    return false
  }
}
