/// A JSON text read in its order, only as far as asked: of most files a few members are wanted, and one of an unexpected
/// kind must not cost the rest. Damage ends the reading: every call then answers as at the end of an object or array.
///
///     guard json.beginObject() else { … }
///     while let key = json.nextKey() { if key == "name" { name = json.string() } else { json.skip() } }
///
/// Source: RFC 8259.
package struct JSONScanner {
  private let bytes: UnsafeRawBufferPointer
  private var position = 0
  /// Where the last key begins, in bytes.
  private(set) var keyStart = 0

  package init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
    if bytes.count >= 3, bytes[0] == 0xef, bytes[1] == 0xbb, bytes[2] == 0xbf { position = 3 }
  }

  /// Enters an object; any other value is passed over.
  package mutating func beginObject() -> Bool { begin(0x7b) }

  /// Enters an array; any other value is passed over.
  package mutating func beginArray() -> Bool { begin(0x5b) }

  /// The next key of the object that was entered last, whose value must then be read or skipped; nil at its end.
  package mutating func nextKey() -> String? {
    passBlanks(andCommas: true)
    guard position < bytes.count else { return nil }
    if bytes[position] == 0x7d {
      position += 1
      return nil
    }
    guard bytes[position] == 0x22 else { return fail() }
    keyStart = position
    let key = text()
    passBlanks()
    guard position < bytes.count, bytes[position] == 0x3a else { return fail() }
    position += 1
    return key
  }

  /// Whether the array that was entered last has another value, which must then be read or skipped.
  package mutating func nextElement() -> Bool {
    passBlanks(andCommas: true)
    guard position < bytes.count else { return false }
    switch bytes[position] {
    case 0x5d:
      position += 1
      return false
    case 0x7d, 0x3a: return fail() ?? false
    default: return true
    }
  }

  /// The next value if it is a string.
  package mutating func string() -> String? {
    passBlanks()
    guard position < bytes.count, bytes[position] == 0x22 else {
      skip()
      return nil
    }
    return text()
  }

  /// The next value if it is true or false.
  package mutating func boolean() -> Bool? {
    let value = value()
    return value.equals("true") ? true : value.equals("false") ? false : nil
  }

  /// The next value as written, however deep.
  mutating func value() -> UnsafeRawBufferPointer {
    passBlanks()
    let start = position
    skip()
    return bytes.part(start..<position)
  }

  /// The strings in the next value if it is an array.
  package mutating func strings() -> [String] {
    var strings: [String] = []
    guard beginArray() else { return [] }
    while nextElement() { if let string = string() { strings.append(string) } }
    return strings
  }

  /// The keys of the next value if it is an object.
  package mutating func keys() -> [String] {
    var keys: [String] = []
    guard beginObject() else { return [] }
    while let key = nextKey() {
      keys.append(key)
      skip()
    }
    return keys
  }

  /// Passes over the next value, however deep.
  package mutating func skip() {
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

  private mutating func begin(_ bracket: UInt8) -> Bool {
    passBlanks()
    guard position < bytes.count, bytes[position] == bracket else {
      skip()
      return false
    }
    position += 1
    return true
  }

  private mutating func fail<Value>() -> Value? {
    position = bytes.count
    return nil
  }

  private mutating func passBlanks(andCommas commas: Bool = false) {
    while position < bytes.count, bytes[position].isBlank || commas && bytes[position] == 0x2c { position += 1 }
  }

  private static func endsLiteral(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x22, 0x2c, 0x3a, 0x5b, 0x5d, 0x7b, 0x7d: true
    default: byte.isBlank
    }
  }

  /// From an opening quote to behind the closing one; true where something between them is escaped.
  @discardableResult
  private mutating func passString() -> Bool {
    var isEscaped = false
    position += 1
    while position < bytes.count, bytes[position] != 0x22 {
      if bytes[position] == 0x5c {
        isEscaped = true
        position += 1
      }
      position += 1
    }
    position = min(position + 1, bytes.count)
    return isEscaped
  }

  private mutating func text() -> String {
    let start = position + 1
    let isEscaped = passString()
    let end = position > start && bytes[position - 1] == 0x22 ? position - 1 : position
    let raw = bytes.part(min(start, end)..<end)
    return isEscaped ? Self.unescape(raw) : raw.text
  }

  private static func unescape(_ raw: UnsafeRawBufferPointer) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(raw.count)
    var index = 0
    while index < raw.count {
      let byte = raw[index]
      index += 1
      guard byte == 0x5c, index < raw.count else {
        text.append(byte)
        continue
      }
      let escape = raw[index]
      index += 1
      switch escape {
      case 0x62: text.append(0x08)
      case 0x66: text.append(0x0c)
      case 0x6e: text.append(0x0a)
      case 0x72: text.append(0x0d)
      case 0x74: text.append(0x09)
      case 0x75: text += UTF8.encode(scalar(raw, &index)).map(Array.init) ?? []
      default: text.append(escape)
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The character that the digits behind `\u` stand for, two such escapes together where they are surrogates.
  private static func scalar(_ raw: UnsafeRawBufferPointer, _ index: inout Int) -> Unicode.Scalar {
    guard let unit = unit(raw, index) else { return "\u{fffd}" }
    index += 4
    if unit & 0xfc00 == 0xd800, raw.from(index).hasPrefix("\\u"), let low = self.unit(raw, index + 2), low & 0xfc00 == 0xdc00 {
      index += 6
      return Unicode.Scalar(0x10000 + (unit & 0x3ff) << 10 + low & 0x3ff) ?? "\u{fffd}"
    }
    return Unicode.Scalar(unit) ?? "\u{fffd}"
  }

  private static func unit(_ raw: UnsafeRawBufferPointer, _ index: Int) -> UInt32? {
    let digits = raw.part(min(index, raw.count)..<min(index + 4, raw.count))
    guard digits.count == 4, let bytes = digits.hexDecoded else { return nil }
    return UInt32(bytes[0]) << 8 | UInt32(bytes[1])
  }
}
