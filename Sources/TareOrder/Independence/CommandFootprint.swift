import TareDockerfile

/// What one command reads and writes beside programs and libraries. Only commands that are known well have one.
struct CommandFootprint {
  typealias Path = ([UInt8]) -> [UInt8]?

  var reads = PathSet()
  var writes = PathSet()
  var manifests = PathSet()
  /// Directories, and whether it does not matter who makes them.
  var made: [([UInt8], Bool)] = []
  var writesSystem = false
  var writesEnvironments = false
  var readsAllVariables = false
  var isPackageManager = false
  var changesFolder = false
  var folder: [UInt8]?

  private let invocation: Invocation
  private let source: (_ image: [UInt8]) -> [UInt8]?
  private let path: Path

  /// Nil for a command that is not known to stay within bounds.
  /// - Parameters:
  ///   - source: the content of the file of the context that is at a path of the image; nil where none is known to be.
  ///   - path: a path as the command means it; nil where that is not known.
  init?(
    _ invocation: Invocation, source: @escaping (_ image: [UInt8]) -> [UInt8]?, path: @escaping Path
  ) {
    self.invocation = invocation
    self.source = source
    self.path = path
    let isKnown: Bool
    switch invocation.tool {
    case "true", ":", "echo", "printf", "set": isKnown = true
    case "export":
      isKnown = invocation.operands.allSatisfy { operand in
        guard let value = operand.value, let equals = value.firstIndex(of: 0x3d) else { return false }
        return RunFootprint.isHarmless(name: value[..<equals]) && !value[equals...].contains(0x2f)
      }
    case "cd": isKnown = changeFolder()
    case "mkdir": isKnown = makeFolders()
    case "rm", "rmdir", "touch": isKnown = eachOperand { $0.writes.insert(tree: $1) }
    case "chown", "chmod", "chgrp": isKnown = !invocation.has(.reference) && eachOperand(after: 1) { $0.writes.insert(tree: $1) }
    case "useradd", "groupadd", "adduser", "addgroup", "usermod": isKnown = accounts()
    case "apt-get", "apk", "dnf": isKnown = systemPackages()
    case "pip", "uv", "poetry", "npm", "yarn", "pnpm", "go": isKnown = projectPackages()
    default: isKnown = false
    }
    guard isKnown else { return nil }
  }

  /// - Parameter body: called with each operand's path; of a pattern, with the directory that its matches lie in.
  private mutating func eachOperand(after count: Int = 0, _ body: (inout Self, [UInt8]) -> Void) -> Bool {
    for operand in invocation.operands.dropFirst(count) {
      guard let written = operand.value ?? operand.word.pattern().map(Self.folder(ofPattern:)), let place = path(written) else {
        return false
      }
      body(&self, place)
    }
    return true
  }

  private static func folder(ofPattern pattern: [UInt8]) -> [UInt8] {
    let plain = pattern.prefix { $0 != 0x2a && $0 != 0x3f && $0 != 0x5b && $0 != 0x5c }
    return plain.lastIndex(of: 0x2f).map { Array(plain[...$0]) } ?? [0x2e]
  }

  private mutating func changeFolder() -> Bool {
    guard invocation.operands.count == 1, let written = invocation.operands[0].value, let place = path(written) else {
      return false
    }
    (changesFolder, folder) = (true, place)
    return true
  }

  private mutating func makeFolders() -> Bool {
    let isShared = invocation.has(.parents) && !invocation.options.contains { $0.name == "mode" }
    return eachOperand { footprint, place in
      footprint.made.append((place, isShared))
      if isShared { footprint.made += ImagePath.folders(above: place).map { ($0, true) } }
    }
  }

  private mutating func accounts() -> Bool {
    for tree in ["/etc", "/var", "/home"] { writes.insert(tree: Array(tree.utf8)) }
    for option in invocation.options where option.meaning == .directory || option.name == "home" {
      guard let value = option.value, let place = path(value) else { return false }
      writes.insert(tree: place)
    }
    return true
  }

  private mutating func systemPackages() -> Bool {
    guard let verb = invocation.verb, [.install, .remove, .refresh, .upgrade, .clean].contains(verb) else { return false }
    for option in invocation.options where option.hasValue {
      guard let value = option.value, !["root", "installroot", "config", "c"].contains(option.name) else { return false }
      if [.prefix, .target, .directory, .outputDirectory].contains(option.meaning) { return false }
      if option.meaning == .setting, !["APT::", "Acquire::", "Dpkg::", "DPkg::"].contains(where: { value.starts(with: $0.utf8) }) {
        return false
      }
    }
    for operand in invocation.operands {
      guard let value = operand.value else { return false }
      guard value.contains(0x2f) || [".deb", ".rpm", ".apk"].contains(where: { value.suffix(4).elementsEqual($0.utf8) }) else {
        continue
      }
      // `package/bookworm-backports` names a release, but `./package.deb` a file.
      guard value.first == 0x2e || value.first == 0x2f else {
        if value.suffix(4).first == 0x2e { return false }
        continue
      }
      guard let place = path(value) else { return false }
      reads.insert(tree: place)
    }
    (writesSystem, isPackageManager) = (true, true)
    return true
  }

  /// A tool that installs what a project asks for.
  private mutating func projectPackages() -> Bool {
    guard let here = path([0x2e]) else { return false }
    var project = ProjectFootprint(invocation, folder: here, path: path, source: source)
    guard project.read() else { return false }
    reads.formUnion(project.reads)
    writes.formUnion(project.writes)
    manifests.formUnion(project.manifests)
    (writesSystem, writesEnvironments, readsAllVariables, isPackageManager) = (true, true, true, true)
    return true
  }
}
