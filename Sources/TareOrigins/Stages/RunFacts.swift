import TareDockerfile

/// What a RUN installs and which files it writes, as far as its words tell.
struct RunFacts: Sendable {
  struct Install: Sendable {
    var ecosystem: String
    /// Packages by normalised name, with the place of the word in the Dockerfile.
    var names: [(name: String, place: Range<Int>)]
    /// Absolute paths of files that name packages.
    var files: [[UInt8]]
    /// The project in a directory is installed, by its absolute path.
    var projects: [[UInt8]]
    var withoutDependencies: Bool
    /// All that is asked for is in the lists above.
    var isExact: Bool
  }

  private(set) var installs: [Install] = []
  /// Absolute paths, and whether all below them is meant.
  private(set) var writes: [(path: [UInt8], isRecursive: Bool)] = []
  /// False where it may write more.
  private(set) var isComplete = true

  init(_ instruction: Instruction, workingDirectory: [UInt8], lookup: ([UInt8]) -> [UInt8]?) {
    guard !instruction.isJSON, instruction.heredocs.isEmpty else {
      isComplete = false
      return
    }
    let script = ShellScript(reading: instruction.arguments)
    isComplete = script.isRead
    var directory: [UInt8]? = workingDirectory
    for step in script.steps {
      if let target = Self.changesDirectory(step, lookup) {
        if !step.nesting.contains(.subshell) {
          directory = target.flatMap { path in directory.map { AbsolutePath.of(path, in: $0) } }
        }
        continue
      }
      let effect = FileEffect(step, variables: lookup)
      if let invocation = Invocation(step, variables: lookup), let action = PackageAction(invocation) {
        if action.kind == .install || action.kind == .upgrade || action.kind == .build {
          installs.append(Self.install(action, script.text, directory ?? workingDirectory))
        }
        continue
      }
      if !effect.isComplete { isComplete = false }
      for item in effect.writes {
        guard case .literal(let path) = item.path, path.first == 0x2f || directory != nil else {
          isComplete = false
          continue
        }
        writes.append((AbsolutePath.of(path, in: directory ?? [0x2f]), item.isRecursive))
      }
    }
  }

  /// The target of `cd`; nil inside for one that is not known.
  private static func changesDirectory(_ step: ShellScript.Step, _ lookup: ([UInt8]) -> [UInt8]?) -> [UInt8]?? {
    guard step.words.count == 2, step.words[0].literalValue == Array("cd".utf8) else { return nil }
    return .some(step.words[1].value(expanding: lookup))
  }

  private static func install(_ action: PackageAction, _ text: LogicalText, _ directory: [UInt8]) -> Install {
    var names: [(String, Range<Int>)] = []
    var projects: [[UInt8]] = action.usesProject ? [directory] : []
    var isExact = action.isExact
    for package in action.packages {
      if let name = package.name {
        names.append(
          (PackageName.normalised(String(decoding: name, as: UTF8.self), action.ecosystem), text.source(of: package.range)))
      } else if case .path(let path) = package.source {
        projects.append(AbsolutePath.of(path, in: directory))
      } else {
        isExact = false
      }
    }
    var files: [[UInt8]] = []
    for declaration in action.declarations where declaration.kind != .constraints {
      if let path = declaration.path { files.append(AbsolutePath.of(path, in: directory)) } else { isExact = false }
    }
    return Install(
      ecosystem: action.ecosystem, names: names, files: files, projects: projects,
      withoutDependencies: action.withoutDependencies, isExact: isExact)
  }
}

/// Names of packages as their ecosystem compares them.
enum PackageName {
  static func normalised(_ name: String, _ ecosystem: String) -> String {
    guard ecosystem == "pypi" else { return ecosystem == "deb" ? String(name.prefix { $0 != ":" }) : name }
    var result = ""
    for character in name.lowercased() {
      let plain: Character = character == "_" || character == "." ? "-" : character
      if plain == "-", result.last == "-" { continue }
      result.append(plain)
    }
    return result
  }
}
