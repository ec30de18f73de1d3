/// The builder's own idea of shell words: quotes, escapes, variables and their operators; and the splitting into words.
///
/// Source: moby/buildkit, frontend/dockerfile/shell/lex.go.
struct WordLexer {
  typealias Lookup = (_ name: [UInt8]) -> [UInt8]?

  struct Word {
    var bytes: [UInt8]
    /// In the text that was read, quotes included.
    var range: Range<Int>
  }

  /// Operators within operators; the builder has no limit, the stack does.
  private static let deepest = 100
  /// Bytes that variables may bring into one text: ten times what Linux hands to a process as one variable.
  private static let longest = 1 << 20

  let source: [UInt8]
  let end: Int
  let escape: UInt8
  /// Leave quotes in the result.
  let rawQuotes: Bool
  /// False where quotes are text like any other.
  let readsQuotes: Bool
  /// Leave a variable that is not set as it is written.
  let keepsUnset: Bool
  /// Leave escapes in the result.
  var rawEscapes: Bool
  var position: Int

  private(set) var words: [Word] = []
  private var word: [UInt8] = []
  private var wordRange: Range<Int>?
  private var splits = false
  private var depth = 0
  private var substituted = 0

  init(
    _ source: [UInt8], escape: UInt8 = Mark.backslash, rawQuotes: Bool = false, rawEscapes: Bool = false,
    keepsUnset: Bool = false, readsQuotes: Bool = true
  ) {
    self.source = source
    self.escape = escape
    self.rawQuotes = rawQuotes
    self.rawEscapes = rawEscapes
    self.keepsUnset = keepsUnset
    self.readsQuotes = readsQuotes
    position = 0
    end = source.count
  }

  /// The whole text, expanded.
  mutating func expanded(_ lookup: Lookup) throws(SubstitutionError) -> [UInt8] {
    try text(upTo: nil, lookup)
  }

  /// The words of the expanded text: white space splits it, that of unquoted variables too.
  mutating func split(_ lookup: Lookup) throws(SubstitutionError) -> [Word] {
    splits = true
    _ = try text(upTo: nil, lookup)
    finishWord()
    return words
  }

  func peek() -> UInt8? { position < end ? source[position] : nil }

  /// Up to `stop`, which is passed over, or to the end.
  mutating func text(upTo stop: UInt8?, _ lookup: Lookup) throws(SubstitutionError) -> [UInt8] {
    guard depth < Self.deepest else { throw .tooDeep }
    depth += 1
    defer { depth -= 1 }
    let splitsHere = splits && depth == 1
    var result: [UInt8] = []
    while let byte = peek() {
      let start = position
      switch byte {
      case stop:
        position += 1
        return result
      case Mark.dollar:
        let value = try dollar(lookup)
        result += value
        if splitsHere { addSplitting(value, at: start) }
      case Mark.singleQuote where readsQuotes, Mark.doubleQuote where readsQuotes:
        let quoted = byte == Mark.singleQuote ? try singleQuoted() : try doubleQuoted(lookup)
        result += quoted
        if splitsHere { addWhole(quoted, at: start) }
      case Mark.less:
        let marker = heredocMarker()
        result += marker
        if splitsHere { addWhole(marker, at: start) }
      case escape:
        position += 1
        var kept: [UInt8] = rawEscapes ? [byte] : []
        if let next = peek() {
          position += 1
          kept.append(next)
        }
        result += kept
        if splitsHere, !kept.isEmpty { addWhole(kept, at: start) }
      default:
        let space = WhiteSpace.length(at: position, in: source, before: end)
        let length = max(space, 1)
        result += source[position..<position + length]
        position += length
        if splitsHere {
          if space > 0 { finishWord() } else { addWhole(CollectionOfOne(byte), at: start) }
        }
      }
    }
    if let stop { throw .unfinished(stop) }
    return result
  }

  // MARK: - Words

  private mutating func addWhole(_ bytes: some Collection<UInt8>, at start: Int) {
    word += bytes
    wordRange = (wordRange?.lowerBound ?? start)..<position
  }

  private mutating func addSplitting(_ bytes: [UInt8], at start: Int) {
    var index = 0
    while index < bytes.count {
      let space = WhiteSpace.length(at: index, in: bytes, before: bytes.count)
      if space > 0 { finishWord() } else { addWhole(CollectionOfOne(bytes[index]), at: start) }
      index += max(space, 1)
    }
  }

