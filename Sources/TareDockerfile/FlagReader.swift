/// The `--name=value` words at the head of an instruction's arguments.
struct FlagReader {
  let text: LogicalText
  let escape: UInt8
  private(set) var flags: [Instruction.Flag] = []

  init(text: LogicalText, escape: UInt8) {
    self.text = text
    self.escape = escape
  }

  /// Reads the flags within `range`; returns where the rest begins.
  mutating func read(_ range: Range<Int>) -> Int {
    let bytes = text.bytes
    var index = range.lowerBound
    while index < range.upperBound {
      if WhiteSpace.isLatin(bytes[index]) {
        index += 1
        continue
      }
      guard bytes[index] == Mark.dash, index + 1 < range.upperBound, bytes[index + 1] == Mark.dash else { return index }
      let start = index
      let word = word(from: &index, before: range.upperBound)
      if word == [Mark.dash, Mark.dash] { return index }
      add(word, at: start..<index)
    }
    return range.upperBound
  }

  /// A word, its quotes and escapes taken out.
  private func word(from index: inout Int, before end: Int) -> [UInt8] {
    let bytes = text.bytes
    var word: [UInt8] = []
    var quote: UInt8?
    while index < end {
      let byte = bytes[index]
      if quote == nil, WhiteSpace.isLatin(byte) { break }
      index += 1
      if byte == quote {
        quote = nil
      } else if quote == nil, byte == Mark.singleQuote || byte == Mark.doubleQuote {
        quote = byte
      } else if byte == escape {
        if index < end {
          word.append(bytes[index])
          index += 1
        }
      } else {
        word.append(byte)
      }
    }
    return word
  }

  private mutating func add(_ word: [UInt8], at range: Range<Int>) {
    let equals = word.firstIndex(of: Mark.equals)
    flags.append(
      Instruction.Flag(
        name: String(decoding: word[min(2, equals ?? word.count)..<(equals ?? word.count)], as: UTF8.self),
        value: equals.map { Array(word[($0 + 1)...]) }, range: text.source(of: range)))
  }
}
