/// `<<EOF`, `3<<-'EOF'`: a word that announces lines to come.
struct HeredocMarker {
  let name: [UInt8]
  let expands: Bool
  let stripsTabs: Bool
  let descriptor: Int
  /// In the logical line.
  var range: Range<Int>

  /// Those of an instruction's line, in order; none where its quotes or braces are left open.
  static func all(in line: [UInt8]) throws(SubstitutionError) -> [HeredocMarker] {
    // The backslash escapes here even where a directive names another byte.
    var lexer = WordLexer(line, rawQuotes: true, rawEscapes: true, keepsUnset: true)
    guard let words = try? lexer.split({ _ in nil }) else { return [] }
    var markers: [HeredocMarker] = []
    for word in words {
      guard var marker = try HeredocMarker(word.bytes) else { continue }
      marker.range = word.range
      markers.append(marker)
    }
    return markers
  }

  /// Nil where the word is none.
  init?(_ word: [UInt8]) throws(SubstitutionError) {
    var index = word.firstIndex { !Mark.isDigit($0) } ?? word.count
    let digits = word[..<index]
    guard word[index...].starts(with: [Mark.less, Mark.less]) else { return nil }
    index += 2
    stripsTabs = index < word.count && word[index] == Mark.dash
    if stripsTabs { index += 1 }
    while index < word.count, WhiteSpace.isASCII(word[index]), word[index] != 0x0b { index += 1 }
    let rest = Array(word[index...])
    guard !rest.isEmpty, !rest.contains(Mark.less) else { return nil }

    // Read without quotes and with them: where the numbers of quotes differ, part of the name was quoted.
    var lexer = WordLexer(rest, keepsUnset: true)
    let plain = try lexer.split { _ in nil }
    guard plain.count == 1 else { return nil }
    var rawLexer = WordLexer(rest, rawQuotes: true, keepsUnset: true)
    let raw = try rawLexer.split { _ in nil }
    guard raw.count == 1 else { return nil }
    name = plain[0].bytes
    expands = Self.quotes(in: plain[0].bytes) == Self.quotes(in: raw[0].bytes)
    descriptor = digits.isEmpty ? 0 : Int(String(decoding: digits, as: UTF8.self)) ?? Int.max
    range = 0..<word.count
  }

  private static func quotes(in bytes: [UInt8]) -> Int {
    bytes.count { $0 == Mark.singleQuote || $0 == Mark.doubleQuote }
  }

  /// Without the tabs at the beginning of each line.
  static func stripTabs(_ content: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(content.count)
    var atStart = true
    for byte in content where !(atStart && byte == Mark.tab) {
      result.append(byte)
      atStart = byte == Mark.newline
    }
    return result
  }
}

extension LogicalText {
  /// A quick look before the words are read.
  var mayHoldHeredocs: Bool {
    bytes.withUnsafeBufferPointer { bytes in
      bytes.indices.dropLast().contains { bytes[$0] == Mark.less && bytes[$0 + 1] == Mark.less }
    }
  }
}
