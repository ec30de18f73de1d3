extension ShellReader {
  mutating func command() throws(Problem) -> Script.Command {
    skipBlanks()
    let start = position
    let depthBefore = depth
    defer { depth = depthBefore }
    if let kind = try compound() {
      let inner = position
      let redirections = try self.redirections()
      return Script.Command(range: start..<(redirections.last?.range.upperBound ?? inner), kind: kind, redirections: redirections)
    }
    return try simple()
  }

  /// Nil, at the same position, where no compound command begins.
  private mutating func compound() throws(Problem) -> Script.Command.Kind? {
    if byte() == 0x28 {
      try deeper()
      if let word = try arithmeticCommand() { return .arithmetic(word) }
      position += 1
      let list = try filledList()
      try expect(")")
      return .subshell(list)
    }
    guard let word = plainWord() else { return nil }
    let start = position
    switch String(decoding: word, as: UTF8.self) {
    case "{":
      try begin(word)
      let list = try filledList()
      try expectKeyword("}")
      return .group(list)
    case "if":
      try begin(word)
      return try branches()
    case "while":
      try begin(word)
      return .loop(Script.Loop(head: .while(try filledList()), body: try doBody()))
    case "until":
      try begin(word)
      return .loop(Script.Loop(head: .until(try filledList()), body: try doBody()))
    case "for", "select":
      try begin(word)
      return .loop(try each())
    case "case":
      try begin(word)
      return try choice()
    case "[[":
      try begin(word)
      return try test(start)
    case "function":
      try begin(word)
      extensions.append(start..<position)
      skipBlanks()
      return try function(name: try name())
    case "coproc": throw Problem(offset: position, reason: .unsupported)
    case "}", "do", "fi", "done", "then", "else", "elif", "esac": throw unexpected()
    default: return nil
    }
  }

  private mutating func begin(_ word: ArraySlice<UInt8>) throws(Problem) {
    position += word.count
    try deeper()
  }

  /// Most places want one command at least.
  private mutating func filledList() throws(Problem) -> Script.List {
    let list = try list()
    guard !list.elements.isEmpty else { throw unexpected() }
    return list
  }

  private mutating func doBody() throws(Problem) -> Script.List {
    try expectKeyword("do")
    let body = try filledList()
    try expectKeyword("done")
    return body
  }

  private mutating func branches() throws(Problem) -> Script.Command.Kind {
    var branches: [Script.Branch] = []
    var otherwise: Script.List?
    repeat {
      let condition = try filledList()
      try expectKeyword("then")
      branches.append(Script.Branch(condition: condition, body: try filledList()))
    } while takeKeyword("elif")
    if takeKeyword("else") { otherwise = try filledList() }
    try expectKeyword("fi")
    return .branches(branches, otherwise: otherwise)
  }

  private mutating func each() throws(Problem) -> Script.Loop {
    skipBlanks()
    if let word = try arithmeticCommand() {
      skipBlanks()
      _ = take(";")
      try skipLines()
      return Script.Loop(head: .counted(word), body: try doBody())
    }
    let name = try name()
    try skipLines()
    var words: [Script.Word]?
    if takeKeyword("in") {
      var list: [Script.Word] = []
      skipBlanks()
      while !Self.endsWord(byte()), !isAtEnd {
        list.append(try self.word())
        skipBlanks()
      }
      words = list
      guard isCaseEnd == false, byte() == 0x0a || byte() == 0x3b else { throw unexpected() }
    }
    if !isCaseEnd { _ = take(";") }
    try skipLines()
    let range = name
    return Script.Loop(head: .each(name: Array(bytes[range]), words: words), body: try doBody())
  }

  private mutating func name() throws(Problem) -> Range<Int> {
    let start = position
    while position < end, !Self.endsWord(bytes[position]) {
      switch bytes[position] {
      case 0x22, 0x27, 0x24, 0x5c, 0x60: throw unexpected()
      default: position += 1
      }
    }
    guard position > start else { throw unexpected() }
    return start..<position
  }

  private mutating func choice() throws(Problem) -> Script.Command.Kind {
    skipBlanks()
    let subject = try filledWord()
    try skipLines()
    try expectKeyword("in")
    try skipLines()
    var arms: [Script.Arm] = []
    while !takeKeyword("esac") {
      _ = take("(")
      var patterns: [Script.Word] = []
      repeat {
        skipBlanks()
        patterns.append(try filledWord())
        skipBlanks()
      } while take("|")
      try expect(")")
      arms.append(Script.Arm(patterns: patterns, body: try list()))
      if !take(";;&"), !take(";;"), !take(";&") {
        try expectKeyword("esac")
        break
      }
      try skipLines()
    }
    return .choice(subject, arms)
  }

  private mutating func filledWord() throws(Problem) -> Script.Word {
    guard !isAtEnd, !Self.endsWord(byte()) || isProcess else { throw unexpected() }
    return try word()
  }

  /// After the name: `()`, which `function` may leave out, and a compound command.
  private mutating func function(name: Range<Int>) throws(Problem) -> Script.Command.Kind {
    skipBlanks()
    if take("(") {
      skipBlanks()
      try expect(")")
    }
    try skipLines()
    let start = position
    let body = try command()
    if case .simple = body.kind { throw Problem(offset: start, reason: .unexpected) }
    return .function(name: name, body: body)
  }

  private mutating func test(_ start: Int) throws(Problem) -> Script.Command.Kind {
    var words: [Script.Word] = []
    while true {
      try skipLines()
      if takeKeyword("]]") { break }
      let begin = position
      var symbol = 1
      if isOperator("&&") != nil || isOperator("||") != nil {
        symbol = 2
      } else if byte() == 0x28 || byte() == 0x29 || byte() == 0x3c || byte() == 0x3e {
        symbol = 1
      } else if isAtEnd || Self.endsWord(byte()) {
        throw unexpected()
      } else {
        let isRegex = words.last?.literalValue == [0x3d, 0x7e]
        words.append(try word(isRegex ? .regex : .pattern))
        continue
      }
      position += symbol
      words.append(Script.Word(range: begin..<position, parts: [.literal(Array(bytes[begin..<position]))]))
    }
    guard !words.isEmpty else { throw unexpected() }
    extensions.append(start..<position)
    return .test(words)
  }

  // MARK: Simple commands

  private mutating func simple() throws(Problem) -> Script.Command {
    let start = position
    var last = position
    var assignments: [Script.Assignment] = []
    var words: [Script.Word] = []
    var redirections: [Script.Redirection] = []
    while true {
      skipBlanks()
      if let redirection = try redirection() {
        redirections.append(redirection)
      } else if isAtEnd || (Self.endsWord(byte()) && !isProcess) {
        guard byte() == 0x28, !isAtEnd else { break }
        // A parenthesis here makes a function of a single plain word, and is an error after anything else.
        guard words.count == 1, assignments.isEmpty, redirections.isEmpty, let name = plainName(words[0]) else {
          throw unexpected()
        }
        try deeper()
        let kind = try function(name: name)
        return Script.Command(range: start..<position, kind: kind, redirections: try self.redirections())
      } else if words.isEmpty || declares(words[0]), let assignment = try assignment(among: words.isEmpty) {
        if words.isEmpty { assignments.append(assignment) } else { words.append(Self.word(of: assignment)) }
      } else {
        words.append(try word())
      }
      last = position
    }
    guard last > start else { throw unexpected() }
    return Script.Command(
      range: start..<last, kind: .simple(Script.Simple(assignments: assignments, words: words)), redirections: redirections)
  }

  private func plainName(_ word: Script.Word) -> Range<Int>? {
    let text = bytes[word.range]
    return word.literalValue.map { text.elementsEqual($0) } == true ? word.range : nil
  }

  /// Builtins whose arguments may be lists: `declare -a NAME=(…)`.
  private func declares(_ word: Script.Word) -> Bool {
    switch String(decoding: bytes[word.range.prefix(9)], as: UTF8.self) {
    case "declare", "typeset", "local", "export", "readonly": true
    default: false
    }
  }

  private static func word(of assignment: Script.Assignment) -> Script.Word {
    Script.Word(range: assignment.range, parts: [.unread(assignment.range)])
  }

  /// `NAME=…`, `NAME+=…` or `NAME[…]=…`, else nil at the same position. As an argument only a list is one.
  private mutating func assignment(among isPrefix: Bool) throws(Problem) -> Script.Assignment? {
    let start = position
    var index = nameEnd(start)
    guard index > start else { return nil }
    let name = Array(bytes[start..<index])
    if index < end, bytes[index] == 0x5b {
      guard isPrefix else { return nil }
      let open = index
      while index < end, bytes[index] != 0x5d, !Self.endsWord(bytes[index]) { index += 1 }
      guard index < end, bytes[index] == 0x5d else { return nil }
      index += 1
      if index < end, bytes[index] == 0x3d || bytes[index] == 0x2b { extensions.append(open..<index) }
    }
    let appends = index + 1 < end && bytes[index] == 0x2b && bytes[index + 1] == 0x3d
    if appends { index += 1 }
    guard index < end, bytes[index] == 0x3d else { return nil }
    let isList = index + 1 < end && bytes[index + 1] == 0x28
    guard isPrefix || isList else { return nil }
    position = index + 1
    guard isList else {
      let value = try word(.value)
      return Script.Assignment(name: name, value: value, elements: [], appends: appends, range: start..<position)
    }
    position += 1
    var elements: [Script.Word] = []
    try skipLines()
    while byte() != 0x29 {
      elements.append(try filledWord())
      try skipLines()
    }
    position += 1
    extensions.append(start..<position)
    return Script.Assignment(name: name, value: nil, elements: elements, appends: appends, range: start..<position)
  }
}

extension Range<Int> {
  fileprivate func prefix(_ count: Int) -> Range<Int> { lowerBound..<Swift.min(upperBound, lowerBound + count) }
}