  /// An empty word is none, not even in quotes.
  private mutating func finishWord() {
    guard let range = wordRange, !word.isEmpty else { return }
    words.append(Word(bytes: word, range: range))
    word = []
    wordRange = nil
  }

  // MARK: - Quotes

  private mutating func singleQuoted() throws(SubstitutionError) -> [UInt8] {
    let start = position
    position += 1
    while let byte = peek() {
      position += 1
      if byte == Mark.singleQuote {
        return Array(rawQuotes ? source[start..<position] : source[start + 1..<position - 1])
      }
    }
    throw .unfinished(Mark.singleQuote)
  }

  private mutating func doubleQuoted(_ lookup: Lookup) throws(SubstitutionError) -> [UInt8] {
    position += 1
    var result: [UInt8] = rawQuotes ? [Mark.doubleQuote] : []
    while let byte = peek() {
      switch byte {
      case Mark.doubleQuote:
        position += 1
        if rawQuotes { result.append(byte) }
        return result
      case Mark.dollar: result += try dollar(lookup)
      case escape:
        position += 1
        if rawEscapes { result.append(byte) }
        switch peek() {
        case nil: continue
        case Mark.doubleQuote, Mark.dollar, escape:
          result.append(source[position])
          position += 1
        default: result.append(byte)
        }
      default:
        result.append(byte)
        position += 1
      }
    }
    throw .unfinished(Mark.doubleQuote)
  }

  /// `<<` and the blanks after it, which do not end the word.
  private mutating func heredocMarker() -> [UInt8] {
    let start = position
    position += 1
    guard peek() == Mark.less else { return [Mark.less] }
    position += 1
    while let byte = peek(), byte == Mark.tab || byte == Mark.carriageReturn || byte == Mark.space { position += 1 }
    return Array(source[start..<position])
  }

  // MARK: - Variables

  private mutating func dollar(_ lookup: Lookup) throws(SubstitutionError) -> [UInt8] {
    let start = position
    position += 1
    if peek() == Mark.openBrace {
      position += 1
      return try braces(from: start, lookup)
    }
    let name = name()
    if name.isEmpty { return [Mark.dollar] }
    return try value(of: name, lookup) ?? (keepsUnset ? Array(source[start..<position]) : [])
  }

  mutating func value(of name: [UInt8], _ lookup: Lookup) throws(SubstitutionError) -> [UInt8]? {
    guard let value = lookup(name) else { return nil }
    try count(value.count)
    return value
  }

  /// Counts bytes that did not stand in the text.
  mutating func count(_ bytes: Int) throws(SubstitutionError) {
    guard bytes <= Self.longest - substituted else { throw .tooLong }
    substituted += bytes
  }

  /// A name, a number, or one of the shell's special parameters, none of which is ever set here.
  mutating func name() -> [UInt8] {
    let start = position
    guard let first = peek() else { return [] }
    if isDigit(at: position) > 0 {
      while isDigit(at: position) > 0 { position += isDigit(at: position) }
    } else if Self.isSpecialParameter(first) {
      position += 1
    } else {
      while true {
        let length = isNamePart(at: position)
        if length == 0 { break }
        position += length
      }
    }
    return Array(source[start..<position])
  }

  private static func isSpecialParameter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "@"), Mark.star, Mark.hash, Mark.question, Mark.dash, Mark.dollar, Mark.bang: true
    default: false
    }
  }

  /// The length of the digit that begins at `index`, or 0.
  private func isDigit(at index: Int) -> Int {
    guard index < end else { return 0 }
    if source[index] < 0x80 { return Mark.isDigit(source[index]) ? 1 : 0 }
    guard let scalar = scalar(at: index), scalar.properties.generalCategory == .decimalNumber else { return 0 }
    return UTF8.width(scalar)
  }

  private func isNamePart(at index: Int) -> Int {
    guard index < end else { return 0 }
    let byte = source[index]
    if byte < 0x80 { return Mark.isLetter(byte) || Mark.isDigit(byte) || byte == UInt8(ascii: "_") ? 1 : 0 }
    guard let scalar = scalar(at: index) else { return 0 }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber:
      return UTF8.width(scalar)
    default: return 0
    }
  }

  private func scalar(at index: Int) -> Unicode.Scalar? {
    var decoder = UTF8()
    var iterator = source[index..<min(index + 4, end)].makeIterator()
    guard case .scalarValue(let scalar) = decoder.decode(&iterator) else { return nil }
    return scalar
  }
}
