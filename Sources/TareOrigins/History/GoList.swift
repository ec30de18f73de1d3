/// Lists as Go prints them, and as JSON writes them: `["a" "b"]`, `["a", "b"]`, `[a b]`.
enum GoList {
  /// The strings within the first brackets; nil where there are none.
  static func strings(_ text: ArraySlice<UInt8>) -> (strings: [[UInt8]], rest: ArraySlice<UInt8>)? {
    guard text.first == 0x5b else { return nil }
    var rest = text.dropFirst()
    var strings: [[UInt8]] = []
    while let byte = rest.first {
      if byte == 0x5d { return (strings, rest.dropFirst()) }
      if byte.isWhite || byte == 0x2c {
        rest = rest.dropFirst()
      } else if byte == 0x22 {
        guard let (string, after) = quoted(rest) else { return nil }
        strings.append(string)
        rest = after
      } else {
        let end = rest.firstIndex { $0.isWhite || $0 == 0x5d } ?? rest.endIndex
        strings.append(Array(rest[..<end]))
        rest = rest[end...]
      }
    }
    return nil
  }

  /// A string in double quotes, its escapes resolved.
  static func quoted(_ text: ArraySlice<UInt8>) -> (string: [UInt8], rest: ArraySlice<UInt8>)? {
    guard text.first == 0x22 else { return nil }
    var string: [UInt8] = []
    var index = text.startIndex + 1
    while index < text.endIndex {
      let byte = text[index]
      index += 1
      if byte == 0x22 { return (string, text[index...]) }
      guard byte == 0x5c, index < text.endIndex else {
        string.append(byte)
        continue
      }
      let escape = text[index]
      index += 1
      switch escape {
      case 0x6e: string.append(0x0a)
      case 0x74: string.append(0x09)
      case 0x72: string.append(0x0d)
      case 0x61: string.append(0x07)
      case 0x62: string.append(0x08)
      case 0x66: string.append(0x0c)
      case 0x76: string.append(0x0b)
      case 0x78: index = append(digits: 2, from: index, of: text, to: &string, isByte: true)
      case 0x75: index = append(digits: 4, from: index, of: text, to: &string, isByte: false)
      case 0x55: index = append(digits: 8, from: index, of: text, to: &string, isByte: false)
      default: string.append(escape)
      }
    }
    return nil
  }

  private static func append(
    digits: Int, from start: Int, of text: ArraySlice<UInt8>, to string: inout [UInt8], isByte: Bool
  ) -> Int {
    let end = min(start + digits, text.endIndex)
    guard let value = UInt32(String(decoding: text[start..<end], as: UTF8.self), radix: 16) else { return end }
    if isByte {
      string.append(UInt8(truncatingIfNeeded: value))
    } else if let scalar = Unicode.Scalar(value) {
      string += Array(String(Character(scalar)).utf8)
    }
    return end
  }

  /// As JSON.
  static func json(_ strings: [[UInt8]]) -> [UInt8] {
    var text: [UInt8] = [0x5b]
    for (index, string) in strings.enumerated() {
      if index > 0 { text += [0x2c, 0x20] }
      text.append(0x22)
      for byte in string {
        switch byte {
        case 0x22, 0x5c: text += [0x5c, byte]
        case 0x0a: text += [0x5c, 0x6e]
        case 0x09: text += [0x5c, 0x74]
        case 0x0d: text += [0x5c, 0x72]
        case 0..<0x20: text += Array("\\u00".utf8) + [Self.digit(byte >> 4), Self.digit(byte & 15)]
        default: text.append(byte)
        }
      }
      text.append(0x22)
    }
    return text + [0x5d]
  }

  private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }
}
