import TareBytes

/// Writes CSV as RFC 4180 has it: a comma between cells, CR LF behind each line, quotes where they are needed.
///
/// Cells of text are made safe twice. What is not printable is escaped as on a terminal, so that a line of the file is a
/// row. And a spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` for a formula, quoted or not, and runs it: such
/// text has an apostrophe before it, which spreadsheets take for "this is text". So has text that begins with an
/// apostrophe itself, so that taking one off gives the text back.
struct CSVWriter {
  private(set) var bytes: [UInt8] = []
  private var isLineStart = true

  init(columns: [String]) {
    for column in columns { raw(Array(column.utf8)) }
    endLine()
  }

  mutating func cell(_ text: String) { cell(Array(text.utf8)) }

  /// A name from the image.
  mutating func cell(_ text: [UInt8]) {
    let isPlain = text.allSatisfy { (0x20...0x7e).contains($0) }
    let printable = isPlain ? text : Array(EscapedText.printable(text).utf8)
    switch printable.first {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), UInt8(ascii: "'"):
      raw([UInt8(ascii: "'")] + printable)
    default: raw(printable)
    }
  }

  /// Empty for what is unknown.
  mutating func cell(_ number: Int?) { raw(number.map { Array(String($0).utf8) } ?? []) }

  mutating func cell(_ flag: Bool) { raw(Array((flag ? "true" : "false").utf8)) }

  private mutating func raw(_ text: [UInt8]) {
    if !isLineStart { bytes.append(UInt8(ascii: ",")) }
    isLineStart = false
    let quote = UInt8(ascii: "\"")
    let mustQuote = text.contains { $0 == quote || $0 == UInt8(ascii: ",") || $0 < 0x20 } || text.first == 0x20 || text.last == 0x20
    guard mustQuote else {
      bytes += text
      return
    }
    bytes.append(quote)
    for byte in text {
      if byte == quote { bytes.append(quote) }
      bytes.append(byte)
    }
    bytes.append(quote)
  }

  mutating func endLine() {
    bytes += [0x0d, 0x0a]
    isLineStart = true
  }
}
