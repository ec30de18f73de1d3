/// What the builder asks of an instruction beyond its syntax: known flags, and as many arguments as it needs.
///
/// Source: moby/buildkit, frontend/dockerfile/instructions/parse.go and bflag.go.
enum InstructionRules {
  private enum FlagKind {
    case boolean
    case string
    /// May come several times.
    case strings
  }

  static func check(_ instruction: Instruction, in source: [UInt8]) throws(SyntaxFault) {
    try checkArguments(instruction)
    try checkFlags(instruction, in: source)
  }

  // MARK: - Flags

  /// Nil where the builder takes flags without looking at them.
  private static func flags(of keyword: Instruction.Keyword) -> [(name: String, kind: FlagKind)]? {
    switch keyword {
    case .from: [("platform", .string)]
    case .run: [("mount", .strings), ("network", .string), ("security", .string), ("device", .strings)]
    case .copy:
      [
        ("from", .string), ("chown", .string), ("chmod", .string), ("link", .boolean), ("parents", .boolean),
        ("exclude", .strings),
      ]
    case .add:
      [
        ("chown", .string), ("chmod", .string), ("link", .boolean), ("keep-git-dir", .boolean), ("checksum", .string),
        ("unpack", .boolean), ("exclude", .strings),
      ]
    case .healthcheck:
      [
        ("interval", .string), ("timeout", .string), ("start-period", .string), ("start-interval", .string),
        ("retries", .string),
      ]
    case .arg, .stopsignal: nil
    default: []
    }
  }

  private static func checkFlags(_ instruction: Instruction, in source: [UInt8]) throws(SyntaxFault) {
    guard !instruction.flags.isEmpty, let known = flags(of: instruction.keyword) else { return }
    if instruction.keyword == .healthcheck, isNone(instruction) { return }
    var seen: Set<String> = []
    for flag in instruction.flags {
      guard let kind = known.first(where: { $0.name == flag.name })?.kind else {
        let names = known.map { "`--\($0.name)`" }
        throw SyntaxFault(
          at: flag.range.lowerBound, found: source[flag.range],
          expected: names.isEmpty
            ? "no flag after \(instruction.keyword.rawValue.uppercased())" : "one of the flags \(names.joined(separator: ", "))")
      }
      guard seen.insert(flag.name).inserted || kind == .strings else {
        throw SyntaxFault(at: flag.range.lowerBound, found: "a second one", expected: "the flag `--\(flag.name)` only once")
      }
      switch (kind, flag.value) {
      case (.boolean, nil): break
      case (.boolean, let value?):
        guard [Array("true".utf8), Array("false".utf8)].contains(Mark.lowered(value)) else {
          throw SyntaxFault(at: flag.range.lowerBound, found: value, expected: "`true` or `false` as the value of `--\(flag.name)`")
        }
      case (_, nil):
        throw SyntaxFault(at: flag.range.upperBound, found: "none", expected: "a value of the flag `--\(flag.name)`")
      default: break
      }
    }
  }

  // MARK: - Arguments

  private static func checkArguments(_ instruction: Instruction) throws(SyntaxFault) {
    let name = instruction.keyword.rawValue.uppercased()
    let words = instruction.words
    switch instruction.keyword {
    case .maintainer, .stopsignal, .user, .workdir:
      guard words.count == 1 else { throw missing("an argument of \(name)", instruction) }
    case .env, .label, .arg:
      guard !instruction.pairs.isEmpty else { throw missing("at least one name after \(name)", instruction) }
      for pair in instruction.pairs where pair.key.bytes.isEmpty {
        throw SyntaxFault(at: pair.key.range.lowerBound, found: "none", expected: "a name before `=`")
      }
    case .onbuild:
      guard !instruction.arguments.bytes.isEmpty else { throw missing("an instruction after ONBUILD", instruction) }
    case .expose: guard !words.isEmpty else { throw missing("at least one port after EXPOSE", instruction) }
    case .volume:
      guard !words.isEmpty else { throw missing("at least one path after VOLUME", instruction) }
      for word in words where WhiteSpace.trimmed(0..<word.bytes.count, in: word.bytes).isEmpty {
        throw SyntaxFault(at: word.range.lowerBound, found: "an empty string", expected: "a path")
      }
    case .shell:
      guard instruction.isJSON else {
        throw SyntaxFault(
          at: words.first?.range.lowerBound ?? instruction.range.upperBound, found: instruction.arguments.bytes,
          expected: "a JSON array of strings after SHELL")
      }
      guard !words.isEmpty else { throw missing("at least one string in the JSON array after SHELL", instruction) }
    case .add, .copy: try checkPaths(instruction)
    case .from: try checkFrom(words, instruction)
    case .healthcheck: try checkHealthcheck(words, instruction)
    case .run, .cmd, .entrypoint: break
    }
  }

