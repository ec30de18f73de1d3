import TareBytes

/// A line of a log that GitHub's runner takes for an annotation.
struct WorkflowCommand {
  enum Level: String, CaseIterable { case error, warning, notice }

  var level: Level
  /// Below the repository; nil where no file is meant.
  var file: String?
  var lines: ClosedRange<Int>?
  var title: String
  var message: String

  var text: String {
    var properties: [String] = []
    if let file { properties.append("file=\(Self.property(file))") }
    if let lines {
      properties.append("line=\(lines.lowerBound)")
      properties.append("endLine=\(lines.upperBound)")
    }
    properties.append("title=\(Self.property(title))")
    return "::\(level.rawValue) \(properties.joined(separator: ","))::\(Self.data(message))\n"
  }

  /// What stands behind the second `::`. The runner reads `%25`, `%0D` and `%0A` back.
  static func data(_ text: String) -> String { escaping("%\r\n", in: text) }

  /// What stands in a property, where a colon ends the command and a comma the property.
  static func property(_ text: String) -> String { escaping("%\r\n:,", in: text) }

  /// By bytes: to Swift, CR with LF is one character, and so is a colon with an accent.
  private static func escaping(_ special: String, in text: String) -> String {
    var result: [UInt8] = []
    for byte in text.utf8 {
      if special.utf8.contains(byte) {
        result += Array("%\(Hex.encode(CollectionOfOne(byte)).uppercased())".utf8)
      } else {
        result.append(byte)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// A line that is no command: neither `::` at its beginning nor, in the runner's older way, `##[` anywhere.
  static func inert(_ line: String) -> String {
    let bytes = Array(EscapedText.printable(line).utf8).replacing("##[".utf8, with: "# #[".utf8)
    let isCommand = bytes.drop { $0 == 0x20 }.starts(with: "::".utf8)
    return String(decoding: isCommand ? [0x5c] + bytes : bytes, as: UTF8.self)
  }
}
