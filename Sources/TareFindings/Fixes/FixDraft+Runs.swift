import TareBytes
import TareDockerfile
import TareTree

/// RUNs that undo or repeat what another one did.
extension FixDraft {
  /// Makes one RUN of two neighbours, so that what the first one writes and the second one changes is stored once.
  mutating func join(_ writer: Int32, _ killer: Int32) throws(NoSoundEdit) {
    try editor.join(try place(ofRow: context.row(ofLayer: writer)), try place(ofRow: context.row(ofLayer: killer)))
  }

  /// `ln -s` where a RUN copies a file or directory to another place.
  mutating func link(_ contents: [Int32], row: Int) throws(NoSoundEdit) {
    let place = try place(ofRow: row)
    let directory = try workingDirectory(at: place)
    let steps = try editor.script(place).steps.filter { Self.program($0) == "cp" }
    guard steps.count == 1, let step = steps.first, let invocation = Invocation(step), invocation.isExact,
      invocation.operands.count == 2, let from = invocation.operands[0].value, let to = invocation.operands[1].value,
      from.first == 0x2f,
      from.last != 0x2f, from.last != 0x2e, to.last != 0x2f, step.nesting.isEmpty
    else { throw NoSoundEdit() }
    let target = FixPath.absolute(to, in: directory)
    // All that it wrote is there, and all of it is claimed.
    let claimed = Set(contents)
    guard let layer = context.weighing.rows[row].layer, !contents.isEmpty else { throw NoSoundEdit() }
    for content in context.tree.contentRanges[layer]
    where FixPath.rest(of: context.paths.bytes(of: context.tree.contents[content].path), below: target) != nil {
      guard claimed.contains(Int32(content)) || context.tree.contents[content].size == 0 else { throw NoSoundEdit() }
    }
    guard contents.allSatisfy({ FixPath.rest(of: context.paths.bytes(of: context.home(of: $0)), below: target) != nil }),
      let first = step.words.first, let source = invocation.operands.first?.word
    else { throw NoSoundEdit() }
    let script = try editor.script(place)
    let options = script.text.bytes[first.range.upperBound..<source.range.lowerBound]
    let words = String(decoding: options, as: UTF8.self).split(separator: " ")
    guard words.allSatisfy({ ["-r", "-R", "-a", "-rp", "-pr", "-p", "-f", "-rf"].contains($0) }) else { throw NoSoundEdit() }
    let head = first.range.lowerBound..<source.range.lowerBound
    try editor.replace(head, with: "ln -s ", at: place)
  }

  // MARK: Packages' files that an installation can leave out

  /// Tells dpkg what not to unpack, above the first installation that unpacked some of it.
  mutating func exclude(_ contents: [Int32], patterns: [String], included: [String], name: String) throws(NoSoundEdit) {
    guard let directory = context.find("/etc/dpkg/dpkg.cfg.d"), context.isDirectory(directory) else { throw NoSoundEdit() }
    var (byPackage, others): ([Int32], [Int32]) = ([], [])
    for content in contents {
      if context.package(owning: content, in: [.deb]) != nil { byPackage.append(content) } else { others.append(content) }
    }
    let writers = try writers(of: byPackage)
    guard let first = writers.first, writers.allSatisfy({ $0.moved == nil && $0.place.stage == first.place.stage }) else {
      throw NoSoundEdit()
    }
    for writer in writers {
      guard try editor.actions(writer.place).contains(where: { $0.action.ecosystem == "deb" && $0.action.kind == .install }) else {
        throw NoSoundEdit()
      }
    }
    let homes = byPackage.map { context.text(context.home(of: $0)) }
    let used = patterns.filter { pattern in homes.contains { $0.hasPrefix(pattern.dropLast()) } }
    guard !used.isEmpty, used.allSatisfy({ $0.hasSuffix("/*") }),
      homes.allSatisfy({ home in used.contains { home.hasPrefix($0.dropLast()) } })
    else { throw NoSoundEdit() }
    let kept = included.filter { line in used.contains { line.hasPrefix($0.dropLast(2)) } }
    let lines = used.map { "'path-exclude=\($0)'" } + kept.map { "'path-include=\($0)'" }
    let command = ShellLine(["printf", "'%s\\n'"] + lines + [">", "/etc/dpkg/dpkg.cfg.d/\(name)"])
    // Lists may be fetched in a RUN of their own just before.
    var above = first.place
    let previous = Place(stage: above.stage, instruction: above.instruction - 1)
    if let actions = try? editor.actions(previous), let script = try? editor.script(previous), script.steps.count == 1,
      actions.first?.action.kind == .refresh
    {
      above = previous
    }
    try editor.insert(RunLayout.instruction(command, origins.file.dockerfile), above: above)
    if !others.isEmpty { try takeOffElsewhere(others, patterns) }
  }

