/// Recursive descent over the bytes of a script. `position` never goes back but for the bounded look-ahead of `((`.
struct ShellReader {
  typealias Script = ShellScript
  typealias Problem = ShellScript.Problem

  let bytes: [UInt8]
  /// Where the text ends that is being read: all of it, or the inside of backticks or of a here-document.
  var end: Int
  var position = 0
  var depth = 0
  var problem: Problem?
  var documents: [Script.HereDocument] = []
  /// Here-documents whose lines follow the next new line.
  var awaited: [(index: Int, delimiter: [UInt8])] = []
  var extensions: [Range<Int>] = []
  /// Bytes that look-aheads may still visit; keeps the time linear.
  var lookahead: Int

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    end = bytes.count
    lookahead = bytes.count * (Script.maximumDepth + 1)
  }

  mutating func script() -> Script.List {
    guard bytes.count <= Script.maximumLength else {
      problem = Problem(offset: Script.maximumLength, reason: .limit)
      return Script.List(elements: [unread(from: 0, .first, 0..<0)], range: 0..<bytes.count)
    }
    return topList()
  }

  // MARK: Bytes

  /// 0 past the end, which no operator matches.
  func byte(_ offset: Int = 0) -> UInt8 {
    let index = position + offset
    return index < end ? bytes[index] : 0
  }

  var isAtEnd: Bool { position >= end }

  func unexpected() -> Problem { Problem(offset: position, reason: isAtEnd ? .unclosed : .unexpected) }

  /// Pays for a look at `count` bytes ahead.
  mutating func lookAhead(_ count: Int) throws(Problem) {
    lookahead -= count
    if lookahead < 0 { throw Problem(offset: position, reason: .limit) }
  }

  /// Blanks, joined lines and a comment, up to the end of the line.
  mutating func skipBlanks() {
    while position < end {
      switch bytes[position] {
      case 0x20, 0x09: position += 1
      case 0x5c where byte(1) == 0x0a: position += 2
      case 0x23:
        while position < end, bytes[position] != 0x0a { position += 1 }
      default: return
      }
    }
  }

  /// Blanks and new lines, with the here-documents that follow them.
  mutating func skipLines() throws(Problem) {
    skipBlanks()
    while byte() == 0x0a, !isAtEnd {
      newLine()
      skipBlanks()
    }
  }

  /// The operator at `position`, over joined lines: its bytes and where it ends.
  func isOperator(_ text: StaticString) -> Int? {
    var index = position
    for offset in 0..<text.utf8CodeUnitCount {
      while offset > 0, index + 1 < end, bytes[index] == 0x5c, bytes[index + 1] == 0x0a { index += 2 }
      guard index < end, bytes[index] == text.utf8Start[offset] else { return nil }
      index += 1
    }
    return index
  }

  mutating func take(_ text: StaticString) -> Bool {
    guard let next = isOperator(text) else { return false }
    position = next
    return true
  }

  mutating func expect(_ text: StaticString) throws(Problem) {
    guard take(text) else { throw unexpected() }
  }

  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0a }

  /// Ends a word where it stands unquoted: blank, new line, `;`, `&`, `|`, `<`, `>`, `(`, `)`.
  static func endsWord(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x20, 0x09, 0x0a, 0x3b, 0x26, 0x7c, 0x3c, 0x3e, 0x28, 0x29: true
    default: false
    }
  }

  static func startsName(_ byte: UInt8) -> Bool { (0x61...0x7a).contains(byte | 0x20) || byte == 0x5f }
  static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
  static func continuesName(_ byte: UInt8) -> Bool { startsName(byte) || isDigit(byte) }

  /// The end of the name that begins at `index`; `index` itself where there is none.
  func nameEnd(_ index: Int) -> Int {
    guard index < end, Self.startsName(bytes[index]) else { return index }
    var index = index
    while index < end, Self.continuesName(bytes[index]) { index += 1 }
    return index
  }

  // MARK: Keywords

  /// The plain word at `position`, if it is one of at most ten bytes; keywords are.
  func plainWord() -> ArraySlice<UInt8>? {
    var index = position
    while index < end, !Self.endsWord(bytes[index]) {
      switch bytes[index] {
      case 0x22, 0x27, 0x24, 0x5c, 0x60: return nil
      default: index += 1
      }
      if index - position > 10 { return nil }
    }
    return index > position ? bytes[position..<index] : nil
  }

  func isKeyword(_ text: StaticString) -> Bool {
    guard let word = plainWord(), word.count == text.utf8CodeUnitCount else { return false }
    return text.withUTF8Buffer { word.elementsEqual($0) }
  }

  mutating func takeKeyword(_ text: StaticString) -> Bool {
    guard isKeyword(text) else { return false }
    position += text.utf8CodeUnitCount
    return true
  }

  mutating func expectKeyword(_ text: StaticString) throws(Problem) {
    guard takeKeyword(text) else { throw unexpected() }
  }

  mutating func deeper() throws(Problem) {
    depth += 1
    if depth > Script.maximumDepth { throw Problem(offset: position, reason: .limit) }
  }
}
