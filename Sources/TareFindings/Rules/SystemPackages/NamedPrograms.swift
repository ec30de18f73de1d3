import TareLayers
import TareOwners
import TareTree

/// Which of some programs the application's own files name: scripts, sources, settings. A program started by name leaves no
/// other trace.
struct NamedPrograms {
  /// By name of a program: a file that names it.
  private(set) var found: [String: Int32] = [:]
  /// Files of the application that were not read: too large, or gone with a layer that passed once.
  private(set) var unread = 0

  private static let sizeLimit = 512 << 10
  private static let totalLimit = 64 << 20

  /// - Throws: `FileError` or `FileShrunk` when the image can no longer be read.
  init(_ names: Set<String>, _ context: RuleContext) throws {
    guard !names.isEmpty else { return }
    let wanted = Set(names.map { Array($0.utf8) })
    let longest = wanted.map(\.count).max() ?? 0
    var total = 0
    for path in context.tree.nodes.indices {
      guard let file = context.file(at: Int32(path)), file.size > 0, Self.isText(file, context) else { continue }
      if context.tree.isForDevelopment(file.path), !context.reach.imports.reached.contains(file.path) { continue }
      guard file.size <= Self.sizeLimit, total + file.size <= Self.totalLimit, let text = try context.bytes(of: file.content) else {
        unread += 1
        continue
      }
      total += file.size
      look(text, wanted, longest, file.path, isScript: Self.isScript(file, text, context))
    }
  }

  private static let endings: Set<String> = [
    "py", "sh", "bash", "js", "mjs", "cjs", "ts", "rb", "php", "pl", "yaml", "yml", "toml", "ini", "cfg", "conf", "json", "env",
    "service",
  ]

  /// Of the application, or put somewhere by COPY without a package: an entry script in /usr/local/bin.
  private static func isText(_ file: ShownFile, _ context: RuleContext) -> Bool {
    switch context.ownership.owners[Int(file.content)] {
    case .application: break
    case .nobody:
      // A script or a setting in /etc that COPY put there.
      guard ["COPY", "ADD"].contains(context.keyword(ofLayer: file.layer) ?? "COPY"), !context.isInBase(layer: file.layer) else {
        return false
      }
    case .package, .base: return false
    }
    if context.entry(of: file.content)?.magic == .script { return true }
    let name = context.lastPart(file.path)
    if declarations.contains(name) { return false }
    guard let dot = name.lastIndex(of: ".") else { return ["Procfile", "crontab"].contains(name) }
    return endings.contains(String(name[name.index(after: dot)...]))
  }

  /// Whether words stand for themselves, as in a shell script or a setting. In sources they stand in literals.
  private static func isScript(_ file: ShownFile, _ text: [UInt8], _ context: RuleContext) -> Bool {
    let name = context.lastPart(file.path)
    guard let dot = name.lastIndex(of: ".") else { return !text.prefix(64).withUnsafeBytes({ $0.contains(subsequence: "python") }) }
    return ["sh", "bash", "yaml", "yml", "toml", "ini", "cfg", "conf", "env", "service"]
      .contains(String(name[name.index(after: dot)...]))
  }

  /// What lists what is to be installed is no use of it.
  private static let declarations: Set<String> = [
    "pyproject.toml", "setup.cfg", "poetry.lock", "uv.lock", "Pipfile", "Pipfile.lock", "pdm.lock", "package-lock.json",
    "environment.yml",
    "environment.yaml", "tox.ini", "mypy.ini", "pytest.ini", ".pre-commit-config.yaml", "docker-compose.yml", "compose.yaml",
  ]

  private mutating func look(_ text: [UInt8], _ wanted: Set<[UInt8]>, _ longest: Int, _ path: Int32, isScript: Bool) {
    var place = 0
    var isFirstLine = text.starts(with: "#!".utf8)
    var isComment = false
    var before: UInt8 = 0x0a
    while place < text.count {
      let byte = text[place]
      guard byte.isProgramName else {
        if byte == 0x0a { (isFirstLine, isComment) = (false, false) }
        if byte == 0x23, before.isBlank, !isFirstLine { isComment = true }
        before = byte
        place += 1
        continue
      }
      var end = place + 1
      while end < text.count, text[end].isProgramName { end += 1 }
      let isQuoted = before == 0x22 || before == 0x27 || before == 0x60 || before == 0x2f
      if end - place <= longest, !isComment, isScript || isFirstLine || isQuoted {
        let word = Array(text[place..<end])
        if wanted.contains(word) {
          let name = String(decoding: word, as: UTF8.self)
          if found[name] == nil { found[name] = path }
        }
      }
      before = text[end - 1]
      place = end
    }
  }
}

extension UInt8 {
  /// Letters, digits, and the marks that names of programs have.
  fileprivate var isProgramName: Bool {
    switch self {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2b, 0x2d, 0x2e, 0x5f: true
    default: false
    }
  }

  fileprivate var isBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0a || self == 0x0d }
}