  private static func missing(_ expected: String, _ instruction: Instruction) -> SyntaxFault {
    let end = instruction.arguments.bytes.isEmpty ? instruction.range.upperBound : instruction.arguments.endOffset
    return SyntaxFault(at: end, found: "the end of the instruction", expected: expected)
  }

  private static func checkPaths(_ instruction: Instruction) throws(SyntaxFault) {
    let name = instruction.keyword.rawValue.uppercased()
    guard instruction.words.count >= 2, let destination = instruction.words.last else {
      throw missing("a source and a destination after \(name)", instruction)
    }
    let marker = try? HeredocMarker(destination.bytes)
    guard marker == nil else {
      throw SyntaxFault(at: destination.range.lowerBound, found: destination.bytes, expected: "a path as the destination")
    }
  }

  private static func checkFrom(_ words: [Instruction.Word], _ instruction: Instruction) throws(SyntaxFault) {
    switch words.count {
    case 0: throw missing("an image or a stage after FROM", instruction)
    case 1: return
    case 2:
      guard Mark.lowered(words[1].bytes) == Array("as".utf8) else {
        throw SyntaxFault(at: words[1].range.lowerBound, found: words[1].bytes, expected: "`AS` or the end of FROM")
      }
      throw missing("the name of the stage after AS", instruction)
    default:
      guard Mark.lowered(words[1].bytes) == Array("as".utf8) else {
        throw SyntaxFault(at: words[1].range.lowerBound, found: words[1].bytes, expected: "`AS` or the end of FROM")
      }
      guard words.count == 3 else {
        throw SyntaxFault(at: words[3].range.lowerBound, found: words[3].bytes, expected: "the end of FROM")
      }
      let name = words[2].bytes
      let isValid = name.enumerated().allSatisfy { index, byte in
        Mark.isLetter(byte) || (index > 0 && (Mark.isDigit(byte) || "-_.".utf8.contains(byte)))
      }
      guard isValid else {
        throw SyntaxFault(
          at: words[2].range.lowerBound, found: name,
          expected: "a stage name of letters, digits, `-`, `_` and `.` that begins with a letter")
      }
    }
  }

  private static func isNone(_ instruction: Instruction) -> Bool {
    instruction.words.first.map { Mark.lowered($0.bytes) == Array("none".utf8) } ?? false
  }

  private static func checkHealthcheck(_ words: [Instruction.Word], _ instruction: Instruction) throws(SyntaxFault) {
    guard let kind = words.first else { throw missing("CMD or NONE after HEALTHCHECK", instruction) }
    if isNone(instruction) {
      guard words.count == 1 else {
        throw SyntaxFault(at: words[1].range.lowerBound, found: words[1].bytes, expected: "nothing after HEALTHCHECK NONE")
      }
    } else {
      guard Mark.lowered(kind.bytes) == Array("cmd".utf8) else {
        throw SyntaxFault(at: kind.range.lowerBound, found: kind.bytes, expected: "CMD or NONE after HEALTHCHECK")
      }
      guard words.count > 1 else { throw missing("a command after HEALTHCHECK CMD", instruction) }
    }
  }
}

extension LogicalText {
  /// Just after the last byte, in the file.
  var endOffset: Int { source(of: 0..<bytes.count).upperBound }
}
