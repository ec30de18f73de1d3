import TareOwners
import TareTree

/// Tests, documents and examples that packages of Node were published with.
///
/// Nobody runs or reads them in a container. Delete them in the instruction that installs, or in the build stage before the
/// copy; `npm prune` and `npm ci` do not.
///
/// Only directories at the top of a package count, and only where its `package.json` does not name them as what is loaded.
/// Licences stay.
struct NodePackageExtras: Rule {
  static let name = "node-package-extras"
  static let family = RuleFamily.languages
  static let summary = "Tests, documents and examples inside packages of Node"

  private static let names: Set<String> = [
    "test", "tests", "__tests__", "docs", "doc", "example", "examples", "benchmark", "benchmarks", ".github", "coverage",
    ".nyc_output",
  ]

  func findings(in context: RuleContext) throws -> RuleOutcome {
    let tree = NodeTree(context)
    guard !tree.packages.isEmpty else { return .nothing(because: "no package of Node is the image's own") }
    var found: [Int32: [(package: NodeTree.Package, file: ShownFile)]] = [:]
    for package in tree.packages {
      for name in Self.names.sorted() {
        guard let directory = context.tree.child(name.utf8, of: package.directory), context.isDirectory(directory),
          try !isLoaded(name, package, context)
        else { continue }
        for file in context.files(below: directory) where context.ownership.owners[Int(file.content)] == .package(package.number) {
          found[package.modules, default: []].append((package, file))
        }
      }
    }
    guard !found.isEmpty else { return .nothing(because: "no package of Node holds any") }
    let names = Self.names.sorted().joined(separator: ",")
    return .findings(
      found.sorted { $0.key < $1.key }.map { modules, files in
        let contents = Set(files.map(\.file.content)).sorted()
        let rows = context.rowsHolding(contents)
        let root = context.text(modules)
        return Finding(
          key: root, title: "Tests, documents and examples of the packages in \(root)",
          claim: context.claim(files: files.map(\.file)),
          evidence: ["\(context.counted(files.count, "file"))"] + NodeTree.heaviest(files, context), effort: .oneLine,
          risk: Risk(.low, "a package that loads one of these directories by a name made at run time fails"),
          fixes: [
            Finding.Fix("\(context.endings(ofRows: Array(rows.prefix(1)))): rm -rf \(root)/{*,@*/*}/{\(names)}")
          ], rows: rows)
      })
  }

  /// Whether `main`, `module` or `browser` of the package lie in the directory; what cannot be read may be.
  private func isLoaded(_ name: String, _ package: NodeTree.Package, _ context: RuleContext) throws -> Bool {
    guard let file = context.file(at: context.ownership.packages[Int(package.number)].package.record),
      let text = try context.bytes(of: file.content)
    else { return true }
    return text.withUnsafeBytes { bytes in
      var json = JSONScanner(bytes)
      guard json.beginObject() else { return true }
      while let key = json.nextKey() {
        guard ["main", "module", "browser", "bin"].contains(key) else {
          json.skip()
          continue
        }
        if let path = json.string(), path.hasPrefix(name + "/") || path.hasPrefix("./\(name)/") { return true }
      }
      return false
    }
  }
}
