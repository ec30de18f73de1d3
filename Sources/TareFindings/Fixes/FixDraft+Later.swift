import TareDockerfile
import TareOwners
import TareReach

/// What runs after an instruction, and might miss what a fix takes away.
extension FixDraft {
  /// The instructions after one in the stages that are built on it, its own first.
  func later(than place: Place) -> [Place] {
    let dockerfile = origins.file.dockerfile
    var places: [Place] = []
    for index in dockerfile.stages[place.stage].instructions.indices where index > place.instruction {
      places.append(Place(stage: place.stage, instruction: index))
    }
    for stage in dockerfile.stages where stage.index > place.stage && editor.graph.chain(to: stage.index).contains(place.stage) {
      places += stage.instructions.indices.map { Place(stage: stage.index, instruction: $0) }
    }
    return places
  }

  /// The rows of an instruction.
  func rows(of place: Place) -> [Int] {
    origins.rows.indices.filter { origins.rows[$0].map { Place(stage: $0.stage, instruction: $0.instruction) == place } ?? false }
  }

  /// The command of a step by its last part; nil where the text does not tell.
  static func program(_ step: ShellScript.Step) -> String? {
    step.words.first?.literalValue.map { String(decoding: $0.split(separator: 0x2f).last ?? [], as: UTF8.self) }
  }

  /// Commands that start no other program and compile nothing.
  private static let plain: Set<String> = [
    "[", ":", "true", "false", "echo", "printf", "test", "cd", "set", "export", "umask", "ls", "cat", "head", "tail", "wc", "sort",
    "rm", "rmdir", "unlink", "cp", "mv", "ln", "mkdir", "touch", "truncate", "tee", "chmod", "chown", "chgrp", "sed", "grep", "tr",
    "cut", "id", "whoami", "useradd", "adduser", "groupadd", "addgroup", "usermod", "passwd", "ldconfig", "update-ca-certificates",
    "locale-gen", "sync", "sleep", "date", "sha256sum", "sha512sum", "md5sum", "seq", "strip", "install", "basename", "dirname",
    "readlink", "realpath", "uname", "du", "df", "stat", "mkfifo", "mktemp", "base64",
  ]

  /// Whether a step is known not to need what is not named in it.
  private func isPlain(_ step: ShellScript.Step) -> Bool {
    guard !step.words.isEmpty else { return true }
    guard let name = Self.program(step) else { return false }
    return Self.plain.contains(name)
  }

  /// - Parameters:
  ///   - programs: names of commands that go.
  ///   - compiles: whether what goes may be needed to build something: compilers, headers.
  /// - Throws: where something that runs afterwards names one of them, or starts what cannot be read.
  func checkLater(than place: Place, behind step: ShellScript.Step?, programs: Set<String>, compiles: Bool) throws(NoSoundEdit) {
    if let step {
      let rest = try editor.script(place).steps.drop { $0.range.lowerBound <= step.range.lowerBound }
      for step in rest { try check(step, at: place, programs, compiles) }
    }
    for place in later(than: place) where (try editor.instruction(place)).keyword == .run {
      for step in try editor.script(place).steps { try check(step, at: place, programs, compiles) }
    }
  }

  private func check(_ step: ShellScript.Step, at place: Place, _ programs: Set<String>, _ compiles: Bool) throws(NoSoundEdit) {
    for word in step.words {
      guard let value = word.literalValue else { continue }
      if programs.contains(String(decoding: value.split(separator: 0x2f).last ?? [], as: UTF8.self)) { throw NoSoundEdit() }
      if programs.contains("git"), String(decoding: value, as: UTF8.self).contains("git+") { throw NoSoundEdit() }
    }
    if isPlain(step) { return }
    guard let invocation = Invocation(step), let action = PackageAction(invocation) else { throw NoSoundEdit() }
    switch action.ecosystem {
    case "deb", "apk", "rpm": return
    case "pypi":
      if programs.contains("git") { try checkDeclarations(action, at: place) }
      if compiles { try checkWheels(at: place) }
    default: throw NoSoundEdit()
    }
  }

  /// That no file of requirements names a repository.
  private func checkDeclarations(_ action: PackageAction, at place: Place) throws(NoSoundEdit) {
    if action.usesProject { throw NoSoundEdit() }
    for declaration in action.declarations {
      guard let path = declaration.path, let text = try requirements(path, at: place) else { throw NoSoundEdit() }
      if String(decoding: text, as: UTF8.self).contains("git+") { throw NoSoundEdit() }
    }
  }

  /// A file of requirements, from the image.
  private func requirements(_ path: [UInt8], at place: Place) throws(NoSoundEdit) -> [UInt8]? {
    let absolute = FixPath.absolute(path, in: try workingDirectory(at: place))
    guard let found = context.tree.resolve(absolute), let file = context.file(at: found) else { return nil }
    return try? context.bytes(of: file.content)
  }

  /// That all binaries which an instruction installed came in finished wheels: one that was built there says `linux_x86_64`.
  private func checkWheels(at place: Place) throws(NoSoundEdit) {
    let layers = rows(of: place).compactMap { context.weighing.rows[$0].layer }
    guard !layers.isEmpty else { throw NoSoundEdit() }
    var (hasBinaries, wheels) = (false, 0)
    for layer in layers {
      for content in context.tree.contentRanges[layer] {
        if context.entry(of: Int32(content))?.magic == .elf { hasBinaries = true }
        guard context.lastPart(context.tree.contents[content].path) == "WHEEL" else { continue }
        guard let text = try? context.bytes(of: Int32(content)), !String(decoding: text, as: UTF8.self).contains("-linux_") else {
          throw NoSoundEdit()
        }
        wheels += 1
      }
    }
    if hasBinaries, wheels == 0 { throw NoSoundEdit() }
  }
}
