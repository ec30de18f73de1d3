/// A validating reader of one JSON array. Nesting is kept in a list, not on the stack: it may be as deep as the text is long.
struct JSONArrayReader {
  let bytes: [UInt8]
  var position: Int
  let end: Int

  /// As deep as the builder's own reader goes; what is nested deeper is not JSON to it.
  private static let deepest = 10_000

  mutating func array() -> JSONStrings.Outcome {
    var strings: [(bytes: [UInt8], range: Range<Int>)] = []
    var stranger: Int?
    position += 1
    skipBlanks()
    if take(Mark.closeBracket) { return atEnd() ? .strings([]) : .notJSON }
    while true {
      skipBlanks()
      let start = position
      if peek() == Mark.doubleQuote {
        guard let string = string() else { return .notJSON }
        strings.append((string, start..<position))
      } else {
        guard value() else { return .notJSON }
        stranger = stranger ?? start
      }
      skipBlanks()
      if take(Mark.comma) { continue }
      guard take(Mark.closeBracket), atEnd() else { return .notJSON }
      if let stranger { return .notStrings(at: stranger) }
      return .strings(strings)
    }
  }

  /// Passes over any value; false where it is not JSON.
  private mutating func value() -> Bool {
    var open: [UInt8] = []
    while true {
      skipBlanks()
      guard let byte = peek() else { return false }
      if byte == Mark.openBracket || byte == Mark.openBrace {
        position += 1
        open.append(byte)
        // The array being read is one level itself.
        if open.count >= Self.deepest { return false }
        skipBlanks()
        if peek() != closing(byte) {
          if byte == Mark.openBrace, !key() { return false }
          continue
        }
      } else if !scalar() {
        return false
      }
      guard let more = closeAll(&open) else { return false }
      if !more { return true }
    }
  }

  /// After a value: closes what ends here. True where another value follows, false where the outermost is closed, nil where
  /// neither is so.
  private mutating func closeAll(_ open: inout [UInt8]) -> Bool? {
    while let innermost = open.last {
      skipBlanks()
      if take(closing(innermost)) {
        open.removeLast()
      } else {
        guard take(Mark.comma) else { return nil }
        return innermost == Mark.openBracket || key() ? true : nil
      }
    }
    return false
  }

  private func closing(_ byte: UInt8) -> UInt8 { byte == Mark.openBracket ? Mark.closeBracket : Mark.closeBrace }

  private mutating func key() -> Bool {
    skipBlanks()
    guard peek() == Mark.doubleQuote, string() != nil else { return false }
    skipBlanks()
    return take(Mark.colon)
  }

  private mutating func scalar() -> Bool {
    guard let byte = peek() else { return false }
    switch byte {
    case Mark.doubleQuote: return string() != nil
    case UInt8(ascii: "t"): return take("true")
    case UInt8(ascii: "f"): return take("false")
    case UInt8(ascii: "n"): return take("null")
    default: return number()
    }
  }

  private mutating func number() -> Bool {
    _ = take(Mark.dash)
    if !take(UInt8(ascii: "0")), digits() == 0 { return false }
    if take(UInt8(ascii: ".")), digits() == 0 { return false }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(Mark.plus) { _ = take(Mark.dash) }
      if digits() == 0 { return false }
    }
    return true
  }

  private mutating func digits() -> Int {
    let start = position
    while let byte = peek(), Mark.isDigit(byte) { position += 1 }
    return position - start
  }

  /// The string that begins here, decoded; bytes that are not UTF-8 stay as they are.
  private mutating func string() -> [UInt8]? {
    var decoded: [UInt8] = []
    position += 1
    while let byte = peek() {
      position += 1
      switch byte {
      case Mark.doubleQuote: return decoded
      case Mark.backslash: if !escape(into: &decoded) { return nil }
      case 0..<0x20: return nil
      default: decoded.append(byte)
      }
    }
    return nil
  }

  private mutating func escape(into decoded: inout [UInt8]) -> Bool {
    guard let byte = peek() else { return false }
    position += 1
    switch byte {
    case Mark.doubleQuote, Mark.backslash, Mark.slash: decoded.append(byte)
    case UInt8(ascii: "b"): decoded.append(0x08)
    case UInt8(ascii: "f"): decoded.append(0x0c)
    case UInt8(ascii: "n"): decoded.append(0x0a)
    case UInt8(ascii: "r"): decoded.append(0x0d)
    case UInt8(ascii: "t"): decoded.append(0x09)
    case UInt8(ascii: "u"):
      guard let unit = hexUnit() else { return false }
      decoded += Array(String(scalar(startingWith: unit)).utf8)
    default: return false
    }
    return true
  }

  private mutating func scalar(startingWith unit: UInt32) -> Unicode.Scalar {
    if let scalar = Unicode.Scalar(unit) { return scalar }
    let restart = position
    if unit < 0xdc00, take(Mark.backslash), take(UInt8(ascii: "u")), let low = hexUnit(), (0xdc00...0xdfff).contains(low),
      let scalar = Unicode.Scalar(0x10000 + (unit - 0xd800) << 10 + (low - 0xdc00))
    {
      return scalar
    }
    // Half a pair stands for no character.
    position = restart
    return "\u{FFFD}"
  }

  private mutating func hexUnit() -> UInt32? {
    guard end - position >= 4 else { return nil }
    var unit: UInt32 = 0
    for byte in bytes[position..<position + 4] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else { return nil }
      unit = unit << 4 | UInt32(digit)
    }
    position += 4
    return unit
  }

  private func peek() -> UInt8? { position < end ? bytes[position] : nil }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard peek() == byte else { return false }
    position += 1
    return true
  }

  private mutating func take(_ word: StaticString) -> Bool {
    let length = word.utf8CodeUnitCount
    guard end - position >= length else { return false }
    let matches = word.withUTF8Buffer { $0.elementsEqual(bytes[position..<position + length]) }
    if matches { position += length }
    return matches
  }

  private mutating func skipBlanks() {
    while let byte = peek(), byte == Mark.space || byte == Mark.tab || byte == Mark.newline || byte == Mark.carriageReturn {
      position += 1
    }
  }

  private mutating func atEnd() -> Bool {
    skipBlanks()
    return position == end
  }
}
