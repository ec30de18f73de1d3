/// The bytes with a meaning in a Dockerfile.
enum Mark {
  static let tab = UInt8(ascii: "\t")
  static let newline = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")
  static let space = UInt8(ascii: " ")
  static let hash = UInt8(ascii: "#")
  static let dash = UInt8(ascii: "-")
  static let equals = UInt8(ascii: "=")
  static let less = UInt8(ascii: "<")
  static let dollar = UInt8(ascii: "$")
  static let slash = UInt8(ascii: "/")
  static let backslash = UInt8(ascii: "\\")
  static let backtick = UInt8(ascii: "`")
  static let singleQuote = UInt8(ascii: "'")
  static let doubleQuote = UInt8(ascii: "\"")
  static let openBracket = UInt8(ascii: "[")
  static let closeBracket = UInt8(ascii: "]")
  static let openBrace = UInt8(ascii: "{")
  static let closeBrace = UInt8(ascii: "}")
  static let colon = UInt8(ascii: ":")
  static let comma = UInt8(ascii: ",")
  static let star = UInt8(ascii: "*")
  static let question = UInt8(ascii: "?")
  static let plus = UInt8(ascii: "+")
  static let percent = UInt8(ascii: "%")
  static let bang = UInt8(ascii: "!")

  static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
  static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7a).contains(byte | 0x20) }

  /// ASCII letters in lower case, all else as it is.
  static func lowered(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    bytes.map { (0x41...0x5a).contains($0) ? $0 | 0x20 : $0 }
  }
}
