import TareDockerfile

/// Caches of package managers that the instruction which fills them neither switches off, mounts nor deletes.
struct KeptCaches: HabitCheck {
  let rules = ["manager-caches"]

  func habits(in text: BuildText) -> HabitOutcome {
    let fills = text.instructions.contains { $0.commands.contains { Self.kind($0) != nil } }
    return HabitOutcome(
      text.leavings(Self.leavings).map { leaving in
        Habit(
          "manager-caches", at: leaving.instruction, lines: leaving.lines,
          "\(leaving.command) keeps its cache in \(leaving.directoryText)",
          fix: leaving.fix, unless: leaving.unless)
      },
      else: fills
        ? "each cache is switched off, mounted, deleted in the same instruction, or of a stage that keeps it"
        : "no instruction runs a package manager that keeps a cache")
  }

  /// How one tool keeps its cache.
  private struct Kind {
    /// Below the user's home, or absolute.
    var directory: String
    /// Variables that name the directory, and those that switch it off.
    var places: [String] = []
    var switches: [String] = []
    var off: String
    /// Files of it are hard links to what is installed: as long as both are in one layer they weigh nothing of their own.
    var isLinked = false
  }

  private static let kinds: [String: Kind] = [
    "pip": Kind(
      directory: ".cache/pip", places: ["PIP_CACHE_DIR"], switches: ["PIP_NO_CACHE_DIR"], off: "pip install --no-cache-dir"),
    "uv": Kind(directory: ".cache/uv", places: ["UV_CACHE_DIR"], switches: ["UV_NO_CACHE"], off: "uv --no-cache", isLinked: true),
    "poetry": Kind(
      directory: ".cache/pypoetry", places: ["POETRY_CACHE_DIR"], switches: ["POETRY_NO_CACHE"], off: "poetry install --no-cache"),
    "conda": Kind(
      directory: "/opt/conda/pkgs", places: ["CONDA_PKGS_DIRS"], off: "conda clean -afy in the same RUN", isLinked: true),
    "npm": Kind(
      directory: ".npm", places: ["npm_config_cache", "NPM_CONFIG_CACHE"], off: "npm cache clean --force in the same RUN"),
    "yarn": Kind(directory: ".cache/yarn", places: ["YARN_CACHE_FOLDER"], off: "yarn cache clean in the same RUN"),
    "pnpm": Kind(
      directory: ".local/share/pnpm/store", places: ["PNPM_HOME"], off: "mount the store for the RUN", isLinked: true),
    "go": Kind(directory: "/go/pkg/mod", places: ["GOMODCACHE"], off: "go clean -modcache -cache in the same RUN"),
    "cargo": Kind(directory: "/usr/local/cargo/registry", off: "rm -rf $CARGO_HOME/registry in the same RUN"),
    "composer": Kind(directory: ".composer/cache", places: ["COMPOSER_CACHE_DIR"], off: "composer install --no-cache"),
    "mvn": Kind(directory: ".m2", off: "build in a stage of its own"),
    "gradle": Kind(directory: ".gradle", places: ["GRADLE_USER_HOME"], off: "build in a stage of its own"),
  ]

  private static func kind(_ command: TextCommand) -> (name: String, kind: Kind)? {
    if let action = command.action {
      guard [.install, .upgrade, .download, .build].contains(action.kind),
        !action.invocation.options.contains(where: { $0.name == "no-index" })
      else { return nil }
      let tool = ["mamba", "micromamba"].contains(action.invocation.tool) ? "conda" : action.invocation.tool
      return kinds[tool == "yarnpkg" ? "yarn" : tool].map { (tool, $0) }
    }
    let name = command.name ?? ""
    let tool = name == "mvnw" ? "mvn" : name == "gradlew" ? "gradle" : name
    return ["mvn", "gradle"].contains(tool) ? kinds[tool].map { (tool, $0) } : nil
  }

  static func leavings(_ instruction: TextInstruction) -> [Leaving] {
    var found: [Leaving] = []
    for (index, command) in instruction.commands.enumerated() {
      guard let (name, kind) = kind(command), command.action?.cache != .off, !kind.switches.contains(where: instruction.scope.isOn),
        !isExported(kind, instruction)
      else { continue }
      let directory = directory(command, name, kind, instruction)
      guard !directory.starts(with: "/tmp/".utf8) || !instruction.isRemoved(Array("/tmp".utf8), after: index),
        !instruction.isMounted(directory), !instruction.isRemoved(directory, after: index),
        !isCleaned(command, instruction, after: index), !found.contains(where: { $0.directory == directory })
      else { continue }
      let words = command.action.map { [$0.invocation.tool] + $0.invocation.subcommands } ?? [command.name ?? name]
      found.append(
        Leaving(
          instruction: instruction, lines: command.lines, command: words.joined(separator: " "), directory: directory,
          fix: "\(kind.off), or mount it: --mount=type=cache,target=\(String(decoding: directory, as: UTF8.self))",
          unless: kind.isLinked
            ? "what it holds are hard links to what is installed in the same layer, or the base's settings switch it off"
            : kind.switches.isEmpty ? nil : "the base sets \(kind.switches[0])"))
    }
    return found
  }

  /// `export PIP_NO_CACHE_DIR=1 && …`
  private static func isExported(_ kind: Kind, _ instruction: TextInstruction) -> Bool {
    instruction.commands.contains { command in
      command.name == "export"
        && command.words.contains { word in kind.switches.contains { word?.starts(with: Array("\($0)=".utf8)) ?? false } }
    }
  }

  private static func directory(_ command: TextCommand, _ name: String, _ kind: Kind, _ instruction: TextInstruction) -> [UInt8] {
    if let own = command.action?.cacheDirectory { return TextPath.absolute(own, in: command.directory) }
    for place in kind.places {
      if let value = instruction.scope.value(of: Array(place.utf8)) { return TextPath.absolute(value, in: command.directory) }
    }
    // yarn keeps root's beside the programs.
    if name == "yarn", instruction.scope.isRoot { return Array("/usr/local/share/.cache/yarn".utf8) }
    return TextPath.absolute(Array(kind.directory.utf8), in: instruction.scope.home)
  }

  private static func isCleaned(_ command: TextCommand, _ instruction: TextInstruction, after index: Int) -> Bool {
    instruction.commands.dropFirst(index + 1).contains { other in
      if let clean = other.action, clean.kind == .clean { return clean.ecosystem == command.action?.ecosystem }
      return other.name == "go" && command.action?.ecosystem == "golang" && other.words.contains(Array("clean".utf8))
    }
  }
}
