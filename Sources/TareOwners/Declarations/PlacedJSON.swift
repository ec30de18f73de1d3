/// A JSON text read in its order, as `JSONScanner` reads it, with the line of every key.
///
/// Source: RFC 8259.
struct PlacedJSON {
  struct Key {
    var text: String
    /// From 1.
    var line: Int
  }

  private let bytes: UnsafeRawBufferPointer
  private var position = 0
  private var line = 1

  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
    if bytes.hasPrefix("\u{feff}") { position = 3 }
  }

  /// Enters an object; any other value is passed over.
  mutating func beginObject() -> Bool { begin(0x7b) }

  /// Enters an array; any other value is passed over.
  mutating func beginArray() -> Bool { begin(0x5b) }

  /// The next key of the object that was entered last, whose value must then be read or skipped; nil at its end.
  mutating func nextKey() -> Key? {
    passBlanks(andCommas: true)
    guard current == 0x22 else {
      // What is no key ends the reading, but for the object's own end.
      position = current == 0x7d ? position + 1 : bytes.count
      return nil
    }
    let (start, first) = (position, line)
    passString()
    let key = bytes.part(start..<position)
    passBlanks()
    guard current == 0x3a else {
      position = bytes.count
      return nil
    }
    position += 1
    var scanner = JSONScanner(key)
    return Key(text: scanner.string() ?? "", line: first)
  }

  /// The next value if it is a string.
  mutating func string() -> String? {
    var scanner = JSONScanner(value())
    return scanner.string()
  }

  /// The next value if it is true.
  mutating func isTrue() -> Bool { value().equals("true") }

  /// The next value as written, however deep.
  mutating func value() -> UnsafeRawBufferPointer {
    passBlanks()
    let start = position
    skip()
    return bytes.part(start..<position)
  }

  mutating func skip() {
    var depth = 0
    repeat {
      passBlanks()
      guard position < bytes.count else { return }
      switch bytes[position] {
      case 0x22: passString()
      case 0x7b, 0x5b:
        depth += 1
        position += 1
      case 0x7d, 0x5d:
        guard depth > 0 else { return }
        depth -= 1
        position += 1
      case 0x2c, 0x3a:
        guard depth > 0 else { return }
        position += 1
      default:
        while position < bytes.count, !Self.endsLiteral(bytes[position]) { position += 1 }
      }
    } while depth > 0
  }

  private var current: UInt8 { position < bytes.count ? bytes[position] : 0 }

  private mutating func begin(_ bracket: UInt8) -> Bool {
    passBlanks()
    guard current == bracket else {
      skip()
      return false
    }
    position += 1
    return true
  }

  private mutating func passBlanks(andCommas commas: Bool = false) {
    while position < bytes.count, bytes[position].isBlank || commas && bytes[position] == 0x2c {
      if bytes[position] == 0x0a { line += 1 }
      position += 1
    }
  }

  private static func endsLiteral(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x22, 0x2c, 0x3a, 0x5b, 0x5d, 0x7b, 0x7d: true
    default: byte.isBlank
    }
  }

  private mutating func passString() {
    position += 1
    while position < bytes.count, bytes[position] != 0x22 {
      if bytes[position] == 0x0a { line += 1 }
      position += bytes[position] == 0x5c ? 2 : 1
    }
    position = min(position + 1, bytes.count)
  }
}
