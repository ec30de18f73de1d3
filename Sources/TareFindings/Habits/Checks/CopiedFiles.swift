import TareBytes
import TareDockerfile

/// What COPY takes from the build context that an image does not run: measured, since the context is there.
struct CopiedFiles: HabitCheck {
  let rules = [
    "version-control", "project-tests", "tool-leftovers", "local-environments", "host-bytecode", "overwritten-later",
    "secrets-in-files",
  ]

  func habits(in text: BuildText) -> HabitOutcome {
    guard let context = text.context else { return .nothing(because: "the build context cannot be read") }
    let marks = ContextMarks(context)
    let runsTests = text.started.first { ProjectTests.runners.contains($0) && $0 != "test" }
    var habits: [Habit] = []
    for instruction in text.instructions {
      guard let copy = instruction.copy, let files = copy.files else { continue }
      var groups: [String: [TextCopy.Landed]] = [:]
      for landed in files {
        guard let rule = marks.rule(of: landed.file.path), text.ships(landed.image, of: instruction) else { continue }
        if rule == "project-tests", runsTests != nil { continue }
        if rule == "overwritten-later", !installsNode(text, instruction) { continue }
        groups[rule, default: []].append(landed)
      }
      for (rule, group) in groups.sorted(by: { $0.key < $1.key }) {
        let bytes = group.reduce(0) { $0 + $1.file.size }
        guard bytes > 0 else { continue }
        habits.append(habit(rule, instruction, group, bytes, marks))
      }
    }
    return HabitOutcome(habits, else: "of the files that COPY takes from the build context none is of the kind")
  }

  private func habit(
    _ rule: String, _ instruction: TextInstruction, _ group: [TextCopy.Landed], _ bytes: Int, _ marks: ContextMarks
  ) -> Habit {
    var tops: [String: Int] = [:]
    for landed in group { tops[marks.top(of: landed.file.path), default: 0] += landed.file.size }
    let heaviest = tops.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let names = heaviest.prefix(3).map { EscapedText.printable($0.key) }
    let what: String =
      switch rule {
      case "version-control": "the repository with its history"
      case "project-tests": "tests of the project"
      case "tool-leftovers": "what development tools left"
      case "local-environments": "a virtual environment of this machine"
      case "host-bytecode": "bytecode of this machine"
      case "overwritten-later": "packages of Node of this machine, which the image installs too"
      default: "files that hold secrets"
      }
    let listed = names.joined(separator: ", ") + (heaviest.count > 3 ? " and \(heaviest.count - 3) more" : "")
    let copy = instruction.keyword == .add ? "ADD" : "COPY"
    return Habit(
      rule, at: instruction, "\(copy) takes \(what): \(listed)",
      evidence: heaviest.prefix(3).map { "\(Quantity.size($0.value)) \(EscapedText.printable($0.key))" },
      fix: rule == "secrets-in-files"
        ? "list it in .dockerignore, mount it when the container starts, and make a new secret"
        : "list \(listed) in .dockerignore, or copy less",
      unless: rule == "version-control" || rule == "project-tests" ? "the running program reads it" : nil, contextBytes: bytes)
  }

  private func installsNode(_ text: BuildText, _ instruction: TextInstruction) -> Bool {
    text.instructions.contains { other in
      other.place.stage == instruction.place.stage
        && other.commands.contains { $0.action?.ecosystem == "npm" && $0.action?.kind == .install && $0.action?.target != .global }
    }
  }
}

/// Which files of a context are of which kind, by the directories that they lie in.
private struct ContextMarks {
  /// Directories, without a slash at the end, and the rule for all below them.
  private var directories: [[UInt8]: String] = [:]
  private var single: [[UInt8]: String] = [:]

  init(_ context: ContextFiles) {
    for file in context.files { mark(file, context) }
    // Tests count where a file in the directory is named as a test is.
    for file in context.files {
      let parts = file.path.split(separator: 0x2f)
      guard let name = parts.last, ProjectTests.isTest(String(decoding: name, as: UTF8.self)) else { continue }
      guard let depth = parts.dropLast().firstIndex(where: { ProjectTests.names.contains(String(decoding: $0, as: UTF8.self)) })
      else { continue }
      let directory = Array(parts[...depth].joined(separator: [0x2f]))
      if directories[directory] == nil { directories[directory] = "project-tests" }
    }
  }

  private mutating func mark(_ file: ContextFiles.File, _ context: ContextFiles) {
    let parts = file.path.split(separator: 0x2f)
    guard let last = parts.last else { return }
    let name = String(decoding: last, as: UTF8.self)
    func directory(_ count: Int) -> [UInt8] { Array(parts[..<count].joined(separator: [0x2f])) }
    for (index, part) in parts.dropLast().enumerated() {
      switch String(decoding: part, as: UTF8.self) {
      case ".git", ".hg", ".svn": directories[directory(index + 1)] = "version-control"
      case "__pycache__": directories[directory(index + 1)] = "host-bytecode"
      case "node_modules":
        directories[directory(index + 1)] = "overwritten-later"
        return
      case let other where ToolLeftovers.directories.contains(other): directories[directory(index + 1)] = "tool-leftovers"
      default: continue
      }
      return
    }
    if name == "pyvenv.cfg", parts.count > 1 { directories[directory(parts.count - 1)] = "local-environments" }
    if ToolLeftovers.files.contains(name) { single[file.path] = "tool-leftovers" }
    let parent = parts.count > 1 ? String(decoding: parts[parts.count - 2], as: UTF8.self) : ""
    if Self.isSecret(file, name, parent, context) { single[file.path] = "secrets-in-files" }
  }

  private static func isSecret(_ file: ContextFiles.File, _ name: String, _ parent: String, _ context: ContextFiles) -> Bool {
    let isKey = name.hasSuffix(".pem") || name.hasSuffix(".key")
    guard isKey || CredentialFiles.kind(name, in: parent) != nil, file.size <= 64 << 10 else { return false }
    guard let text = context.read(file.path, 64 << 10) else { return !isKey && CredentialFiles.isTelling(name, in: parent) }
    return text.withUnsafeBytes { bytes in
      SecretShapes.privateKey(in: bytes) != nil || !SecretShapes.tokens(in: bytes).isEmpty
        || !isKey && CredentialFiles.holdsSecret(bytes, name, in: parent)
    }
  }

  func rule(of path: [UInt8]) -> String? { single[path] ?? directory(of: path).flatMap { directories[$0] } }

  /// What to name in a list: the outermost directory of the kind, or the file.
  func top(of path: [UInt8]) -> String { String(decoding: single[path] != nil ? path : directory(of: path) ?? path, as: UTF8.self) }

  private func directory(of path: [UInt8]) -> [UInt8]? {
    var index = path.startIndex
    while let slash = path[index...].firstIndex(of: 0x2f) {
      if directories[Array(path[..<slash])] != nil { return Array(path[..<slash]) }
      index = slash + 1
    }
    return nil
  }
}
