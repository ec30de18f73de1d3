import TareDockerfile
import TareOrigins

/// Edits of a Dockerfile, each known to change what it says and nothing else: what cannot be read for certain is refused.
/// They keep to the way the file is written, its indentation, its side of `&&` and its line ends.
struct DockerfileEditor {
  typealias Place = Origins.Key

  let dockerfile: Dockerfile
  private(set) var edits: [SourceEdit] = []
  let graph: StageGraph
  /// Those that go as a whole.
  private var removed: Set<Place> = []
  /// Text that goes to the end of a RUN, which moves where another one is joined to it.
  private var appended: [Place: [ShellLine]] = [:]
  private var joined: [Place: Place] = [:]

  init(_ dockerfile: Dockerfile) {
    self.dockerfile = dockerfile
    graph = StageGraph(dockerfile)
  }

  var source: [UInt8] { dockerfile.source }

  func instruction(_ place: Place) throws(NoSoundEdit) -> Instruction {
    guard dockerfile.stages.indices.contains(place.stage),
      dockerfile.stages[place.stage].instructions.indices.contains(place.instruction)
    else { throw NoSoundEdit() }
    return dockerfile.stages[place.stage].instructions[place.instruction]
  }

  /// The instructions before one, those of the stages below included, the last one first.
  func instructions(before place: Place) -> [Instruction] {
    let own = dockerfile.stages[place.stage].instructions.prefix(max(0, place.instruction))
    let below = graph.chain(to: place.stage).dropLast().flatMap { dockerfile.stages[$0].instructions }
    return (below + own).reversed()
  }

  /// Where a RUN is in shell form and wholly understood.
  func script(_ place: Place) throws(NoSoundEdit) -> ShellScript {
    let instruction = try instruction(place)
    guard instruction.keyword == .run, !instruction.isJSON, instruction.heredocs.isEmpty, !instruction.arguments.bytes.isEmpty,
      isShell(before: place)
    else { throw NoSoundEdit() }
    let script = ShellScript(reading: instruction.arguments)
    guard script.isRead, !script.list.elements.isEmpty, script.list.elements.allSatisfy({ !$0.isUnread }) else {
      throw NoSoundEdit()
    }
    return script
  }

  /// Whether what runs a RUN reads it as we do; what the base says of it is not known, and is `/bin/sh` nearly everywhere.
  private func isShell(before place: Place) -> Bool {
    guard let shell = instructions(before: place).first(where: { $0.keyword == .shell }), let program = shell.words.first?.bytes
    else { return true }
    let name = String(decoding: program.split(separator: 0x2f).last ?? [], as: UTF8.self)
    return ["sh", "bash", "dash", "ash", "ksh", "zsh"].contains(name)
  }

  mutating func add(_ edit: SourceEdit) { edits.append(edit) }

  // MARK: Ends of a RUN

  /// Commands that run after all others of a RUN, if these do not fail.
  mutating func append(_ commands: [ShellLine], to place: Place) throws(NoSoundEdit) {
    _ = try end(of: try script(place))
    appended[place, default: []] += commands.filter { !(appended[place] ?? []).contains($0) }
  }

  /// Where the last command ends, in the script.
  private func end(of script: ShellScript) throws(NoSoundEdit) -> Int {
    guard let last = script.list.elements.last, !last.isInBackground,
      // A comment or a semicolon would swallow what comes after.
      script.text.bytes[last.range.upperBound...].allSatisfy({ $0 == 0x20 || $0 == 0x09 })
    else { throw NoSoundEdit() }
    for step in script.steps where !step.nesting.contains(.subshell) {
      if let name = step.words.first?.literalValue, ["exit", "exec", "return"].contains(String(decoding: name, as: UTF8.self)) {
        throw NoSoundEdit()
      }
    }
    return last.range.upperBound
  }

  // MARK: Joining

  /// Makes one RUN of two that follow one another, with comments between them kept.
  mutating func join(_ first: Place, _ second: Place) throws(NoSoundEdit) {
    guard first.stage == second.stage, second.instruction == first.instruction + 1 else { throw NoSoundEdit() }
    let (script, other) = (try script(first), try script(second))
    _ = try end(of: script)
    _ = try end(of: other)
    let flags = (try instruction(first).flags.map { source[$0.range] }, try instruction(second).flags.map { source[$0.range] })
    guard flags.0 == flags.1, other.list.elements.allSatisfy({ [.first, .and].contains($0.connector) }), !leaksState(script) else {
      throw NoSoundEdit()
    }
    joined[second] = first
  }

