import TareDockerfile

/// What a tool that installs the packages of a project reads in the project: its manifests, or, where these lead to other
/// files, all of it.
struct ProjectFootprint {
  private(set) var reads = PathSet()
  private(set) var writes = PathSet()
  private(set) var manifests = PathSet()

  private let invocation: Invocation
  private let folder: [UInt8]
  private let path: (_ written: [UInt8]) -> [UInt8]?
  private let source: (_ image: [UInt8]) -> [UInt8]?

  init(
    _ invocation: Invocation, folder: [UInt8], path: @escaping ([UInt8]) -> [UInt8]?, source: @escaping ([UInt8]) -> [UInt8]?
  ) {
    self.invocation = invocation
    self.folder = folder
    self.path = path
    self.source = source
  }

  /// False where the command is not known to stay within bounds.
  mutating func read() -> Bool {
    guard options() else { return false }
    switch (invocation.tool, invocation.subcommands.joined(separator: " ")) {
    case ("pip", "install"), ("pip", "uninstall"), ("pip", "cache purge"): return requirements()
    case ("uv", "pip install"), ("uv", "pip sync"), ("uv", "pip uninstall"):
      configuration(["pyproject.toml", "uv.toml", ".python-version", ".python-versions"])
      if !invocation.has(.system) { writes.insert(tree: folder + Array("/.venv".utf8)) }
      return requirements()
    case ("uv", "sync"):
      configuration(["pyproject.toml", "uv.toml", ".python-version", ".python-versions"])
      project(["uv.lock"], output: ".venv", isWhole: !invocation.has(.noProject))
      if !has("locked"), !has("frozen") { writes.insert(single: [folder + Array("/uv.lock".utf8)]) }
    case ("poetry", "install"), ("poetry", "sync"):
      project(["pyproject.toml", "poetry.lock", "poetry.toml"], output: ".venv", isWhole: !invocation.has(.noProject))
    case ("npm", "ci"):
      project(["package.json", "package-lock.json", "npm-shrinkwrap.json", ".npmrc", "binding.gyp"], output: "node_modules")
    case ("npm", "install"):
      project(["package.json", "package-lock.json", "npm-shrinkwrap.json", ".npmrc", "binding.gyp"], output: "node_modules")
      if !has("no-package-lock") { changes(["package.json", "package-lock.json"]) }
      guard invocation.operands.allSatisfy({ $0.value.map(Self.isName) ?? false }) else { return false }
    case ("yarn", "install"), ("yarn", ""):
      project(["package.json", "yarn.lock", ".yarnrc", ".yarnrc.yml", ".npmrc", ".yarn"], output: "node_modules")
      if !has("frozen-lockfile"), !has("immutable"), !has("pure-lockfile") { changes(["yarn.lock"]) }
      changes([".pnp.cjs", ".pnp.loader.mjs", ".yarn/install-state.gz"])
    case ("pnpm", "install"):
      project(["package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml", ".npmrc", ".pnpmfile.cjs"], output: "node_modules")
      if !has("frozen-lockfile") { changes(["pnpm-lock.yaml"]) }
    case ("go", "mod download"):
      project(["go.mod", "go.sum", "go.work", "go.work.sum"], output: "")
      writes.insert(tree: Array("/go".utf8))
    default: return false
    }
    return true
  }

  private func has(_ option: String) -> Bool { invocation.options.contains { $0.name == option } }

  /// Options that name places.
  private mutating func options() -> Bool {
    for option in invocation.options where option.hasValue {
      guard let value = option.value else { return false }
      switch option.meaning {
      case .requirements, .constraints, .project: continue
      case .target, .prefix, .cache, .environment:
        guard let place = path(value) else { return false }
        writes.insert(tree: place)
      case .directory: return false
      default:
        if value.contains(0x2f), !Self.isAddress(value) {
          guard value.first == 0x2f else { return false }
          reads.insert(tree: ImagePath.normalized(value))
        }
      }
    }
    return true
  }

  // MARK: Python

  private mutating func requirements() -> Bool {
    for option in invocation.options where option.meaning == .requirements || option.meaning == .constraints {
      guard let value = option.value, let place = path(value) else { return false }
      follow(place, depth: 0)
    }
    for option in invocation.options where option.meaning == .project {
      guard let value = option.value, let place = path(value) else { return false }
      wholeProject(place)
    }
    for operand in invocation.operands {
      guard let value = operand.value else { return false }
      if Self.isLocal(value) {
        guard let place = path(Array(value.prefix { $0 != 0x5b })) else { return false }
        wholeProject(place)
      } else if value.contains(0x40), !Self.isAddress(value), value.contains(0x2f) {
        return false
      }
    }
    return true
  }

  /// Builds leave files beside what they build.
  private mutating func wholeProject(_ place: [UInt8]) {
    reads.insert(tree: place)
    writes.insert(tree: place)
  }

