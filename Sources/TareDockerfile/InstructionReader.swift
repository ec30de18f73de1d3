/// Takes a logical line apart: keyword, flags, and arguments in the form that the keyword calls for.
///
/// Source: moby/buildkit, frontend/dockerfile/parser/line_parsers.go and split_command.go.
struct InstructionReader {
  let text: LogicalText
  let escape: UInt8
  let keyword: Instruction.Keyword
  let flags: [Instruction.Flag]
  /// In `text`.
  let rest: Range<Int>
  private(set) var words: [Instruction.Word] = []
  private(set) var pairs: [Instruction.Pair] = []
  private(set) var isJSON = false
  /// The instruction inside an ONBUILD, unless its keyword is none; the builder looks at that when it is triggered.
  private(set) var trigger: [Instruction] = []

  init(_ text: LogicalText, escape: UInt8) throws(SyntaxFault) {
    self.text = text
    self.escape = escape
    let bytes = text.bytes
    let line = WhiteSpace.trimmed(0..<bytes.count, in: bytes)
    var end = line.lowerBound
    while end < line.upperBound, !WhiteSpace.separates(bytes[end]) { end += 1 }
    let name = String(decoding: Mark.lowered(bytes[line.lowerBound..<end]), as: UTF8.self)
    guard let keyword = Instruction.Keyword(rawValue: name) else {
      throw SyntaxFault(
        at: text.sourceOffset(of: line.lowerBound), found: bytes[line.lowerBound..<end], expected: "an instruction")
    }
    self.keyword = keyword
    while end < line.upperBound, WhiteSpace.separates(bytes[end]) { end += 1 }
    var reader = FlagReader(text: text, escape: escape)
    let start = reader.read(end..<line.upperBound)
    flags = reader.flags
    rest = WhiteSpace.trimmed(start..<line.upperBound, in: bytes)
    try readArguments()
  }

  var takesHeredocs: Bool {
    switch keyword {
    case .add, .copy, .run: !isJSON
    case .onbuild: trigger.first.map { [.add, .copy, .run].contains($0.keyword) && !$0.isJSON } ?? false
    default: false
    }
  }

  func instruction(range: Range<Int>, heredocs: [Instruction.Heredoc]) -> Instruction {
    Instruction(
      keyword: keyword, range: range, flags: flags, arguments: text.slice(rest), isJSON: isJSON, words: words, pairs: pairs,
      heredocs: heredocs,
      onbuild: trigger.map {
        Instruction(
          keyword: $0.keyword, range: $0.range.lowerBound..<range.upperBound, flags: $0.flags, arguments: $0.arguments,
          isJSON: $0.isJSON, words: $0.words, pairs: $0.pairs, heredocs: heredocs, onbuild: $0.onbuild)
      })
  }

  private mutating func readArguments() throws(SyntaxFault) {
    if rest.isEmpty { return }
    switch keyword {
    case .add, .copy, .volume: if try !readJSON(rest) { words = WordRanges.separated(text.bytes, rest).map(word) }
    case .cmd, .entrypoint, .run, .shell: if try !readJSON(rest) { words = [word(rest)] }
    case .expose, .from: words = WordRanges.separated(text.bytes, rest).map(word)
    case .maintainer, .stopsignal, .user, .workdir: words = [word(rest)]
    case .healthcheck: try readHealthcheck()
    case .env, .label: try readPairs()
    case .arg: pairs = WordRanges.quoted(text.bytes, rest, escape: escape).map(pair)
    case .onbuild: try readTrigger()
    }
  }

  private func word(_ range: Range<Int>) -> Instruction.Word {
    Instruction.Word(bytes: Array(text.bytes[range]), range: text.source(of: range))
  }

  /// `KEY=value`, or KEY alone.
  private func pair(_ range: Range<Int>) -> Instruction.Pair {
    guard let equals = text.bytes[range].firstIndex(of: Mark.equals) else { return Instruction.Pair(key: word(range), value: nil) }
    return Instruction.Pair(key: word(range.lowerBound..<equals), value: word(equals + 1..<range.upperBound))
  }

  /// False where the arguments are no JSON array.
  private mutating func readJSON(_ range: Range<Int>) throws(SyntaxFault) -> Bool {
    switch JSONStrings.read(text.bytes, range) {
    case .notJSON: return false
    case .notStrings(let offset):
      throw SyntaxFault(
        at: text.sourceOffset(of: offset), found: text.bytes[offset..<range.upperBound], expected: "a string in the JSON array")
    case .strings(let strings):
      isJSON = true
      for string in strings { words.append(Instruction.Word(bytes: string.bytes, range: text.source(of: string.range))) }
      return true
    }
  }

  private mutating func readHealthcheck() throws(SyntaxFault) {
    var end = rest.lowerBound
    while end < rest.upperBound, !WhiteSpace.isLatin(text.bytes[end]) { end += 1 }
    words = [word(rest.lowerBound..<end)]
    while end < rest.upperBound, WhiteSpace.isLatin(text.bytes[end]) { end += 1 }
    let command = end..<rest.upperBound
    if !command.isEmpty, try !readJSON(command) { words.append(word(command)) }
  }

  /// `KEY=value KEY=value`, or, where the first word has no `=`, KEY and all that follows as its value.
  private mutating func readPairs() throws(SyntaxFault) {
    let ranges = WordRanges.quoted(text.bytes, rest, escape: escape)
    guard let first = ranges.first else { return }
    if text.bytes[first].contains(Mark.equals) {
      for range in ranges {
        let pair = pair(range)
        guard pair.value != nil else {
          throw SyntaxFault(at: pair.key.range.lowerBound, found: pair.key.bytes, expected: "`name=value`")
        }
        pairs.append(pair)
      }
      return
    }
    var end = rest.lowerBound
    while end < rest.upperBound, !WhiteSpace.separates(text.bytes[end]) { end += 1 }
    let key = word(rest.lowerBound..<end)
    while end < rest.upperBound, WhiteSpace.separates(text.bytes[end]) { end += 1 }
    guard end < rest.upperBound else {
      throw SyntaxFault(at: key.range.upperBound, found: "the end", expected: "a value after the name in \(name)")
    }
    pairs = [Instruction.Pair(key: key, value: word(end..<rest.upperBound))]
  }

  private var name: String { keyword.rawValue.uppercased() }

  private mutating func readTrigger() throws(SyntaxFault) {
    let bytes = text.bytes
    var end = rest.lowerBound
    while end < rest.upperBound, !WhiteSpace.separates(bytes[end]) { end += 1 }
    let name = String(decoding: Mark.lowered(bytes[rest.lowerBound..<end]), as: UTF8.self)
    guard let inner = Instruction.Keyword(rawValue: name) else { return }
    let range = text.source(of: rest)
    if inner == .onbuild || inner == .from || inner == .maintainer {
      throw SyntaxFault(
        at: range.lowerBound, found: bytes[rest.lowerBound..<end], expected: "an instruction that may follow ONBUILD")
    }
    let reader = try InstructionReader(text.slice(rest), escape: escape)
    trigger = [reader.instruction(range: range, heredocs: [])]
  }
}
