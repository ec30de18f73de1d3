import TareBytes

/// What a Python source asks to import, wherever it stands: at the top, in functions, in `try`, under conditions; and what
/// it names in literal strings.
///
/// Source: The Python Language Reference, "Lexical analysis" and "The import statement".
package struct PythonImports: Sendable, Equatable {
  package enum Kind: UInt8, Sendable {
    /// `import a.b`, `from a import b`.
    case statement
    /// `importlib.import_module("a.b")`, `__import__("a")`.
    case call
    /// A literal string that reads like a module's path (`"uvicorn.workers.UvicornWorker"`) or an address
    /// (`"postgresql://…"`): whether something imports it cannot be known.
    case literal
  }

  package struct Import: Sendable, Equatable {
    /// `a.b`; of an address its scheme with `://`. Empty for `from . import x`.
    package var module: [UInt8]
    /// The dots before the name of `from ..a import b`.
    package var level = 0
    /// What `from a import b, c` takes out of it: names in it, or modules of it. `*` for all.
    package var names: [[UInt8]] = []
    package var line: Int
    package var kind = Kind.statement
  }

  package private(set) var all: [Import] = []

  package init(_ source: [UInt8]) {
    var lexer = PythonLexer(source)
    while let found = lexer.next() { all.append(found) }
  }
}

/// Looks through a source for statements that import; nothing else of it is understood.
private struct PythonLexer {
  private let source: [UInt8]
  private var place = 0
  private var line = 1
  /// Of brackets: a line that ends inside them goes on.
  private var depth = 0
  /// Whether a statement may begin here.
  private var isStart = true
  /// The last name read, without what follows it.
  private var lastName: Range<Int> = 0..<0
  /// Several modules of one statement.
  private var waiting: [PythonImports.Import] = []

  private static let literalLimit = 256

  init(_ source: [UInt8]) { self.source = source }

  mutating func next() -> PythonImports.Import? {
    if !waiting.isEmpty { return waiting.removeFirst() }
    while place < source.count {
      let byte = source[place]
      switch byte {
      case 0x0a:
        newline()
        if depth == 0 { isStart = true }
      case 0x20, 0x09, 0x0d, 0x0c: place += 1
      case UInt8(ascii: "\\"): skipEscape()
      case UInt8(ascii: "#"): skipComment()
      case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
        depth += 1
        place += 1
        isStart = false
      case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
        depth = max(0, depth - 1)
        place += 1
        isStart = false
      case UInt8(ascii: ";"), UInt8(ascii: ":"):
        place += 1
        isStart = depth == 0
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        if let found = literal() { return found }
      case _ where byte.isNameStart:
        name()
        if !waiting.isEmpty { return waiting.removeFirst() }
      default:
        place += 1
        isStart = false
      }
    }
    return nil
  }

  // MARK: Pieces

  private mutating func newline() {
    line += 1
    place += 1
  }

  private mutating func skipComment() { while place < source.count, source[place] != 0x0a { place += 1 } }

  /// A backslash joins the next line.
  private mutating func skipEscape() {
    place += 1
    if place < source.count, source[place] == 0x0d { place += 1 }
    if place < source.count, source[place] == 0x0a { newline() }
  }

  /// Blanks, joined lines, and inside brackets comments and line ends too.
  private mutating func skipBlanks(inBrackets: Bool = false) {
    while place < source.count {
      switch source[place] {
      case 0x20, 0x09, 0x0d, 0x0c: place += 1
      case UInt8(ascii: "\\"): skipEscape()
      case UInt8(ascii: "#") where inBrackets: skipComment()
      case 0x0a where inBrackets: newline()
      default: return
      }
    }
  }

  private mutating func word() -> Range<Int> {
    let start = place
    while place < source.count, source[place].isNamePart { place += 1 }
    return start..<place
  }

  private func reads(_ range: Range<Int>, _ text: StaticString) -> Bool {
    range.count == text.utf8CodeUnitCount && text.withUTF8Buffer { source[range].elementsEqual($0) }
  }

  private mutating func name() {
    let name = word()
    // `import` stands nowhere but in a statement, so a bracket that was never closed does not hide it.
    let isStatement = isStart || depth > 0 && startsLine(name.lowerBound)
    if isStatement, reads(name, "import") {
      depth = 0
      importStatement()
    } else if isStart, reads(name, "from") {
      fromStatement()
    }
    isStart = false
    lastName = name
  }

  private func startsLine(_ offset: Int) -> Bool {
    var before = offset
    while before > 0, source[before - 1] == 0x20 || source[before - 1] == 0x09 { before -= 1 }
    return before == 0 || source[before - 1] == 0x0a
  }

  /// `a . b`, without the blanks.
  private mutating func dottedName(inBrackets: Bool = false) -> [UInt8] {
    var name: [UInt8] = []
    while true {
      skipBlanks(inBrackets: inBrackets)
      let part = word()
      if part.isEmpty { return name }
      name += source[part]
      skipBlanks(inBrackets: inBrackets)
      guard place < source.count, source[place] == 0x2e else { return name }
      name.append(0x2e)
      place += 1
    }
  }

  // MARK: Statements

