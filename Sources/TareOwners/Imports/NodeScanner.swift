/// One pass over a JavaScript or TypeScript source. What looks ahead goes over blanks, comments and one string only, so
/// that the time is linear.
struct NodeScanner {
  /// What the last token means for the next one.
  private enum Token {
    /// An operator: an expression follows.
    case operation
    /// The end or the beginning of a statement: an expression or a block follows.
    case statement
    /// A literal or a closing bracket: an operator follows.
    case value
    case word
  }

  private enum Bracket {
    case parenthesis
    /// Of `if (…)` and its like.
    case condition
    case block
    /// An object's.
    case object
    /// `${` in a template.
    case template
  }

  private var text: NodeText
  private var found: [NodeImport] = []

  private var last = Token.statement
  /// Of the last word; what `last` is `word` for.
  private var word = 0..<0
  private var brackets: [Bracket] = []

  /// Between `import` or `export` and a `from` that may follow, what such a statement would be.
  private var clause: NodeImport.Kind?
  /// Up to where no slash begins a regular expression, since one before it had no end on its line.
  private var noExpression = 0

  private var line = 1
  private var counted = 0

  init(_ source: UnsafeRawBufferPointer) { text = NodeText(source) }

  mutating func scan() -> [NodeImport] {
    if text.bytes.hasPrefix("\u{feff}") { text.position = 3 }
    if text.byte(0) == 0x23, text.byte(1) == 0x21 { text.passLine() }
    NodeText.classes.withUnsafeBufferPointer { classes in
      while text.position < text.bytes.count {
        switch classes[Int(text.bytes[text.position])] {
        case .blank: text.position += 1
        case .word: passWord(classes)
        case .quote: passString()
        case .slash: passSlash()
        case .bracket: passBracket()
        case .other: passOperator()
        }
      }
    }
    return found
  }

  // MARK: Words

  private mutating func passWord(_ classes: UnsafeBufferPointer<NodeText.Class>) {
    let bytes = text.bytes
    let start = text.position
    var end = start + 1
    while end < bytes.count, classes[Int(bytes[end])] == .word { end += 1 }
    text.position = end
    word = start..<end
    last = .word
    // Seven letters: require, resolve; six: import, export; four: from.
    switch end - start {
    case 7 where bytes[start] == 0x72: wordOfSeven()
    case 6 where bytes[start + 1] == 0x6d && bytes.part(word).equals("import") && !isMember: passImport()
    case 6 where bytes[start + 1] == 0x78 && bytes.part(word).equals("export") && !isMember: begin(.import)
    case 4 where clause != nil && bytes.part(word).equals("from"):
      if let kind = clause, let literal = text.literal(at: text.passingSpace(end)) {
        add(literal, kind)
        clause = nil
      }
    default: break
    }
  }

  /// Whether the last word stands behind a dot, but not behind a spread's three.
  private var isMember: Bool {
    let start = word.lowerBound
    guard start > 0, text.bytes[start - 1] == 0x2e else { return false }
    return start < 2 || text.bytes[start - 2] != 0x2e
  }

  private mutating func wordOfSeven() {
    let name = text.bytes.part(word)
    if name.equals("require") {
      if !isMember || isMember(of: "module") { call(.require) }
    } else if name.equals("resolve"), isMember(of: "require") || isMember(of: "import.meta") {
      call(.resolve)
    }
  }

  private func isMember(of object: StaticString) -> Bool {
    let dot = word.lowerBound - 1
    let start = dot - object.utf8CodeUnitCount
    guard start >= 0, text.bytes[dot] == 0x2e, text.bytes.part(start..<dot).equals(object) else { return false }
    return start == 0 || text.bytes[start - 1] != 0x2e && NodeText.classes[Int(text.bytes[start - 1])] != .word
  }

  private mutating func passImport() {
    let next = text.passingSpace(text.position)
    switch text.at(next) {
    case 0x28: call(.dynamic)
    case 0x22, 0x27: if let literal = text.literal(at: next) { add(literal, .import) }
    case 0x2e: break
    default: begin(.import)
    }
  }

  /// A statement that may end in `from "x"`; `type` behind its keyword is one of TypeScript's if a name or a list follows.
  private mutating func begin(_ kind: NodeImport.Kind) {
    clause = kind
    let next = text.passingSpace(text.position)
    guard text.bytes.part(next..<max(next, min(next + 4, text.bytes.count))).equals("type"), !text.isWord(next + 4) else { return }
    let after = text.passingSpace(next + 4)
    switch text.at(after) {
    case 0x7b, 0x2a: clause = .type
    default:
      let isFrom = text.bytes.part(after..<max(after, min(after + 4, text.bytes.count))).equals("from") && !text.isWord(after + 4)
      if text.isWord(after), !isFrom { clause = .type }
    }
  }

  /// If the word is called with one literal, or a literal and options.
  private mutating func call(_ kind: NodeImport.Kind) {
    let open = text.passingSpace(text.position)
    guard text.at(open) == 0x28, let literal = text.literal(at: text.passingSpace(open + 1)) else { return }
    let next = text.at(text.passingSpace(literal.upperBound + 1))
    if next == 0x29 || next == 0x2c { add(literal, kind) }
  }

