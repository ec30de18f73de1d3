/// Reads the words of one command: what wraps it, its tool, and its options by the tool's grammar.
struct InvocationReader {
  /// A word, with the bytes at its beginning that are known.
  struct Token {
    let word: ShellScript.Word
    /// All of it, where known.
    let value: [UInt8]?
    let head: [UInt8]

    var text: String? { value.map { String(decoding: $0, as: UTF8.self) } }
  }

  let tokens: [Token]
  let range: Range<Int>
  var index = 0
  var environment: [[UInt8]: [UInt8]?] = [:]
  var wrappers: [String] = []
  var readsOperands = false

  init(_ step: ShellScript.Step, _ variables: ([UInt8]) -> [UInt8]?) {
    tokens = step.words.map { word in
      let value = word.value(expanding: variables)
      var head: [UInt8] = []
      if value == nil, case .literal(let bytes)? = word.parts.first { head = bytes }
      return Token(word: word, value: value, head: value ?? head)
    }
    range = step.range
    for assignment in step.assignments {
      environment.updateValue(assignment.value?.value(expanding: variables), forKey: assignment.name)
    }
  }

  mutating func read() -> Invocation? {
    while index < tokens.count, let program = tokens[index].value {
      let name = Self.baseName(program)
      if let wrapper = Wrapper.named(name) {
        wrappers.append(name)
        index += 1
        guard unwrap(wrapper) else { return nil }
        continue
      }
      if let module = pythonModule(name) {
        guard let grammar = Grammars.named(module) else { return nil }
        index += 3
        return invocation(grammar, module, program)
      }
      guard let grammar = Grammars.named(name) else { return nil }
      index += 1
      return invocation(grammar, name, program)
    }
    return nil
  }

  /// `python -m MODULE`
  private func pythonModule(_ name: String) -> String? {
    guard name.hasPrefix("python") || name == "pypy3", name.dropFirst(6).allSatisfy({ $0.isNumber || $0 == "." || $0 == "3" }),
      index + 2 < tokens.count, tokens[index + 1].text == "-m"
    else { return nil }
    return tokens[index + 2].text
  }

  private mutating func unwrap(_ wrapper: Wrapper) -> Bool {
    let parsed = OptionReader(tokens, from: index, wrapper.grammar).read(
      upTo: wrapper.operands, environment: wrapper.takesAssignments)
    environment.merge(parsed.assignments) { $1 }
    guard parsed.options.allSatisfy(\.isKnown) else { return false }
    if wrapper.feedsOperands { readsOperands = true }
    index = parsed.next
    return true
  }

  private mutating func invocation(_ grammar: CommandGrammar, _ name: String, _ program: [UInt8]) -> Invocation? {
    let parsed = OptionReader(tokens, from: index, grammar).read()
    if Wrapper.runs.contains(([grammar.names[0]] + parsed.subcommands).joined(separator: " ")) {
      // `poetry run pip install …`: what is run is a command of its own.
      guard let first = parsed.operandIndices.first, parsed.options.allSatisfy(\.isKnown) else { return nil }
      wrappers.append(grammar.names[0])
      index = first
      return read()
    }
    return Invocation(
      wrappers: wrappers, tool: grammar.names.contains(name) && grammar.keepsNames ? name : grammar.names[0], program: program,
      subcommands: parsed.subcommands, options: parsed.options, operands: parsed.operands, environment: environment,
      readsOperands: readsOperands, range: range, verb: parsed.verb)
  }

  static func baseName(_ path: [UInt8]) -> String {
    let slash = path.lastIndex(of: 0x2f).map { $0 + 1 } ?? 0
    return String(decoding: path[slash...], as: UTF8.self)
  }
}

extension CommandGrammar {
  /// `apt` and `apt-get`, `dnf` and `yum` are programs of their own with one grammar; `pip3` is pip.
  var keepsNames: Bool { !names.contains("pip3") }
}

/// Tells options from operands.
struct OptionReader {
  private let tokens: [InvocationReader.Token]
  private var index: Int
  private var grammar: CommandGrammar
  private var tables: [OptionTable]
  private(set) var options: [Invocation.Option] = []
  private(set) var operands: [Invocation.Operand] = []
  private(set) var operandIndices: [Int] = []
  private(set) var subcommands: [String] = []
  private(set) var assignments: [[UInt8]: [UInt8]?] = [:]
  private var hasUnknownSubcommand = false

  var next: Int { index }
  var verb: Verb? { hasUnknownSubcommand ? nil : grammar.verb }

  init(_ tokens: [InvocationReader.Token], from index: Int, _ grammar: CommandGrammar) {
    self.tokens = tokens
    self.index = index
    self.grammar = grammar
    tables = [grammar.options]
  }

  /// Up to the end, or, for what wraps a command, up to the word after `limit` operands.
  consuming func read(upTo limit: Int? = nil, environment: Bool = false) -> OptionReader {
    var copy = self
    copy.run(limit, environment)
    return copy
  }