  /// What no package of the system brought, by the directories that are meant.
  private mutating func takeOffElsewhere(_ contents: [Int32], _ patterns: [String]) throws(NoSoundEdit) {
    let own = contents.filter { !context.isInBase(layer: context.ownership.firstWriters[Int($0)]) }
    guard !own.isEmpty else { return }
    for writer in try writers(of: own) {
      var words: [String] = []
      for content in writer.contents {
        let text = context.text(context.home(of: content))
        guard let pattern = patterns.first(where: { text.hasPrefix($0.dropLast()) }), writer.moved == nil else {
          throw NoSoundEdit()
        }
        let word = String(pattern.dropLast(2))
        // In a directory of the system others have theirs.
        guard word.hasPrefix("/usr/local/") else { throw NoSoundEdit() }
        if !words.contains(word) { words.append(word) }
      }
      try editor.append([ShellLine(["rm", "-rf"] + words.sorted())], to: writer.place)
    }
  }

  // MARK: The user

  /// Lets containers run as a user of the image's own, or as a new one.
  mutating func runAsUser() throws(NoSoundEdit) {
    let dockerfile = origins.file.dockerfile
    guard let last = origins.alignment.stages.last ?? dockerfile.stages.indices.last else { throw NoSoundEdit() }
    let instructions = dockerfile.stages[last].instructions
    guard !instructions.contains(where: { $0.keyword == .user }) else { throw NoSoundEdit() }
    let acting = instructions.lastIndex { [.run, .copy, .add, .workdir, .volume, .shell].contains($0.keyword) } ?? -1
    var lines: [String] = []
    if let name = ownUser(last) {
      lines = ["USER \(name)"]
    } else {
      guard ["/usr/sbin/useradd", "/sbin/useradd"].contains(where: { context.find($0) != nil }) else { throw NoSoundEdit() }
      lines = ["RUN useradd --system --uid 10001 app", "USER app"]
    }
    let start = instructions[(acting + 1)...].firstIndex { [.cmd, .entrypoint].contains($0.keyword) }
    if let start {
      try editor.insert(lines, above: Place(stage: last, instruction: start))
    } else {
      guard !instructions.isEmpty else { throw NoSoundEdit() }
      try editor.insert(lines, below: Place(stage: last, instruction: instructions.count - 1))
    }
  }

  /// The one user that the Dockerfile makes, by name.
  private func ownUser(_ stage: Int) -> String? {
    var names: [String] = []
    for stage in editor.graph.chain(to: stage) {
      for index in origins.file.dockerfile.stages[stage].instructions.indices {
        guard let script = try? editor.script(Place(stage: stage, instruction: index)) else { continue }
        for step in script.steps where ["useradd", "adduser"].contains(Self.program(step) ?? "") {
          guard let name = step.words.last?.literalValue.map({ String(decoding: $0, as: UTF8.self) }), ShellLine.plain(name) != nil,
            !name.contains("/")
          else { continue }
          names.append(name)
        }
      }
    }
    return names.count == 1 ? names[0] : nil
  }
}

extension RunLayout {
  /// A RUN of one command, on lines of a bearable length.
  static func instruction(_ command: ShellLine, _ dockerfile: Dockerfile) -> [String] {
    var lines = ["RUN"]
    for (index, word) in command.words.enumerated() {
      let next = word == ">" && index + 1 < command.words.count ? 1 + command.words[index + 1].utf8.count : 0
      if command.mayBreak(before: index), lines[lines.count - 1].utf8.count + 1 + word.utf8.count + next > 98 {
        lines[lines.count - 1] += " " + String(decoding: [dockerfile.escape], as: UTF8.self)
        lines.append("    " + word)
      } else {
        lines[lines.count - 1] += " " + word
      }
    }
    return lines
  }
}

extension FixDraft {
  private static let bringers: Set<String> = [
    "binutils", "gcc", "g++", "build-essential", "dpkg-dev", "gcc-c++", "build-base", "gfortran", "cargo", "rustc", "golang",
    "golang-go",
  ]

  /// Whether `strip` is there at the end of a RUN: something was installed that brings it, and nothing removed.
  func hasBinutils(_ place: Place) throws(NoSoundEdit) -> Bool {
    var brings = false
    for stage in editor.graph.chain(to: place.stage) {
      for index in origins.file.dockerfile.stages[stage].instructions.indices
      where stage != place.stage || index <= place.instruction {
        guard let actions = try? editor.actions(Place(stage: stage, instruction: index)) else { continue }
        for action in actions where ["deb", "apk", "rpm"].contains(action.action.ecosystem) {
          if action.action.kind == .remove { return false }
          guard action.action.kind == .install else { continue }
          if action.action.packages.contains(where: { Self.bringers.contains(String(decoding: $0.name ?? [], as: UTF8.self)) }) {
            brings = true
          }
        }
      }
    }
    return brings
  }
}
