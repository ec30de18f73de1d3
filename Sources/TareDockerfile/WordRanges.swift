/// The ways in which instructions split their arguments. Quotes and escapes stay where they are.
enum WordRanges {
  /// By blanks alone.
  static func separated(_ bytes: [UInt8], _ range: Range<Int>) -> [Range<Int>] {
    var words: [Range<Int>] = []
    var start = range.lowerBound
    while start < range.upperBound {
      while start < range.upperBound, WhiteSpace.separates(bytes[start]) { start += 1 }
      var end = start
      while end < range.upperBound, !WhiteSpace.separates(bytes[end]) { end += 1 }
      if end > start { words.append(start..<end) }
      start = end
    }
    return words
  }

  /// By white space outside quotes and not escaped. An escape at the very end belongs to no word.
  static func quoted(_ bytes: [UInt8], _ range: Range<Int>, escape: UInt8) -> [Range<Int>] {
    var words: [Range<Int>] = []
    var start: Int?
    var quote: UInt8?
    var index = range.lowerBound
    while index < range.upperBound {
      let byte = bytes[index]
      if byte == escape, quote != Mark.singleQuote {
        if index + 1 == range.upperBound {
          if let start, start < index { words.append(start..<index) }
          return words
        }
        start = start ?? index
        index += 2
        continue
      }
      if let open = quote {
        if byte == open { quote = nil }
        index += 1
        continue
      }
      let space = WhiteSpace.length(at: index, in: bytes, before: range.upperBound)
      if space > 0 {
        if let word = start { words.append(word..<index) }
        start = nil
        index += space
        continue
      }
      start = start ?? index
      if byte == Mark.singleQuote || byte == Mark.doubleQuote { quote = byte }
      index += 1
    }
    if let start { words.append(start..<range.upperBound) }
    return words
  }
}
