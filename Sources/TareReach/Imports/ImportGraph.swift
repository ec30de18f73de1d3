package import TareOCI
package import TareOwners
package import TareTree

/// Which sources of the application import which modules, and which of them the image's commands reach.
public struct ImportGraph: Sendable {
  /// What one import of a source loads.
  package struct Edge: Sendable, Hashable {
    /// A file of the module: of the application, of a package, of the interpreter.
    package var target: Int32
    package var line: Int
    package var kind: PythonImports.Kind
  }

  /// Something that the config names and that is a module: `python -m app`, `uvicorn app.main:app`.
  package struct Entry: Sendable, Hashable {
    package var file: Int32
    /// `ENTRYPOINT`, `CMD`, `HEALTHCHECK`, or `ENV`.
    package var reason: String
  }

  /// By source of the application.
  package private(set) var imports: [Int32: [Edge]] = [:]
  /// Addresses in literal strings, by source: `postgresql`.
  package private(set) var schemes: [Int32: [(scheme: String, line: Int)]] = [:]
  package private(set) var entries: [Entry] = []
  /// The application's sources that the entries reach.
  package private(set) var reached: Set<Int32> = []

  package init(_ weighing: Weighing, _ ownership: Ownership, _ config: RunConfig?, _ programs: Programs) {
    let search = ModuleSearch(weighing.tree, ownership, config)
    for file in ownership.sources.files { add(file, search) }
    entries = Self.entries(config, search, own: Set(ownership.sources.files.map(\.path)), ownership, weighing)
    entries += programs.all.filter { imports[$0.path] != nil }.map { Entry(file: $0.path, reason: $0.reason) }
    reach()
  }

  private mutating func add(_ file: ApplicationSources.File, _ search: ModuleSearch) {
    var edges: Set<Edge> = []
    for found in file.imports {
      if found.kind == .literal, found.module.last == 0x2f {
        let scheme = String(decoding: found.module.dropLast(3), as: UTF8.self)
        schemes[file.path, default: []].append((scheme, found.line))
        continue
      }
      let parts = found.module.split(separator: 0x2e).map(Array.init)
      var modules = [parts]
      // What is taken out of a package may be a module of it.
      if found.kind == .statement { modules += found.names.filter { $0 != [0x2a] }.map { parts + [$0] } }
      for module in modules where !module.isEmpty || found.level > 0 {
        let all = found.level > 0 ? search.find(module, level: found.level, from: file.path) : search.find(module, from: file.path)
        for one in all where found.kind != .literal || one.parts >= 2 {
          for target in one.files where target != file.path {
            edges.insert(Edge(target: target, line: found.line, kind: found.kind))
          }
        }
      }
    }
    imports[file.path] = edges.sorted { ($0.line, $0.target, $0.kind.rawValue) < ($1.line, $1.target, $1.kind.rawValue) }
  }

  // MARK: Entries

  private static func entries(
    _ config: RunConfig?, _ search: ModuleSearch, own: Set<Int32>, _ ownership: Ownership, _ weighing: Weighing
  ) -> [Entry] {
    var found: [Entry] = []
    func add(_ word: Substring, isModule: Bool, _ reason: String) {
      // `package.module:attribute`
      let name = word.utf8.prefix { $0 != 0x3a }
      guard !name.isEmpty, name.count <= 256, isModule || name.count < word.utf8.count || name.contains(0x2e) else { return }
      let parts = name.split(separator: 0x2e, omittingEmptySubsequences: false).map(Array.init)
      guard parts.allSatisfy({ $0.first.map { $0 >= 0x41 } ?? false && !$0.contains { $0 == 0x2f || $0 == 0x2d } }) else { return }
      for module in search.find(parts, from: nil) {
        // A package is run by its `__main__`.
        let main = isModule ? search.find(parts + [Array("__main__".utf8)], from: nil).flatMap(\.files) : []
        for file in module.files + main where isModule || own.contains(file) {
          let entry = Entry(file: file, reason: reason)
          if !found.contains(entry) { found.append(entry) }
        }
      }
    }
    for (words, reason) in commands(config) {
      for (index, word) in words.enumerated() {
        let flag = index > 0 ? words[index - 1] : ""
        add(word, isModule: ["-m", "-A", "--app"].contains(flag), reason)
      }
    }
    for variable in config?.environment ?? [] {
      if let equals = variable.firstIndex(of: "=") { add(variable[variable.index(after: equals)...], isModule: false, "ENV") }
    }
    return found
  }

  /// The words of each command; a line for a shell is cut at blanks.
  private static func commands(_ config: RunConfig?) -> [(words: [Substring], reason: String)] {
    func words(_ arguments: some Collection<String>) -> [Substring] {
      arguments.flatMap { $0.split { " \t\n;|&()<>\"'`=".contains($0) } }
    }
    var commands = [(words(config?.entrypoint ?? []), "ENTRYPOINT"), (words(config?.command ?? []), "CMD")]
    if let test = config?.healthcheck?.test, test.first != "NONE" { commands.append((words(test.dropFirst()), "HEALTHCHECK")) }
    return commands
  }

  private mutating func reach() {
    var pending = entries.map(\.file)
    while let file = pending.popLast() {
      guard let edges = imports[file], reached.insert(file).inserted else { continue }
      pending += edges.map(\.target)
    }
  }
}

/// What a source is for, by where it lies and what it is called.
extension MergedTree {
  /// Directories and names that hold what developers run and a service does not. Only a hint: what the running program
  /// imports is needed, wherever it lies.
  package func isForDevelopment(_ path: Int32) -> Bool {
    let name = String(decoding: paths.name(of: path), as: UTF8.self)
    if name.hasPrefix("test_") || name.hasSuffix("_test.py")
      || ["conftest.py", "noxfile.py", "setup.py", "tasks.py"].contains(name)
    {
      return true
    }
    var current = paths.parent(of: path)
    while current > PathTable.root {
      if developmentDirectories.contains(String(decoding: paths.name(of: current), as: UTF8.self)) { return true }
      current = paths.parent(of: current)
    }
    return false
  }
}

private let developmentDirectories: Set<String> = [
  "tests", "test", "testing", "spec", "specs", "benchmarks", "benchmark", "bench", "scripts", "docs", "doc", "examples", "example",
  "notebooks", "e2e",
]