  /// What holds an escape is left out: no module that is installed has such a name.
  private mutating func add(_ literal: Range<Int>, _ kind: NodeImport.Kind) {
    let specifier = text.bytes.part(literal)
    guard !specifier.isEmpty, !specifier.contains(0x5c) else { return }
    for index in counted..<max(counted, literal.lowerBound) where text.bytes[index] == 0x0a { line += 1 }
    counted = max(counted, literal.lowerBound)
    found.append(NodeImport(specifier: specifier.text, kind: kind, line: line))
  }

  // MARK: Literals

  private mutating func passString() {
    let quote = text.bytes[text.position]
    if quote == 0x60 {
      text.position += 1
      passTemplate()
      return
    }
    if let end = text.endOfString(at: text.position) { text.position = end }
    text.position += 1
    last = .value
  }

  /// From behind a backtick, or the brace that closes a part of the program in it, to the next one or its end.
  private mutating func passTemplate() {
    let bytes = text.bytes
    var index = text.position
    clause = nil
    last = .value
    while index < bytes.count {
      switch bytes[index] {
      case 0x60:
        text.position = index + 1
        return
      case 0x24 where index + 1 < bytes.count && bytes[index + 1] == 0x7b:
        text.position = index + 2
        brackets.append(.template)
        last = .operation
        return
      case 0x5c: index += 2
      default: index += 1
      }
    }
    text.position = bytes.count
  }

  private mutating func passSlash() {
    switch text.byte(1) {
    case 0x2f: text.passLine()
    case 0x2a: text.passComment()
    default:
      clause = nil
      if mayBeginExpression, text.position >= noExpression {
        if let end = text.endOfExpression(at: text.position) {
          text.position = end + 1
          last = .value
          return
        }
        noExpression = text.endOfLine(text.position)
      }
      text.position += 1
      last = .operation
    }
  }

  private var mayBeginExpression: Bool {
    switch last {
    case .operation, .statement: true
    case .value: false
    case .word: isOperatorWord
    }
  }

  // MARK: Operators

  /// Whether the last word is one that an expression follows.
  private var isOperatorWord: Bool { (2...10).contains(word.count) && isOneOf(Self.operatorWords) && !isMember }

  private static let operatorWords: [StaticString] = [
    "return", "typeof", "instanceof", "in", "of", "new", "delete", "void", "throw", "case", "do", "else", "yield", "await",
    "default", "extends",
  ]
  private static let conditionWords: [StaticString] = ["if", "while", "for", "with"]
  private static let blockWords: [StaticString] = ["else", "do"]

  private func isOneOf(_ words: [StaticString]) -> Bool {
    let word = text.bytes.part(word)
    return words.contains { word.equals($0) }
  }

  private mutating func passBracket() {
    let byte = text.bytes[text.position]
    text.position += 1
    switch byte {
    case 0x28:
      brackets.append(last == .word && isOneOf(Self.conditionWords) && !isMember ? .condition : .parenthesis)
      last = .operation
      clause = nil
    case 0x29:
      last = .value
      clause = nil
      // One that does not close the last bracket is a mistake of the text, or in reading it.
      guard let open = brackets.last, open == .parenthesis || open == .condition else { return }
      brackets.removeLast()
      if open == .condition { last = .statement }
    case 0x5b:
      last = .operation
      clause = nil
    case 0x5d:
      last = .value
      clause = nil
    case 0x7b:
      let isObject = last == .operation || last == .word && isOperatorWord && !isOneOf(Self.blockWords)
      brackets.append(isObject ? .object : .block)
      last = isObject ? .operation : .statement
    default: closeBrace()
    }
  }

  private mutating func closeBrace() {
    last = .statement
    while let open = brackets.popLast() {
      switch open {
      case .block: return
      case .object:
        last = .value
        return
      case .template:
        passTemplate()
        return
      case .parenthesis, .condition: continue
      }
    }
  }

  private mutating func passOperator() {
    let byte = text.bytes[text.position]
    let next = text.byte(1)
    text.position += 1
    // Both may stand among the names of a clause.
    if byte != 0x2c && byte != 0x2a { clause = nil }
    switch byte {
    case 0x3b: last = .statement
    case 0x3d where next == 0x3e:
      text.position += 1
      last = .statement
    case 0x2b where next == byte, 0x2d where next == byte:
      // Behind a value it is a part of that.
      text.position += 1
      last = mayBeginExpression ? .operation : .value
    // TypeScript's, which says that a value is there.
    case 0x21 where next != 0x3d && !mayBeginExpression: last = .value
    case 0x2e where next == byte:
      text.position += text.byte(1) == byte ? 2 : 1
      last = .operation
    // A number may end in it.
    case 0x2e: last = .value
    case 0x3c where next == 0x2f:
      // An element of JSX is closed.
      text.position += 1
      last = .operation
    default: last = .operation
    }
  }
}
