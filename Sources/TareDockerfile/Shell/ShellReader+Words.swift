extension ShellReader {
  /// Where a word stands, which changes what ends it.
  enum Place {
    case plain
    /// After `=` of an assignment: no globs, no braces.
    case value
    /// In `[[ … ]]`: a parenthesis inside a word belongs to it.
    case pattern
    /// After `=~`: so do `|` and a parenthesis at its beginning.
    case regex
  }

  /// Parts in the making: literal bytes are collected until another part comes.
  struct WordParts {
    private(set) var parts: [Script.Word.Part] = []
    private var literal: [UInt8] = []
    private var hasLiteral = false

    mutating func append(_ byte: UInt8) {
      literal.append(byte)
      hasLiteral = true
    }

    mutating func append(_ bytes: some Sequence<UInt8>) {
      literal.append(contentsOf: bytes)
      hasLiteral = true
    }

    mutating func append(_ part: Script.Word.Part) {
      flush()
      parts.append(part)
    }

    mutating func finished() -> [Script.Word.Part] {
      flush()
      return parts
    }

    private mutating func flush() {
      guard hasLiteral else { return }
      parts.append(.literal(literal))
      literal = []
      hasLiteral = false
    }
  }

  /// The word at `position`; empty where none begins.
  mutating func word(_ place: Place = .plain) throws(Problem) -> Script.Word {
    let start = position
    var parts = WordParts()
    if byte() == 0x7e { home(&parts) }
    while position < end {
      let byte = bytes[position]
      if Self.endsWord(byte) {
        if isProcess, place != .pattern {
          try process(&parts)
        } else if byte == 0x28, place == .regex || (place == .pattern && position > start) {
          try parenthesis(&parts)
        } else if byte == 0x7c, place == .regex, self.byte(1) != 0x7c {
          parts.append(byte)
          position += 1
        } else {
          break
        }
      } else {
        try wordPart(byte, place, &parts)
      }
    }
    return Script.Word(range: start..<position, parts: parts.finished())
  }

  private mutating func wordPart(_ byte: UInt8, _ place: Place, _ parts: inout WordParts) throws(Problem) {
    switch byte {
    case 0x5c: escaped(&parts)
    case 0x27: try singleQuoted(&parts)
    case 0x22: try doubleQuoted(&parts)
    case 0x24: try dollar(&parts, isQuoted: false)
    case 0x60: try backticks(&parts, isQuoted: false)
    case 0x2a, 0x3f:
      if place == .value { parts.append(byte) } else { parts.append(.glob([byte])) }
      position += 1
    case 0x5b where place != .value: try bracket(&parts)
    case 0x7b where place == .plain: try braces(&parts)
    case 0x7e where place == .value && bytes[position - 1] == 0x3a: home(&parts)
    default:
      parts.append(byte)
      position += 1
    }
  }

  private mutating func escaped(_ parts: inout WordParts) {
    guard position + 1 < end else {
      parts.append(0x5c)
      position += 1
      return
    }
    if bytes[position + 1] != 0x0a { parts.append(bytes[position + 1]) }
    position += 2
  }

  private mutating func singleQuoted(_ parts: inout WordParts) throws(Problem) {
    let start = position + 1
    guard let close = bytes[start..<end].firstIndex(of: 0x27) else { throw Problem(offset: position, reason: .unclosed) }
    parts.append(bytes[start..<close])
    position = close + 1
  }

  private mutating func doubleQuoted(_ parts: inout WordParts) throws(Problem) {
    let start = position
    position += 1
    parts.append([])
    while position < end, bytes[position] != 0x22 { try quotedPart(&parts, inDocument: false) }
    guard position < end else { throw Problem(offset: start, reason: .unclosed) }
    position += 1
  }

  /// One step inside double quotes or a here-document.
  mutating func quotedPart(_ parts: inout WordParts, inDocument: Bool) throws(Problem) {
    switch bytes[position] {
    case 0x5c:
      switch byte(1) {
      case 0x0a where position + 1 < end: position += 2
      case 0x24, 0x60, 0x5c:
        parts.append(bytes[position + 1])
        position += 2
      case 0x22 where !inDocument:
        parts.append(0x22)
        position += 2
      default:
        parts.append(0x5c)
        position += 1
      }
    case 0x24: try dollar(&parts, isQuoted: true)
    case 0x60: try backticks(&parts, isQuoted: true)
    case let byte:
      parts.append(byte)
      position += 1
    }
  }

  // MARK: What only an unquoted byte means

  private mutating func home(_ parts: inout WordParts) {
    var index = position + 1
    while index < end, !Self.endsWord(bytes[index]), bytes[index] != 0x2f, bytes[index] != 0x3a {
      switch bytes[index] {
      case 0x22, 0x27, 0x24, 0x5c, 0x60, 0x2a, 0x3f, 0x5b, 0x7b:
        parts.append(0x7e)
        position += 1
        return
      default: index += 1
      }
    }
    parts.append(.home(Array(bytes[position + 1..<index])))
    position = index
  }

  /// How far a bracket or brace goes; a quote or a variable in it leaves it open, and then the word has no literal value.
  private enum Reach {
    case closed(Int)
    case undecided
    case never
  }

  private mutating func bracket(_ parts: inout WordParts) throws(Problem) {
    let open = position
    var index = open + 1
    if index < end, bytes[index] == 0x21 || bytes[index] == 0x5e { index += 1 }
    // As the first member, a closing bracket is one.
    if index < end, bytes[index] == 0x5d { index += 1 }
    var reach = Reach.never
    scan: while index < end, !Self.endsWord(bytes[index]) {
      switch bytes[index] {
      case 0x5d:
        reach = .closed(index + 1)
        break scan
      case 0x22, 0x27, 0x24, 0x5c, 0x60:
        reach = .undecided
        break scan
      default: index += 1
      }
    }
    try lookAhead(index - open)
    position += 1
    switch reach {
    case .closed(let end):
      parts.append(.glob(Array(bytes[open..<end])))
      position = end
    case .undecided: parts.append(.glob([0x5b]))
    case .never: parts.append(0x5b)
    }
  }

  /// `{a,b}` and `{1..9}`; `{}` and `{a}` are plain bytes.
  private mutating func braces(_ parts: inout WordParts) throws(Problem) {
    let open = position
    var (index, level, isList) = (open + 1, 1, false)
    var reach = Reach.never
    scan: while index < end, !Self.endsWord(bytes[index]) {
      switch bytes[index] {
      case 0x7b: level += 1
      case 0x7d:
        level -= 1
        if level == 0 {
          reach = .closed(index + 1)
          break scan
        }
      case 0x2c where level == 1: isList = true
      case 0x2e where level == 1 && bytes[index - 1] == 0x2e: isList = true
      case 0x22, 0x27, 0x24, 0x5c, 0x60:
        reach = .undecided
        break scan
      default: break
      }
      index += 1
    }
    try lookAhead(index - open)
    position += 1
    switch reach {
    case .closed(let end) where isList:
      position = end
      extensions.append(open..<end)
      parts.append(.braces(Array(bytes[open..<end])))
    case .undecided:
      extensions.append(open..<open + 1)
      parts.append(.braces([0x7b]))
    case .closed, .never: parts.append(0x7b)
    }
  }

  private mutating func process(_ parts: inout WordParts) throws(Problem) {
    let start = position
    position += 2
    let list = try nestedList()
    extensions.append(start..<position)
    parts.append(.process(list))
  }

  /// Up to the `)`.
  mutating func nestedList() throws(Problem) -> Script.List {
    let depthBefore = depth
    defer { depth = depthBefore }
    try deeper()
    let list = try list()
    try expect(")")
    return list
  }

  /// Parentheses inside a pattern or a regular expression, balanced, read as a glob.
  private mutating func parenthesis(_ parts: inout WordParts) throws(Problem) {
    let start = position
    var level = 0
    repeat {
      guard position < end else { throw Problem(offset: start, reason: .unclosed) }
      switch bytes[position] {
      case 0x28:
        level += 1
        parts.append(.glob([0x28]))
        position += 1
      case 0x29:
        level -= 1
        parts.append(.glob([0x29]))
        position += 1
      case 0x5c: escaped(&parts)
      case 0x27: try singleQuoted(&parts)
      case 0x22: try doubleQuoted(&parts)
      case 0x24: try dollar(&parts, isQuoted: false)
      case 0x60: try backticks(&parts, isQuoted: false)
      case let byte:
        parts.append(byte)
        position += 1
      }
    } while level > 0
  }
}
