import TareOwners
import TareReach
import TareTree

/// Which of some directories or files of the project the program that runs uses, as far as can be seen: what commands and
/// environment name, what sources import, what links lead to, and what literal strings and scripts name.
struct ProjectUse {
  /// By directory or file that was asked about: what uses it, in words.
  private(set) var uses: [Int32: String] = [:]
  /// Sources, scripts and settings that were looked through.
  private(set) var read = 0
  private(set) var unread = 0
  private let context: RuleContext
  private let tops: [Int32]
  private let topSet: Set<Int32>
  private let byWord: [[UInt8]: [Int32]]
  private let words: NamedWords

  /// - Parameters:
  ///   - tops: directories or files. What lies in one of them is no use of another.
  ///   - names: further names by which each is known, as files in it.
  ///   - commands: names of programs that would use all of them.
  ///   - byImports: whether an import counts; of several environments nobody can say which one it loads from.
  /// - Throws: `FileError` or `FileShrunk` when the image can no longer be read.
  init(
    of tops: [Int32], in project: ProjectFiles, _ context: RuleContext, names: [Int32: [String]] = [:], commands: Set<String> = [],
    byImports: Bool = true
  ) throws {
    self.context = context
    self.tops = tops
    topSet = Set(tops)
    var byWord: [[UInt8]: [Int32]] = [:]
    for top in tops {
      for word in [context.lastPart(top)] + (names[top] ?? []) { byWord[Array(word.utf8), default: []].append(top) }
    }
    for command in commands { byWord[Array(command.utf8)] = tops }
    self.byWord = byWord
    words = NamedWords(byWord.keys.map { String(decoding: $0, as: UTF8.self) }, commands: commands)
    guard !tops.isEmpty else { return }
    lookAtConfig()
    if byImports { lookAtImports() }
    lookAtLinks()
    try lookAtTexts(project)
  }

  /// Whether a container is a shell for somebody to type into: what he starts there leaves no trace in the image.
  var isShell: Bool {
    let started = StartedPrograms.names(context)
    return started.isEmpty
      || started.isSubset(of: ["sh", "bash", "ash", "dash", "zsh", "ksh", "fish", "tini", "-l", "--login", "-i"])
  }

  /// A program of the project that the image starts and that is no text: what it opens cannot be seen.
  var unreadableProgram: Int32? {
    Programs(context.tree, context.config).all.map(\.path).first { path in
      guard let file = context.file(at: path) else { return false }
      switch context.ownership.owners[Int(file.content)] {
      case .application: break
      case .nobody: if context.isInBase(layer: file.layer) { return false }
      case .package(let number): if ![.golang, .cargo, .maven].contains(context.package(number).ecosystem) { return false }
      case .base: return false
      }
      let name = context.lastPart(path)
      return context.entry(of: file.content)?.magic == .elf
        || [".jar", ".war", ".dll", ".phar", ".pyz", ".pex"].contains { name.hasSuffix($0) }
    }
  }

  /// How the project was looked through, as a line of evidence.
  var evidence: String {
    let sources = context.counted(read, "source, script and setting", "sources, scripts and settings")
    let rest = unread > 0 ? "; \(context.counted(unread, "other")) could not be read" : ""
    return read == 0 && unread == 0
      ? "no command and no variable of the image names it; the project has no source that could"
      : "no command of the image names it, and none of \(sources) imports or names it\(rest)"
  }

  private mutating func note(_ top: Int32, _ words: String) { if uses[top] == nil { uses[top] = words } }

  private func top(of path: Int32) -> Int32? {
    var current = path
    while current > PathTable.root {
      if topSet.contains(current) { return current }
      current = context.paths.parent(of: current)
    }
    return nil
  }

  private mutating func lookAtConfig() {
    for program in Programs(context.tree, context.config).all {
      if let top = top(of: program.path) { note(top, "\(program.reason) starts \(context.text(program.path))") }
    }
    guard let config = context.config else { return }
    let test = config.healthcheck?.test.map { $0.first == "NONE" ? [] : Array($0.dropFirst()) } ?? []
    for (reason, texts) in [
      ("ENTRYPOINT", config.entrypoint ?? []), ("CMD", config.command ?? []), ("HEALTHCHECK", test),
      ("ENV", config.environment ?? []),
    ] {
      for text in texts { look(Array(text.utf8), as: .script, by: "\(reason) names it") }
    }
  }

  private mutating func lookAtImports() {
    let imports = context.reach.imports
    for file in imports.reached.sorted() {
      if let top = top(of: file) { note(top, "what the image runs imports \(context.text(file))") }
    }
    for (file, edges) in imports.imports.sorted(by: { $0.key < $1.key }) where top(of: file) == nil {
      if context.tree.isForDevelopment(file), !imports.reached.contains(file) { continue }
      for edge in edges {
        if let top = top(of: edge.target) { note(top, "\(context.text(file)) imports it") }
      }
    }
  }

  private mutating func lookAtLinks() {
    for path in context.tree.nodes.indices where context.tree.nodes[path].exists && context.tree.nodes[path].kind == .symbolicLink {
      guard let target = context.tree.target(of: context.paths.bytes(of: Int32(path))), let top = top(of: target),
        !context.paths.lies(Int32(path), in: top)
      else { continue }
      note(top, "\(context.text(Int32(path))) leads to it")
    }
  }

  private mutating func lookAtTexts(_ project: ProjectFiles) throws {
    // A project that is installed runs from where it is installed.
    var files = project.files
    for (number, owned) in context.ownership.packages.enumerated() where owned.package.isLocal {
      files += context.contents(ofPackage: Int32(number)).compactMap { context.file(at: context.home(of: $0)) }
    }
    var found: [(text: [UInt8], kind: NamedWords.Kind, path: Int32)] = []
    let others = files.filter { top(of: $0.path) == nil }
    (read, unread) = try ProjectTexts.read(others, context) { file, text, kind in found.append((text, kind, file.path)) }
    for each in found { look(each.text, as: each.kind, by: "\(context.text(each.path)) names it") }
  }

  private mutating func look(_ text: [UInt8], as kind: NamedWords.Kind, by reason: String) {
    var named: [Int32] = []
    words.look(text, as: kind) { word, atRoot in
      for top in byWord[word] ?? [] where !atRoot || context.paths.parent(of: top) == PathTable.root { named.append(top) }
    }
    for top in named { note(top, reason) }
  }
}
