/// A stretch of a file within a message: one line, harmless to a terminal, never longer than a glance.
enum Quotation {
  /// In bytes.
  private static let longest = 60

  static func of(_ bytes: some Collection<UInt8>) -> String {
    if bytes.isEmpty { return "nothing" }
    var text = "`"
    for scalar in String(decoding: bytes.prefix(longest), as: UTF8.self).unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .surrogate, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
        text.unicodeScalars.append("\u{FFFD}")
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + (bytes.count > longest ? "…`" : "`")
  }
}
