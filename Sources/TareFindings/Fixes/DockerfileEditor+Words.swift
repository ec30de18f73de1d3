import TareDockerfile
import TareOrigins

/// Edits of words and commands within a RUN.
extension DockerfileEditor {
  /// A command of a RUN with the packages it is about.
  struct Action {
    var step: ShellScript.Step
    var action: PackageAction
  }

  /// What a RUN does to packages, as far as its words tell for certain.
  func actions(_ place: Place) throws(NoSoundEdit) -> [Action] {
    try script(place).steps.compactMap { step in
      guard let invocation = Invocation(step), let action = PackageAction(invocation) else { return nil }
      return Action(step: step, action: action)
    }
  }

  /// Takes words out of a RUN, with the lines that hold nothing else.
  /// - Parameter ranges: in the script.
  mutating func drop(_ ranges: [Range<Int>], at place: Place) throws(NoSoundEdit) {
    let text = try script(place).text
    for group in Self.groups(ranges, text.bytes) {
      var before = group.lowerBound
      while before > 0, Self.isBlank(text.bytes[before - 1]) { before -= 1 }
      var after = group.upperBound
      while after < text.bytes.count, Self.isBlank(text.bytes[after]) { after += 1 }
      guard before > 0 else { throw NoSoundEdit() }
      let kept = text.sourceOffset(of: before - 1) + 1
      let dropped = text.source(of: group)
      let line = dockerfile.line(of: dropped.lowerBound)
      let start = dockerfile.lineStarts[line - 1]
      let isFirst = source[start..<dropped.lowerBound].allSatisfy(Self.isBlank)
      guard after < text.bytes.count else {
        // Nothing follows: what breaks the line before goes too.
        guard !holdsComment(kept..<dropped.lowerBound) else { throw NoSoundEdit() }
        add(SourceEdit(kept..<dropped.upperBound))
        continue
      }
      let next = text.sourceOffset(of: after)
      let last = dockerfile.line(of: dropped.upperBound - 1)
      if !isFirst {
        guard !holdsComment(kept..<dropped.lowerBound) else { throw NoSoundEdit() }
        add(SourceEdit(kept..<dropped.upperBound))
      } else if dockerfile.line(of: next) == last {
        add(SourceEdit(dropped.lowerBound..<next))
      } else {
        add(SourceEdit(start..<dockerfile.lineStarts[last]))
      }
    }
  }

  /// Words with nothing but blanks between them, as one stretch.
  private static func groups(_ ranges: [Range<Int>], _ bytes: [UInt8]) -> [Range<Int>] {
    var groups: [Range<Int>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = groups.last, last.upperBound <= range.lowerBound,
        bytes[last.upperBound..<range.lowerBound].allSatisfy(isBlank)
      {
        groups[groups.count - 1] = last.lowerBound..<range.upperBound
      } else {
        groups.append(range)
      }
    }
    return groups
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0d }

  /// Whether a comment line stands within a stretch of an instruction.
  private func holdsComment(_ range: Range<Int>) -> Bool {
    source[range].split(separator: 0x0a, omittingEmptySubsequences: false).dropFirst().contains {
      $0.first { !Self.isBlank($0) } == 0x23
    }
  }

  /// Puts a word behind another one.
  /// - Parameter word: in the script.
  mutating func insert(_ text: String, behind word: Range<Int>, at place: Place) throws(NoSoundEdit) {
    let script = try script(place)
    add(SourceEdit(at: script.text.source(of: word).upperBound, Array(" \(text)".utf8)))
  }

  /// Puts something in the place of words.
  mutating func replace(_ range: Range<Int>, with text: String, at place: Place) throws(NoSoundEdit) {
    let place = try script(place).text.source(of: range)
    guard !source[place].contains(0x0a) else { throw NoSoundEdit() }
    add(SourceEdit(place, Array(text.utf8)))
  }

  /// Takes one command out of a chain; the whole RUN where it is the only one.
  mutating func removeCommand(_ step: ShellScript.Step, at place: Place) throws(NoSoundEdit) {
    let script = try script(place)
    guard let index = script.list.elements.firstIndex(where: { $0.range == step.element && $0.commands.count == 1 }),
      step.nesting.isDisjoint(with: [.subshell, .substitution, .conditional, .repeated, .function, .tested, .piped]),
      step.range == step.element
    else { throw NoSoundEdit() }
    guard script.list.elements.count > 1 else { return try remove(place) }
    guard let removal = script.removal(of: index, in: script.list), removal.keepsStatus else { throw NoSoundEdit() }
    for range in removal.ranges {
      let place = script.text.source(of: range)
      guard !holdsComment(place) else { throw NoSoundEdit() }
      add(SourceEdit(place))
    }
  }

  /// An option for a command, behind its subcommand and the plain options there.
  mutating func addOption(_ option: String, to action: Action, at place: Place) throws(NoSoundEdit) {
    let words = action.step.words
    guard let subcommand = action.action.invocation.subcommands.last,
      var index = words.firstIndex(where: { $0.literalValue == Array(subcommand.utf8) })
    else { throw NoSoundEdit() }
    while index + 1 < words.count,
      let known = action.action.invocation.options.first(where: { $0.range == words[index + 1].range }), known.isKnown,
      !known.hasValue
    {
      index += 1
    }
    try insert(option, behind: words[index].range, at: place)
  }
}