  /// Whether a script changes what commands after it in the same shell see.
  private func leaksState(_ script: ShellScript) -> Bool {
    script.steps.contains { step in
      guard !step.nesting.contains(.subshell) else { return false }
      guard let name = step.words.first?.literalValue else { return true }
      return ["cd", "export", "set", "umask", "unset", ".", "source", "trap", "alias", "eval", "ulimit", "shopt", "pushd"].contains(
        String(decoding: name, as: UTF8.self))
    }
  }

  // MARK: Result

  /// The edits with all that waits for their end.
  /// - Throws: where they contradict one another, or what comes out is no Dockerfile that can be read as well as this one.
  /// - Parameter isOpen: whether nothing to do is fine.
  func finished(isOpen: Bool = false) throws(NoSoundEdit) -> [SourceEdit] {
    if isOpen, edits.isEmpty, appended.isEmpty, joined.isEmpty { return [] }
    var all = edits
    for (second, first) in joined.sorted(by: { $0.key.instruction < $1.key.instruction }) {
      let (script, other) = (try script(first), try script(second))
      let layout = RunLayout(try instruction(first), script, dockerfile)
      let start = script.text.sourceOffset(of: try end(of: script) - 1) + 1
      guard let element = other.list.elements.first else { throw NoSoundEdit() }
      let end = other.text.sourceOffset(of: element.range.lowerBound)
      let comments = self.comments(between: try instruction(first).range.upperBound, try instruction(second).range.lowerBound)
      let isLong = try isLong(head(of: first), layout) || !comments.isEmpty
      var text: [UInt8] = []
      for command in appended[first] ?? [] { text += layout.appended(command, isLong: isLong) }
      text += layout.joining(comments, isLong: isLong)
      all.append(SourceEdit(start..<end, text))
    }
    for (place, commands) in appended.sorted(by: { ($0.key.stage, $0.key.instruction) < ($1.key.stage, $1.key.instruction) })
    where !joined.values.contains(place) {
      guard !removed.contains(place) else { throw NoSoundEdit() }
      let script = try script(place)
      let head = head(of: place)
      let layout = RunLayout(try instruction(head), try self.script(head), dockerfile)
      let isLong = try isLong(head, layout)
      let text = commands.flatMap { layout.appended($0, isLong: isLong) }
      all.append(SourceEdit(at: script.text.sourceOffset(of: try end(of: script) - 1) + 1, text))
    }
    try check(all)
    return all
  }

  /// The first of the RUNs that become one.
  private func head(of place: Place) -> Place {
    var place = place
    while let first = joined[place] { place = first }
    return place
  }

  /// Whether a RUN with all that is joined and added to it takes several lines.
  private func isLong(_ head: Place, _ layout: RunLayout) throws(NoSoundEdit) -> Bool {
    var more = 0
    for (second, _) in joined where self.head(of: second) == head {
      let instruction = try instruction(second)
      if dockerfile.lines(of: instruction.range).count > 1 { return true }
      more += 4 + instruction.arguments.bytes.count
    }
    for (place, commands) in appended where self.head(of: place) == head {
      more += commands.reduce(0) { $0 + 4 + $1.text.utf8.count }
    }
    return !layout.fits(more)
  }

  private func check(_ edits: [SourceEdit]) throws(NoSoundEdit) {
    let text = try edits.inOrder().applied(to: source)
    guard text != source, let changed = try? Dockerfile(parsing: text), changed.stages.count == dockerfile.stages.count else {
      throw NoSoundEdit()
    }
    let before = Self.unread(dockerfile)
    guard Self.unread(changed) <= before else { throw NoSoundEdit() }
  }

  /// How many RUNs are not understood.
  private static func unread(_ dockerfile: Dockerfile) -> Int {
    dockerfile.stages.flatMap(\.instructions).count {
      $0.keyword == .run && !$0.isJSON && $0.heredocs.isEmpty && !ShellScript(reading: $0.arguments).isRead
    }
  }

  /// Comment lines between two instructions.
  private func comments(between start: Int, _ end: Int) -> [[UInt8]] {
    var comments: [[UInt8]] = []
    for line in source[start..<end].split(separator: 0x0a) {
      var text = line.drop { $0 == 0x20 || $0 == 0x09 }
      if text.last == 0x0d { text = text.dropLast() }
      if text.first == 0x23 { comments.append(Array(text)) }
    }
    return comments
  }

