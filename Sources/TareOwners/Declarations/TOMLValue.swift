/// A value in a TOML text, read as far as asked.
struct TOMLValue {
  /// The whole text.
  let bytes: UnsafeRawBufferPointer
  let range: Range<Int>
  /// Of its first byte, from 1.
  let line: Int

  /// As written.
  var written: UnsafeRawBufferPointer { bytes.part(range).trimmed }
  var isTrue: Bool { written.equals("true") }
  var isTable: Bool { written.first == 0x7b }
  var isArray: Bool { written.first == 0x5b }

  /// What a string says; nil for any other value.
  var string: String? { stringBytes.map { String(decoding: $0, as: UTF8.self) } }

  var stringBytes: [UInt8]? {
    var text = bytes.part(range)
    guard let quote = text.first, quote == 0x22 || quote == 0x27 else { return nil }
    var width = 1
    if text.count >= 6, text[1] == quote, text[2] == quote {
      width = 3
      text = text.from(3)
      if text.hasPrefix("\r\n") { text = text.from(2) } else if text.first == 0x0a { text = text.from(1) }
    } else {
      text = text.from(1)
    }
    while width > 0, text.last == quote {
      text = text.upTo(text.count - 1)
      width -= 1
    }
    return quote == 0x22 && text.contains(0x5c) ? Self.unescaped(text) : Array(text)
  }

  private static func unescaped(_ text: UnsafeRawBufferPointer) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    var index = 0
    while index < text.count {
      let byte = text[index]
      index += 1
      guard byte == 0x5c, index < text.count else {
        result.append(byte)
        continue
      }
      let escape = text[index]
      index += 1
      switch escape {
      case 0x62: result.append(0x08)
      case 0x65: result.append(0x1b)
      case 0x66: result.append(0x0c)
      case 0x6e: result.append(0x0a)
      case 0x72: result.append(0x0d)
      case 0x74: result.append(0x09)
      case 0x75, 0x55, 0x78:
        let digits = text.part(min(index, text.count)..<min(index + (escape == 0x75 ? 4 : escape == 0x55 ? 8 : 2), text.count))
        index += digits.count
        let scalar = digits.hexDecoded.map { $0.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } }.flatMap(Unicode.Scalar.init)
        result += UTF8.encode(scalar ?? "\u{fffd}").map(Array.init) ?? []
      case 0x0a, 0x0d, 0x20, 0x09:
        // The line goes on behind the next one's blanks.
        while index < text.count, text[index].isBlank { index += 1 }
      default: result.append(escape)
      }
    }
    return result
  }

  /// Of an array; none for any other value.
  var elements: Elements { Elements(self) }

  struct Elements: Sequence, IteratorProtocol {
    private var cursor: TOMLCursor
    private let end: Int

    fileprivate init(_ array: TOMLValue) {
      end = array.isArray ? array.range.upperBound : array.range.lowerBound
      cursor = TOMLCursor(bytes: array.bytes.upTo(end), position: array.range.lowerBound, line: array.line)
      cursor.position += 1
    }

    mutating func next() -> TOMLValue? {
      cursor.passSpace(andCommas: true)
      guard !cursor.isAtEnd, cursor.current != 0x5d else { return nil }
      let start = cursor.position
      let value = cursor.passValue()
      if cursor.position == start { cursor.position += 1 }
      return value
    }
  }

  /// Of an inline table; none for any other value.
  var members: Members { Members(self) }

  struct Members: Sequence, IteratorProtocol {
    private var cursor: TOMLCursor

    fileprivate init(_ table: TOMLValue) {
      let end = table.isTable ? table.range.upperBound : table.range.lowerBound
      cursor = TOMLCursor(bytes: table.bytes.upTo(end), position: table.range.lowerBound, line: table.line)
      cursor.position += 1
    }

    mutating func next() -> (key: [String], value: TOMLValue)? {
      cursor.passSpace(andCommas: true)
      guard !cursor.isAtEnd, let key = cursor.key(), cursor.current == 0x3d else { return nil }
      cursor.position += 1
      cursor.passSpace()
      return (key, cursor.passValue())
    }
  }
}
