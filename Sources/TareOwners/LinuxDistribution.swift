/// The distribution that an image's base is, as its `os-release` has it.
///
/// Source: os-release(5).
public struct LinuxDistribution: Sendable, Hashable {
  /// Lower case, such as `debian`; `linux` where the file does not say.
  public var id: String
  /// nil for rolling distributions.
  public var versionID: String?
  /// For people, with its version: `Debian GNU/Linux 12 (bookworm)`.
  public var prettyName: String

  /// - Returns: nil for a file without one assignment of those that count.
  init?(osRelease: [UInt8]) {
    var values: [String: String] = [:]
    osRelease.withUnsafeBytes { bytes in
      for line in bytes.lines {
        let (key, value) = line.trimmed.cut(0x3d)
        if let value, key.first != 0x23 { values[key.text] = Self.unquoted(value) }
      }
    }
    func value(_ key: String) -> String? { values[key].flatMap { $0.isEmpty ? nil : $0 } }
    guard value("ID") ?? value("NAME") ?? value("PRETTY_NAME") != nil else { return nil }
    id = value("ID") ?? "linux"
    versionID = value("VERSION_ID")
    let version = (value("VERSION") ?? versionID).map { " " + $0 } ?? ""
    prettyName = value("PRETTY_NAME") ?? (value("NAME") ?? id) + version
  }

  /// A value as a shell takes it: parts in quotes and parts without, a backslash keeps the next byte as it is. It ends
  /// at a blank outside quotes.
  private static func unquoted(_ value: UnsafeRawBufferPointer) -> String {
    let (single, double, backslash): (UInt8, UInt8, UInt8) = (0x27, 0x22, 0x5c)
    var text: [UInt8] = []
    var quote: UInt8?
    var index = 0
    while index < value.count {
      let byte = value[index]
      index += 1
      if byte == quote {
        quote = nil
      } else if quote == nil, byte == single || byte == double {
        quote = byte
      } else if byte == backslash, quote != single, index < value.count {
        // In double quotes only these are escaped.
        if quote == double, !"$`\"\\".utf8.contains(value[index]) { text.append(byte) }
        text.append(value[index])
        index += 1
      } else if quote == nil, byte.isBlank {
        break
      } else {
        text.append(byte)
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
