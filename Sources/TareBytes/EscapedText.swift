/// Text from an image, made safe and unambiguous for people and for JSON.
public enum EscapedText {
  /// For a terminal or a document: what is not printable UTF-8 becomes `\xNN`, byte by byte, so that neither control
  /// sequences nor direction overrides reach the reader.
  public static func printable(_ bytes: some Sequence<UInt8>) -> String {
    escape(bytes) { !isUnprintable($0) }
  }

  public static func printable(_ text: String) -> String { printable(text.utf8) }

  /// For JSON: text as it is when it is UTF-8 (JSON has escapes of its own), and nil when it is not.
  public static func exact(_ bytes: some Collection<UInt8>) -> String? {
    String(validating: bytes, as: UTF8.self)
  }

  /// Bytes that are not UTF-8 as `\xNN`, the rest unchanged.
  public static func escapingInvalid(_ bytes: some Sequence<UInt8>) -> String { escape(bytes) { _ in true } }

  /// The bytes that `printable` was given, `\xNN` read back.
  public static func unescaped(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.first {
      if rest.starts(with: [0x5c, 0x78]),
        let value = UInt8(String(decoding: rest.dropFirst(2).prefix(2), as: UTF8.self), radix: 16), rest.count >= 4
      {
        bytes.append(value)
        rest = rest.dropFirst(4)
      } else {
        bytes.append(byte)
        rest = rest.dropFirst()
      }
    }
    return bytes
  }

  private static func escape(_ bytes: some Sequence<UInt8>, keep: (Unicode.Scalar) -> Bool) -> String {
    let bytes = Array(bytes)
    var text = ""
    var decoder = UTF8()
    var position = 0
    while position < bytes.count {
      // A fresh decoder per scalar: it may read ahead, and the position must stay exact.
      decoder = UTF8()
      var iterator = bytes[position...].makeIterator()
      if case .scalarValue(let scalar) = decoder.decode(&iterator), keep(scalar) {
        text.unicodeScalars.append(scalar)
        position += UTF8.width(scalar)
      } else if case .scalarValue(let scalar) = Self.scalar(at: position, in: bytes) {
        for byte in UTF8.encode(scalar)! { text += hexEscape(byte) }
        position += UTF8.width(scalar)
      } else {
        text += hexEscape(bytes[position])
        position += 1
      }
    }
    return text
  }

  private static func scalar(at position: Int, in bytes: [UInt8]) -> UnicodeDecodingResult {
    var decoder = UTF8()
    var iterator = bytes[position...].makeIterator()
    return decoder.decode(&iterator)
  }

  private static func hexEscape(_ byte: UInt8) -> String { "\\x" + Hex.encode(CollectionOfOne(byte)) }

  private static func isUnprintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: true
    default: false
    }
  }
}
