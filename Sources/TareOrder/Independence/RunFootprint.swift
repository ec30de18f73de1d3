import TareDockerfile

/// What a RUN reads and writes, when all of its commands are known.
///
/// Programs and their libraries are taken to lie in `systemFolders` and in the directories of PATH.
struct RunFootprint {
  private(set) var reading = FootprintReader.Reading()
  private let state: StageState
  private let source: (_ image: [UInt8]) -> [UInt8]?
  private var folder: [UInt8]?
  /// Set by the script: what ENV says of them does not hold.
  private var assigned: Set<[UInt8]> = []

  static let systemFolders = ["/usr", "/etc", "/opt", "/root", "/nix", "/conda", "/venv"]
  /// Where package managers of the system write besides.
  static let stateFolders = ["/var", "/run", "/tmp", "/boot"]

  /// Nil where anything is not known.
  /// - Parameter source: the content of the file of the context that is at a path of the image; nil where none is known to be.
  init?(_ instruction: Instruction, _ state: StageState, source: @escaping (_ image: [UInt8]) -> [UInt8]?) {
    self.state = state
    self.source = source
    folder = state.workdir
    reading.footprint.variables = .system([])
    reading.footprint.facets = instruction.isJSON ? .user : [.user, .shell]
    reading.footprint.reads = PathSet(trees: Self.systemFolders)
    for place in pathFolders { reading.footprint.reads.insert(tree: place) }
    if Owner.named(state.user) != Owner.root { reading.footprint.reads.insert(tree: Array("/home".utf8)) }
    guard state.shell == nil, instruction.heredocs.isEmpty, !instruction.isJSON else { return nil }
    for mount in Mount.all(of: instruction, state) {
      // What is mounted hides what is there, and its place is made if it is not.
      guard let target = mount.target else { continue }
      guard let path = state.absolute(target) else { return nil }
      if target.first != 0x2f { reading.footprint.facets.insert(.workdir) }
      if mount.isBind { reading.footprint.writes.insert(tree: path) } else { reading.footprint.writes.insert(single: [path]) }
    }
    let script = ShellScript(reading: instruction.arguments)
    guard script.isRead else { return nil }
    assigned = Set(script.steps.flatMap(\.assignments).map(\.name))
    for step in script.steps { guard add(step) else { return nil } }
  }

  /// Directories of PATH beside those of the system.
  private var pathFolders: [[UInt8]] {
    (state.environment["PATH"] ?? []).split(separator: 0x3a).compactMap { state.absolute(Array($0)) }
      .filter { path in !Self.systemFolders.contains { ImagePath.isBelow(path, Array($0.utf8)) } }
  }

  /// A path as a command in the working directory means it.
  private mutating func path(_ written: [UInt8]) -> [UInt8]? {
    if written.first == 0x2f { return ImagePath.normalized(written) }
    reading.footprint.facets.insert(.workdir)
    return folder.map { ImagePath.normalized($0 + [0x2f] + written) }
  }

  private mutating func add(_ step: ShellScript.Step) -> Bool {
    guard step.nesting.isDisjoint(with: [.function, .background]) else { return false }
    for redirection in step.redirections {
      guard redirection.reads || redirection.writes else { continue }
      guard let target = redirection.target.literalValue, let place = path(target) else { return false }
      if target.elementsEqual("/dev/null".utf8) { continue }
      if redirection.writes {
        reading.footprint.writes.insert(single: [place])
      } else {
        reading.footprint.reads.insert(single: [place])
      }
    }
    for assignment in step.assignments { guard isHarmless(assignment, ofCommand: !step.words.isEmpty) else { return false } }
    guard let first = step.words.first else { return true }
    guard let name = first.literalValue else { return false }
    if name.contains(0x2f) {
      guard let program = path(name) else { return false }
      reading.footprint.manifests.insert(single: [program])
    }
    guard let invocation = Invocation(step, variables: { value(of: $0, in: step) }), invocation.wrappers.isEmpty,
      invocation.isExact
    else { return false }
    // The paths that the command names are worked out in a copy, which notes whether one started from the working directory.
    var usesFolder = false
    let files = CommandFootprint(invocation, source: source) { [folder] written in
      if written.first == 0x2f { return ImagePath.normalized(written) }
      usesFolder = true
      return folder.map { ImagePath.normalized($0 + [0x2f] + written) }
    }
    guard let files else { return false }
    if usesFolder { reading.footprint.facets.insert(.workdir) }
    reading.footprint.reads.formUnion(files.reads)
    reading.footprint.writes.formUnion(files.writes)
    reading.footprint.manifests.formUnion(files.manifests)
    if files.changesFolder {
      guard step.nesting.isEmpty, let place = files.folder else { return false }
      folder = place
    }
    if files.readsAllVariables { reading.footprint.variables = .all }
    if files.writesSystem {
      for tree in Self.systemFolders + Self.stateFolders { reading.footprint.writes.insert(tree: Array(tree.utf8)) }
      reading.footprint.reads.formUnion(PathSet(trees: Self.stateFolders))
      // An environment is where its programs are: `/app/.venv` for `/app/.venv/bin`.
      if files.writesEnvironments {
        for place in pathFolders { reading.footprint.writes.insert(tree: ImagePath.folders(above: place).first ?? place) }
        if let place = state.environment["VIRTUAL_ENV"].flatMap({ state.absolute($0) }) {
          reading.footprint.writes.insert(tree: place)
        }
        if Owner.named(state.user) != Owner.root { reading.footprint.writes.insert(tree: Array("/home".utf8)) }
      }
    }
    for (made, isShared) in files.made {
      reading.footprint.made[made] = Owner.named(state.user) + (isShared ? [] : [0x21])
    }
    if files.isPackageManager { reading.invocations.append(invocation) }
    return true
  }

  private func value(of name: [UInt8], in step: ShellScript.Step) -> [UInt8]? {
    step.nesting.contains(.repeated) || assigned.contains(name) ? nil : state.environment.variables[name]
  }

  /// Not where programs are looked for, and no path that starts from the working directory.
  private func isHarmless(_ assignment: ShellScript.Assignment, ofCommand: Bool) -> Bool {
    guard Self.isHarmless(name: assignment.name), assignment.elements.isEmpty else { return false }
    guard let value = assignment.value?.literalValue else { return !ofCommand }
    return value.first == 0x2f || !value.contains(0x2f)
  }

  static func isHarmless(name: some Collection<UInt8>) -> Bool {
    let name = String(decoding: name, as: UTF8.self)
    return !["PATH", "HOME", "IFS", "ENV", "BASH_ENV", "VIRTUAL_ENV"].contains(name) && !name.hasPrefix("LD_")
  }
}
