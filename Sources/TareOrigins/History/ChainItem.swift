import TareDockerfile

/// An instruction that may have left a row, with all the ways in which builders would have written it.
struct ChainItem {
  let stage: Int
  /// In the stage's instructions.
  let index: Int
  /// Of the row; for a trigger, of the instruction inside the ONBUILD.
  let keyword: Instruction.Keyword
  let lines: ClosedRange<Int>
  /// Run by a stage below, because an ONBUILD says so.
  let isTrigger: Bool
  /// Whether some builders write no row for it.
  let isOptional: Bool
  /// The instruction with its flags, to tell lines apart that leave the same row.
  let identity: [UInt8]
  /// Canonical texts; a row with one of them is this instruction's.
  private(set) var texts: [[UInt8]] = []
  /// With `CanonicalText.unknown` where a value is not known.
  private(set) var pattern: [UInt8]?
  /// COPY, ADD.
  private(set) var copy: Copy?

  struct Copy {
    var destinations: [[UInt8]]
    var destinationPattern: [UInt8]?
    /// nil where a pattern of file names or a heredoc leaves it open.
    var sources: Int?
    var from: [UInt8]?
    var chown: [UInt8]?
    var chmod: [UInt8]?
  }

  init(
    _ instruction: Instruction, stage: Int, index: Int, lines: ClosedRange<Int>, isTrigger: Bool, shell: [[UInt8]],
    definite: ChainScope, open: ChainScope
  ) {
    self.stage = stage
    self.index = index
    self.lines = lines
    self.isTrigger = isTrigger
    keyword = instruction.keyword
    isOptional = isTrigger || keyword == .arg || keyword == .onbuild
    var flags: [UInt8] = []
    for flag in instruction.flags { flags += Array(flag.name.utf8) + [0x3d] + (flag.value ?? []) + [0x20] }
    identity = flags + CanonicalText.of(.run, instruction.arguments.bytes)
    var spellings: [[UInt8]] = [instruction.arguments.bytes]
    var openSpelling: [UInt8]?
    switch keyword {
    case .run: spellings += Self.commands(instruction, shell)
    case .cmd, .entrypoint:
      spellings.append(Self.joined(instruction.isJSON ? instruction.words.map(\.bytes) : shell + [instruction.arguments.bytes]))
    case .copy, .add:
      let known = Self.copied(instruction, definite)
      let unknown = Self.copied(instruction, open)
      spellings.append(Self.joined(known))
      openSpelling = Self.joined(unknown)
      copy = Self.copy(instruction, known, unknown, definite)
    case .env, .label:
      spellings.append(Self.paired(instruction, definite))
      openSpelling = Self.paired(instruction, open)
    case .arg: spellings = [instruction.pairs.first?.key.bytes ?? []]
    case .workdir:
      let path = instruction.words.first?.bytes ?? []
      if let known = definite.expanded(path) { spellings += [known, definite.joined(known)] }
      openSpelling = open.expanded(path).map(open.joined)
    case .expose, .user, .volume, .stopsignal, .maintainer:
      let words = instruction.words.map(\.bytes)
      spellings.append(Self.joined(words.map { definite.expanded($0) ?? $0 }))
      openSpelling = Self.joined(words.map { open.expanded($0) ?? $0 })
    case .from, .healthcheck, .onbuild, .shell: break
    }
    for spelling in spellings {
      let text = CanonicalText.of(keyword, spelling.lazy.filter { $0 != CanonicalText.unknown })
      if !texts.contains(text) { texts.append(text) }
    }
    if let openSpelling, openSpelling.contains(CanonicalText.unknown) { pattern = CanonicalText.of(keyword, openSpelling) }
  }

  private static func joined(_ words: [[UInt8]]) -> [UInt8] { Array(words.joined(separator: [0x20])) }

  private static func paired(_ instruction: Instruction, _ scope: ChainScope) -> [UInt8] {
    joined(
      instruction.pairs.map { pair in
        let value = pair.value?.bytes ?? []
        return (scope.expanded(pair.key.bytes) ?? pair.key.bytes) + [0x3d] + (scope.expanded(value) ?? value)
      })
  }

  /// How a RUN's command is written: plain, as a list, after a shell that does not look like one, from a heredoc.
  private static func commands(_ instruction: Instruction, _ shell: [[UInt8]]) -> [[UInt8]] {
    if instruction.isJSON {
      let text = joined(instruction.words.map(\.bytes))
      return [text, Array(text[ShellPrefix.of(text[...]).endIndex...])]
    }
    let shellText = joined(shell)
    let command = instruction.arguments.bytes
    var result: [[UInt8]] = []
    if ShellPrefix.of((shellText + Array(" x".utf8))[...]).isEmpty { result.append(shellText + [0x20] + command) }
    guard let first = instruction.heredocs.first else { return result }
    if instruction.heredocs.count == 1 { result += [first.content, Array("/dev/pipes/".utf8) + first.name] }
    let line = command.prefix { $0 != 0x0a }
    result.append(line + instruction.heredocs.flatMap { [0x0a] + $0.content + $0.name })
    return result
  }

  /// Sources and destination, heredocs as `<<NAME` after the files.
  private static func copied(_ instruction: Instruction, _ scope: ChainScope) -> [[UInt8]] {
    var files: [[UInt8]] = []
    for word in instruction.words where instruction.heredocs.isEmpty || !word.bytes.starts(with: "<<") {
      files.append(scope.expanded(word.bytes) ?? word.bytes)
    }
    guard !instruction.heredocs.isEmpty, let destination = files.popLast() else { return files }
    return files + instruction.heredocs.map { Array("<<".utf8) + $0.name } + [destination]
  }

  private static func copy(
    _ instruction: Instruction, _ known: [[UInt8]], _ unknown: [[UInt8]], _ scope: ChainScope
  ) -> Copy? {
    guard let destination = known.last, let written = instruction.words.last?.bytes else { return nil }
    let open = unknown.last ?? []
    let isOpen = known.dropLast().contains { $0.contains { [0x2a, 0x3f, 0x5b].contains($0) } || $0.starts(with: "<<") }
    let flag: (String) -> [UInt8]? = { name in
      instruction.flag(name)?.value.map { scope.expanded($0) ?? $0 }
    }
    return Copy(
      destinations: [destination, written].map { CanonicalText.of(.copy, $0) },
      destinationPattern: open.contains(CanonicalText.unknown) ? CanonicalText.of(.copy, open) : nil,
      sources: isOpen ? nil : known.count - 1, from: flag("from"), chown: flag("chown"), chmod: flag("chmod"))
  }
}
