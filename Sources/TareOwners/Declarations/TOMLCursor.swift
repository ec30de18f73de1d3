/// A place in a TOML text, with its line. Nothing here is checked beyond what is needed to find the next part: a damaged
/// text gives what can be told apart.
///
/// Source: https://toml.io/en/v1.0.0.
struct TOMLCursor {
  let bytes: UnsafeRawBufferPointer
  var position: Int
  /// From 1.
  var line: Int

  var isAtEnd: Bool { position >= bytes.count }
  /// Zero at the end.
  var current: UInt8 { position < bytes.count ? bytes[position] : 0 }

  mutating func passBlanks() {
    while current == 0x20 || current == 0x09 { position += 1 }
  }

  /// Line ends and comments too, and commas where values stand in a row.
  mutating func passSpace(andCommas commas: Bool = false) {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0d: position += 1
      case 0x0a:
        line += 1
        position += 1
      case 0x2c where commas: position += 1
      case 0x23: passLine()
      default: return
      }
    }
  }

  /// To the line's end, not behind it.
  mutating func passLine() {
    while position < bytes.count, bytes[position] != 0x0a { position += 1 }
  }

  /// A bare or quoted key with its dots; nil where there is none, or one with too many parts to be of use.
  mutating func key() -> [String]? {
    var parts: [String] = []
    var isTooLong = false
    while true {
      passBlanks()
      let start = position
      let part: String
      if current == 0x22 || current == 0x27 {
        passString()
        part = TOMLValue(bytes: bytes, range: start..<position, line: line).string ?? ""
      } else {
        while Self.isBare(current) { position += 1 }
        guard position > start else { return nil }
        part = bytes.part(start..<position).text
      }
      if parts.count < 8 { parts.append(part) } else { isTooLong = true }
      passBlanks()
      guard current == 0x2e else { return isTooLong ? nil : parts }
      position += 1
    }
  }

  private static func isBare(_ byte: UInt8) -> Bool { byte.isAlphanumeric || byte == 0x2d || byte == 0x5f }

  /// Passes over one value, however deep.
  mutating func passValue() -> TOMLValue {
    let (start, first) = (position, line)
    var depth = 0
    repeat {
      switch current {
      case 0x22, 0x27: passString()
      case 0x5b, 0x7b:
        depth += 1
        position += 1
      case 0x5d, 0x7d:
        guard depth > 0 else { break }
        depth -= 1
        position += 1
      case 0x2c, 0x3d, 0x2e:
        // Only between values: passed over, or never left.
        position += 1
      default: passBare()
      }
      if depth > 0 { passSpace() }
    } while depth > 0 && position < bytes.count
    return TOMLValue(bytes: bytes, range: start..<position, line: first)
  }

  /// A number, a date, a boolean or a bare key.
  private mutating func passBare() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x09, 0x0a, 0x0d, 0x20, 0x22, 0x23, 0x27, 0x2c, 0x3d, 0x5b, 0x5d, 0x7b, 0x7d: return
      default: position += 1
      }
    }
  }

  /// A string of one line ends with the line where it is not closed.
  private mutating func passString() {
    let quote = current
    let escapes = quote == 0x22
    if position + 2 < bytes.count, bytes[position + 1] == quote, bytes[position + 2] == quote {
      position += 3
      passLongString(quote, escapes: escapes)
      return
    }
    position += 1
    while position < bytes.count {
      switch bytes[position] {
      case quote:
        position += 1
        return
      case 0x0a: return
      case 0x5c where escapes: position = min(position + 2, bytes.count)
      default: position += 1
      }
    }
  }

  private mutating func passLongString(_ quote: UInt8, escapes: Bool) {
    var run = 0
    while position < bytes.count {
      let byte = bytes[position]
      // Two quotes more may stand before the closing three.
      if run >= 3, byte != quote || run == 5 { return }
      position += 1
      run = byte == quote ? run + 1 : 0
      if byte == 0x0a { line += 1 }
      if byte == 0x5c, escapes, current != 0x0a { position = min(position + 1, bytes.count) }
    }
  }
}