  private mutating func run(_ limit: Int?, _ environment: Bool) {
    var onlyOperands = false
    let start = index
    while index < tokens.count {
      let token = tokens[index]
      let head = token.head
      if grammar.style == .plain { onlyOperands = true }
      if !onlyOperands, head.first == 0x2d, head.count > 1 {
        if token.value == [0x2d, 0x2d] {
          onlyOperands = true
          index += 1
        } else if head[1] == 0x2d || grammar.style == .singleDash {
          long(token)
        } else {
          cluster(token, from: 1)
        }
        continue
      }
      if environment, let equals = head.firstIndex(of: 0x3d), equals > 0 {
        assignments.updateValue(token.value.map { Array($0[(equals + 1)...]) }, forKey: Array(head[..<equals]))
        index += 1
        continue
      }
      if let limit, operands.count >= limit { return }
      if grammar.style == .clusterFirst, index == start, !head.isEmpty {
        cluster(token, from: 0)
        continue
      }
      if !onlyOperands, operands.isEmpty, !grammar.children.isEmpty, let name = token.text {
        subcommand(name)
        continue
      }
      operands.append(Invocation.Operand(value: token.value, word: token.word))
      operandIndices.append(index)
      index += 1
      if limit == nil, grammar.style == .stopsAtOperand { onlyOperands = true }
    }
  }

  private mutating func subcommand(_ name: String) {
    if let child = grammar.child(name) {
      grammar = child
      tables.append(child.options)
      subcommands.append(name)
      index += 1
    } else if grammar.verb != nil {
      // A tool or subcommand that also works by itself: its operand.
      operands.append(Invocation.Operand(value: tokens[index].value, word: tokens[index].word))
      operandIndices.append(index)
      index += 1
    } else {
      subcommands.append(name)
      hasUnknownSubcommand = true
      grammar = CommandGrammar(name, style: .plain)
      index += 1
    }
  }

  private func entry(_ name: String) -> OptionTable.Entry? {
    for table in tables.reversed() {
      if let entry = table[name] { return entry }
    }
    return nil
  }

  private mutating func long(_ token: InvocationReader.Token) {
    let dashes = token.head.prefix { $0 == 0x2d }.count
    let body = token.head[min(dashes, 2)...]
    let equals = body.firstIndex(of: 0x3d)
    let name = String(decoding: body[..<(equals ?? body.endIndex)], as: UTF8.self)
    // A name that goes on with something unknown is not known.
    let found = equals != nil || token.value != nil ? entry(name) : nil
    guard let found, found.argument != .none || equals == nil || grammar.style == .singleDash else {
      append(nil, name, token, value: nil, hasValue: equals != nil, token.word)
      index += 1
      return
    }
    if let equals {
      let value = token.value.map { Array($0[(equals + 1)...]) }
      append(found, name, token, value: value, hasValue: true, token.word)
      index += 1
    } else if found.argument == .required {
      separate(found, name, token)
    } else {
      append(found, name, token, value: nil, hasValue: false, nil)
      index += 1
    }
  }

  private mutating func cluster(_ token: InvocationReader.Token, from start: Int) {
    var offset = start
    let head = token.head
    // In tar's first word, values follow in the order of their letters.
    var waiting: [OptionTable.Entry] = []
    while offset < head.count {
      let name = String(decoding: head[offset...offset], as: UTF8.self)
      guard let found = entry(name) else {
        append(nil, String(decoding: head[offset...], as: UTF8.self), token, value: nil, hasValue: false, nil)
        offset = head.count
        break
      }
      offset += 1
      switch found.argument {
      case .required where start == 0: waiting.append(found)
      case .required:
        if offset == head.count, token.value != nil { return separate(found, name, token) }
        append(found, name, token, value: token.value.map { Array($0[offset...]) }, hasValue: true, token.word)
        index += 1
        return
      case .attached where offset < head.count:
        append(found, name, token, value: token.value.map { Array($0[offset...]) }, hasValue: true, token.word)
        index += 1
        return
      case .attached, .none: append(found, name, token, value: nil, hasValue: false, nil)
      }
    }
    if token.value == nil, offset == head.count {
      append(nil, "", token, value: nil, hasValue: false, nil)
    }
    index += 1
    for found in waiting where index < tokens.count {
      append(found, found.name, token, value: tokens[index].value, hasValue: true, tokens[index].word)
      index += 1
    }
  }

  /// The value is the next word.
  private mutating func separate(_ found: OptionTable.Entry, _ name: String, _ token: InvocationReader.Token) {
    index += 1
    guard index < tokens.count else { return append(found, name, token, value: nil, hasValue: true, nil) }
    append(found, name, token, value: tokens[index].value, hasValue: true, tokens[index].word)
    index += 1
  }

  private mutating func append(
    _ found: OptionTable.Entry?, _ name: String, _ token: InvocationReader.Token, value: [UInt8]?, hasValue: Bool,
    _ word: ShellScript.Word?
  ) {
    let end = max(token.word.range.upperBound, word?.range.upperBound ?? 0)
    options.append(
      Invocation.Option(
        name: found?.name ?? name, isKnown: found != nil, meaning: found?.meaning, value: value, hasValue: hasValue,
        valueWord: word,
        range: token.word.range.lowerBound..<end))
  }
}