  /// Notes a file of requirements and those that it names.
  private mutating func follow(_ file: [UInt8], depth: Int) {
    manifests.insert(single: [file])
    guard depth < 8, let content = source(file) else { return unclosed() }
    if file.suffix(5).elementsEqual(".toml".utf8) {
      if !Self.isClosedPython(content) || Self.mentions(content, ["dynamic"]) { unclosed() }
      return
    }
    guard file.suffix(4).elementsEqual(".txt".utf8) || file.suffix(3).elementsEqual(".in".utf8) else { return unclosed() }
    let parent = ImagePath.folders(above: file).first ?? []
    for line in content.split(separator: 0x0a) {
      let line = line.drop { $0 == 0x20 || $0 == 0x09 }.filter { $0 != 0x0d }
      guard let first = line.first, first != 0x23 else { continue }
      let words = line.split { $0 == 0x20 || $0 == 0x3d || $0 == 0x09 }.map(Array.init)
      switch String(decoding: words.first ?? [], as: UTF8.self) {
      case "-r", "--requirement", "-c", "--constraint":
        guard words.count > 1, !Self.isAddress(words[1]) else { return unclosed() }
        follow(ImagePath.normalized(words[1].first == 0x2f ? words[1] : parent + [0x2f] + words[1]), depth: depth + 1)
      case "-e", "--editable", "-f", "--find-links": return unclosed()
      default:
        if first == 0x2d, line.starts(with: "-r".utf8) || line.starts(with: "-c".utf8) || line.starts(with: "-e".utf8) {
          return unclosed()
        }
        let text = Array(line.prefix { $0 != 0x23 && $0 != 0x3b })
        if Self.isLocal(text) || Self.mentions(text, ["file:", "@ .", "@ /"]) { return unclosed() }
        if text.contains(0x2f), !Self.isAddress(text) { return unclosed() }
      }
    }
  }

  /// Settings that uv looks for here and in all directories above.
  private mutating func configuration(_ names: [String]) {
    for place in [folder] + ImagePath.folders(above: folder) + [[]] {
      for name in names {
        let file = (place == [0x2f] ? [] : place) + [0x2f] + Array(name.utf8)
        manifests.insert(single: [file])
        if let content = source(file), !Self.isClosedPython(content) { unclosed() }
      }
    }
  }

  private static func isClosedPython(_ content: [UInt8]) -> Bool {
    !mentions(content, ["path =", "path=", "workspace", "file:", "editable", "{include", "find-links", "../", "\"./"])
  }

  // MARK: Others

  /// - Parameter output: the directory that packages come to lie in.
  private mutating func project(_ files: [String], output: String, isWhole: Bool = false) {
    for name in files {
      let file = folder + [0x2f] + Array(name.utf8)
      manifests.insert(single: [file])
      if let content = source(file), !isClosed(name, content) { unclosed() }
    }
    if !output.isEmpty { writes.insert(tree: folder + [0x2f] + Array(output.utf8)) }
    if isWhole { wholeProject(folder) }
  }

  private mutating func changes(_ names: [String]) { writes.insert(single: names.map { folder + [0x2f] + Array($0.utf8) }) }

  private func isClosed(_ name: String, _ content: [UInt8]) -> Bool {
    switch name {
    case "package.json":
      let hooks = [
        "preinstall", "install", "postinstall", "prepublish", "preprepare", "prepare", "postprepare", "pnpm:devPreinstall",
      ]
      return !Self.mentions(
        content, ["\"workspaces\"", "file:", "link:", "portal:", "workspace:", "patch:", "\"patchedDependencies\""])
        && (has("ignore-scripts") || !Self.mentions(content, hooks.map { "\"\($0)\"" }))
    case "pyproject.toml": return Self.isClosedPython(content)
    case "go.mod": return !Self.mentions(content, ["=> .", "=> /"])
    case "binding.gyp", ".yarn", "pnpm-workspace.yaml", ".pnpmfile.cjs", "go.work": return false
    case ".yarnrc", ".yarnrc.yml": return !Self.mentions(content, ["yarn-path", "yarnPath", "plugins"])
    default: return true
    }
  }

  /// The manifests lead to other files: nothing in the project is out of reach.
  private mutating func unclosed() { reads.insert(tree: folder) }

  // MARK: Texts

  private static func mentions(_ text: [UInt8], _ words: [String]) -> Bool {
    words.contains { word in
      let word = Array(word.utf8)
      guard text.count >= word.count else { return false }
      return (0...(text.count - word.count)).contains { text[$0] == word[0] && text[$0..<$0 + word.count].elementsEqual(word) }
    }
  }

  private static func isAddress(_ text: [UInt8]) -> Bool { mentions(text, ["://"]) && !mentions(text, ["file:"]) }

  private static func isLocal(_ text: [UInt8]) -> Bool {
    if text.first == 0x2e || text.first == 0x2f { return true }
    if [".whl", ".tar.gz", ".zip"].contains(where: { text.suffix($0.utf8.count).elementsEqual($0.utf8) }) {
      return !isAddress(text)
    }
    return text.contains(0x2f) && !text.contains(0x40) && !isAddress(text)
  }

  /// The name of a package in a registry.
  private static func isName(_ text: [UInt8]) -> Bool {
    text.first != 0x2e && text.first != 0x2f && !text.contains(0x3a) && (text.first == 0x40 || !text.contains(0x2f))
  }
}
