import TareOwners
import TareTree

/// Directories of tests inside installed distributions, told from those that something imports.
struct TestSuites {
  /// By path of a file: the outermost directory of tests around it; -1 for none.
  private var suiteOf: [Int32]
  /// Suites that something imports, with one that does.
  private(set) var kept: [Int32: Int32] = [:]
  /// Sources looked through for imports.
  private(set) var read = 0
  private(set) var unread = 0
  private let context: RuleContext

  private static let names: Set<String> = ["tests", "test", "_tests"]

  /// - Throws: `FileError` or `FileShrunk` when the image can no longer be read.
  init(_ installed: InstalledFiles, _ context: RuleContext) throws {
    self.context = context
    suiteOf = [Int32](repeating: -1, count: context.tree.nodes.count)
    let names = Self.names.map { Array($0.utf8) }
    let sites = Set(installed.sites)
    // By path: whether it lies in an environment. A parent has a smaller number.
    var isInside = [Bool](repeating: false, count: suiteOf.count)
    for path in suiteOf.indices.dropFirst() {
      let parent = Int(context.paths.parent(of: Int32(path)))
      isInside[path] = isInside[parent] || sites.contains(Int32(parent))
      guard isInside[path] else { continue }
      if suiteOf[parent] >= 0 {
        suiteOf[path] = suiteOf[parent]
      } else if context.isDirectory(Int32(path)), names.contains(where: { context.paths.name(of: Int32(path)).elementsEqual($0) }) {
        suiteOf[path] = Int32(path)
      }
    }
    try keepImported(installed)
  }

  /// Whether a file lies in a suite that nothing imports.
  func contains(_ path: Int32) -> Bool {
    let suite = suiteOf[Int(path)]
    return suite >= 0 && kept[suite] == nil
  }

  // MARK: Imports

  private mutating func keepImported(_ installed: InstalledFiles) throws {
    for (file, edges) in context.reach.imports.imports.sorted(by: { $0.key < $1.key }) where suiteOf[Int(file)] < 0 {
      for edge in edges { keep(edge.target, importedBy: file) }
    }
    var testing: Set<Int32> = []
    for file in installed.files where suiteOf[Int(file.shown.path)] >= 0 { testing.insert(file.package) }
    for file in installed.files where testing.contains(file.package) && suiteOf[Int(file.shown.path)] < 0 {
      guard isModule(file.shown.path) else { continue }
      if context.hasNothingToRead(file.shown.content) {
        read += 1
        continue
      }
      guard let text = try context.bytes(of: file.shown.content, limit: RuleFiles.largestSource) else {
        unread += 1
        continue
      }
      read += 1
      guard text.withUnsafeBytes(TestMentions.areIn) else { continue }
      for found in PythonImports(text).all where found.kind != .literal { look(found, in: file) }
    }
  }

  /// What collects tests for pytest is no use of them.
  private func isModule(_ path: Int32) -> Bool {
    let name = context.paths.name(of: path)
    return name.suffix(3).elementsEqual(".py".utf8) && !name.elementsEqual("conftest.py".utf8) && !name.starts(with: "test_".utf8)
  }

  private mutating func keep(_ target: Int32, importedBy file: Int32) {
    let suite = suiteOf[Int(target)]
    if suite >= 0, kept[suite] == nil { kept[suite] = file }
  }

  private mutating func look(_ found: PythonImports.Import, in file: InstalledFiles.File) {
    var directory = file.site
    if found.level > 0 {
      directory = context.paths.parent(of: file.shown.path)
      for _ in 1..<max(1, found.level) where directory > PathTable.root { directory = context.paths.parent(of: directory) }
    }
    let parts = found.module.split(separator: 0x2e).map(Array.init)
    // What is taken out of a package may be a module of it.
    for module in [parts] + found.names.map({ parts + [$0] }) where !module.isEmpty {
      var place = directory
      for part in module {
        guard let next = context.tree.child(part, of: place) else { break }
        place = next
        if suiteOf[Int(place)] >= 0 {
          keep(place, importedBy: file.shown.path)
          break
        }
      }
    }
  }
}
