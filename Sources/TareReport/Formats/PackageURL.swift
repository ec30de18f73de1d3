/// A package URL in its canonical form.
///
/// Source: https://github.com/package-url/purl-spec.
struct PackageURL: Equatable, CustomStringConvertible {
  var type: String
  /// Parts between slashes.
  var namespace: [String] = []
  var name: String
  var version = ""
  var qualifiers: [String: String] = [:]

  var description: String {
    var text = "pkg:\(type)/"
    for part in namespace where !part.isEmpty { text += Self.encoded(part) + "/" }
    text += Self.encoded(name)
    if !version.isEmpty { text += "@" + Self.encoded(version) }
    let given = qualifiers.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }
    if !given.isEmpty { text += "?" + given.map { "\($0.key)=\(Self.encoded($0.value, keeping: 0x2f))" }.joined(separator: "&") }
    return text
  }

  /// All but letters, digits, `.`, `-`, `_`, `~` and the colon as `%XX`.
  private static func encoded(_ text: String, keeping other: UInt8? = nil) -> String {
    var encoded: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e, 0x3a, 0x5f, 0x7e, other: encoded.append(byte)
      default: encoded += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: encoded, as: UTF8.self)
  }

  private static let digits = Array("0123456789ABCDEF".utf8)
}