  // MARK: Whole instructions

  /// Takes an instruction out, with the comment that stands for it alone.
  mutating func remove(_ place: Place) throws(NoSoundEdit) {
    let range = try instruction(place).range
    guard removed.insert(place).inserted else { return }
    let lines = dockerfile.lines(of: range)
    var (first, last) = (lines.lowerBound, lines.upperBound)
    let isAlone = isBlank(last + 1)
    var comment = first
    while isAlone, comment > 1, isOwnComment(comment - 1) { comment -= 1 }
    if comment < first, comment == 1 || isBlank(comment - 1) { first = comment }
    // Of the blank lines around it one stays.
    if isAlone, last < dockerfile.lineStarts.count, first == 1 || isBlank(first - 1) { last += 1 }
    let end = last < dockerfile.lineStarts.count ? dockerfile.lineStarts[last] : source.count
    add(SourceEdit(dockerfile.lineStarts[first - 1]..<end))
  }

  private func line(_ number: Int) -> ArraySlice<UInt8>? {
    guard number >= 1, number <= dockerfile.lineStarts.count else { return nil }
    let end = number < dockerfile.lineStarts.count ? dockerfile.lineStarts[number] : source.count
    return source[dockerfile.lineStarts[number - 1]..<end]
  }

  /// True behind the last line too.
  private func isBlank(_ number: Int) -> Bool {
    line(number).map { $0.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0d || $0 == 0x0a } } ?? true
  }

  /// A comment that is no directive and no ruler above a section.
  private func isOwnComment(_ number: Int) -> Bool {
    guard let line = line(number), let text = line.firstIndex(where: { $0 != 0x20 && $0 != 0x09 }), line[text] == 0x23,
      !dockerfile.directives.contains(where: { line.indices.contains($0.range.lowerBound) })
    else { return false }
    let marks: [[UInt8]] = [[0x2d, 0x2d, 0x2d], [0x3d, 0x3d, 0x3d], [0x23, 0x23, 0x23], [0x2a, 0x2a, 0x2a]]
    return !marks.contains { mark in line[text...].indices.contains { line[$0...].starts(with: mark) } }
  }

  /// New instructions above one.
  mutating func insert(_ lines: [String], above place: Place) throws(NoSoundEdit) {
    let number = dockerfile.line(of: try instruction(place).range.lowerBound)
    insert(lines, atLine: number)
  }

  /// New instructions at the end of a stage.
  mutating func insert(_ lines: [String], below place: Place) throws(NoSoundEdit) {
    insert(lines, atLine: dockerfile.lines(of: try instruction(place).range).upperBound + 1)
  }

  private mutating func insert(_ lines: [String], atLine number: Int) {
    let newline = RunLayout.newline(source)
    if number <= dockerfile.lineStarts.count {
      add(SourceEdit(at: dockerfile.lineStarts[number - 1], lines.flatMap { Array($0.utf8) + newline }))
    } else if source.last == 0x0a {
      add(SourceEdit(at: source.count, lines.flatMap { Array($0.utf8) + newline }))
    } else {
      add(SourceEdit(at: source.count, lines.flatMap { newline + Array($0.utf8) }))
    }
  }

  // MARK: Flags

  /// Puts `--name=value` into an instruction, in place of one of that name where there may be only one.
  mutating func setFlag(_ name: String, _ value: String, at place: Place, replaces: Bool = true) throws(NoSoundEdit) {
    let instruction = try instruction(place)
    let text = Array("--\(name)=\(value)".utf8)
    if replaces, let old = instruction.flag(name) { return add(SourceEdit(old.range, text)) }
    let end =
      instruction.flags.map(\.range.upperBound).max() ?? instruction.range.lowerBound + instruction.keyword.rawValue.utf8.count
    let lines = dockerfile.lines(of: instruction.range)
    let start = instruction.arguments.sourceOffset(of: 0)
    // A long line is broken between the flags and the command.
    if instruction.keyword == .run, lines.count == 1, instruction.range.count + 1 + text.count > 100, start > end {
      return add(
        SourceEdit(end..<start, [0x20] + text + [0x20, dockerfile.escape] + RunLayout.newline(source) + Array("    ".utf8)))
    }
    add(SourceEdit(at: end, [0x20] + text))
  }
}