  private mutating func importStatement() {
    repeat {
      let line = line
      let module = dottedName()
      if !module.isEmpty { waiting.append(PythonImports.Import(module: module, line: line)) }
      skipAlias()
    } while take(UInt8(ascii: ","))
  }

  private mutating func fromStatement() {
    let line = line
    var level = 0
    skipBlanks()
    while place < source.count, source[place] == 0x2e {
      level += 1
      place += 1
      skipBlanks()
    }
    // `from . import x`: the name that follows the dots may be the keyword itself.
    let saved = place
    var module: [UInt8] = []
    if !reads(word(), "import") {
      place = saved
      module = dottedName()
      skipBlanks()
      guard reads(word(), "import") else { return }
    }
    var found = PythonImports.Import(module: module, level: level, line: line)
    skipBlanks()
    if take(UInt8(ascii: "*")) {
      found.names = [[0x2a]]
    } else {
      let inBrackets = take(UInt8(ascii: "("))
      repeat {
        skipBlanks(inBrackets: inBrackets)
        let name = word()
        if name.isEmpty { break }
        found.names.append(Array(source[name]))
        skipAlias(inBrackets: inBrackets)
        skipBlanks(inBrackets: inBrackets)
      } while take(UInt8(ascii: ","))
    }
    if !module.isEmpty || level > 0 { waiting.append(found) }
  }

  private mutating func skipAlias(inBrackets: Bool = false) {
    skipBlanks(inBrackets: inBrackets)
    let (saved, savedLine) = (place, line)
    if reads(word(), "as") {
      skipBlanks(inBrackets: inBrackets)
      _ = word()
      skipBlanks(inBrackets: inBrackets)
    } else {
      (place, line) = (saved, savedLine)
    }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard place < source.count, source[place] == byte else { return false }
    place += 1
    return true
  }

  // MARK: Strings

  /// Passes over a string; what it holds counts where it is the argument of a call that imports, or reads like a module.
  private mutating func literal() -> PythonImports.Import? {
    let startLine = line
    let isArgument = isImportCall(before: place)
    let quote = source[place]
    let isTriple = place + 2 < source.count && source[place + 1] == quote && source[place + 2] == quote
    place += isTriple ? 3 : 1
    let start = place
    isStart = false
    while place < source.count {
      let byte = source[place]
      if byte == UInt8(ascii: "\\") {
        place += 1
        if place < source.count {
          if source[place] == 0x0a { line += 1 }
          place += 1
        }
      } else if byte == quote,
        !isTriple || place + 2 < source.count && source[place + 1] == quote && source[place + 2] == quote
      {
        let text = source[start..<place]
        place += isTriple ? 3 : 1
        return meaning(of: text, isArgument: isArgument, line: startLine)
      } else if byte == 0x0a {
        // A string that is not closed ends with its line.
        if !isTriple { return nil }
        newline()
      } else {
        place += 1
      }
    }
    return nil
  }

  /// Whether `import_module(` or `__import__(` stands before.
  private func isImportCall(before offset: Int) -> Bool {
    guard !lastName.isEmpty, offset - lastName.upperBound <= Self.literalLimit,
      reads(lastName, "import_module") || reads(lastName, "__import__")
    else { return false }
    let between = source[lastName.upperBound..<offset].filter { ![0x20, 0x09, 0x0a, 0x0d].contains($0) }
    return between == [UInt8(ascii: "(")]
  }

  private func meaning(of text: ArraySlice<UInt8>, isArgument: Bool, line: Int) -> PythonImports.Import? {
    guard !text.isEmpty, text.count <= Self.literalLimit else { return nil }
    if isArgument, text.isModulePath {
      let level = text.prefix { $0 == 0x2e }.count
      return PythonImports.Import(module: Array(text.dropFirst(level)), level: level, line: line, kind: .call)
    }
    if text.contains(0x2e), text.first != 0x2e, text.isModulePath {
      return PythonImports.Import(module: Array(text), line: line, kind: .literal)
    }
    let scheme = text.prefix { $0.isNamePart && $0 < 0x80 || $0 == 0x2b || $0 == 0x2d }
    if scheme.count >= 2, text.dropFirst(scheme.count).starts(with: "://".utf8) {
      return PythonImports.Import(module: Array(scheme + "://".utf8), line: line, kind: .literal)
    }
    return nil
  }
}

extension UInt8 {
  /// Letters beyond ASCII are names too.
  fileprivate var isNameStart: Bool { self == 0x5f || self >= 0x80 || (self | 0x20) >= 0x61 && (self | 0x20) <= 0x7a }
  fileprivate var isNamePart: Bool { isNameStart || self >= 0x30 && self <= 0x39 }
}

extension ArraySlice<UInt8> {
  /// Names with dots between them; dots before them too.
  fileprivate var isModulePath: Bool {
    var isPart = false
    for byte in drop(while: { $0 == 0x2e }) {
      if byte == 0x2e {
        guard isPart else { return false }
        isPart = false
      } else {
        guard isPart ? byte.isNamePart : byte.isNameStart else { return false }
        isPart = true
      }
    }
    return isPart
  }
}
