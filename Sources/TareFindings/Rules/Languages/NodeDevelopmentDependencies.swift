import TareOwners
import TareReach
import TareTree

/// What `devDependencies` bring, installed in an image that runs the program.
///
/// Compilers, bundlers, linters and test runners, with all that only they need, are often most of `node_modules`. Install
/// without them (`npm ci --omit=dev`, `yarn workspaces focus --production`, `pnpm install --prod`), or build in one stage and
/// install for the final one anew; `npm prune --omit=dev` in the instruction that installs does as well.
///
/// The project's `package.json` beside `node_modules` says which they are. One that a source of the project imports, that a
/// command or `scripts.start` names, or that another dependency needs is not claimed.
struct NodeDevelopmentDependencies: Rule {
  static let name = "node-development-dependencies"
  static let family = RuleFamily.languages
  static let summary = "devDependencies, and what only they need, in node_modules"

  func findings(in context: RuleContext) throws -> RuleOutcome {
    let tree = NodeTree(context)
    guard !tree.packages.isEmpty else { return .nothing(because: "no package of Node is the image's own") }
    let start = try NodeStart(context)
    var findings: [Finding] = []
    var looked = 0
    for (path, declarations) in context.ownership.sources.declarations where context.lastPart(path) == "package.json" {
      guard let modules = context.tree.child("node_modules".utf8, of: context.paths.parent(of: path)) else { continue }
      let declared = declarations.filter { $0.ecosystem == .npm }
      guard !declared.isEmpty else { continue }
      looked += 1
      if let finding = try finding(path, modules, declared, tree, start, context) { findings.append(finding) }
    }
    guard findings.isEmpty else { return .findings(findings) }
    return .nothing(
      because: looked == 0
        ? "no package.json of the project lies beside node_modules" : "node_modules holds none, or what runs uses it")
  }

  private func finding(
    _ manifest: Int32, _ modules: Int32, _ declared: [Declaration], _ tree: NodeTree, _ start: NodeStart, _ context: RuleContext
  ) throws -> Finding? {
    let inside = tree.packages.filter { $0.modules == modules }
    var tops: [String: Int32] = [:]
    for package in inside where isTop(package.directory, modules, context) { tops[package.name] = package.number }
    let runtime = Set(declared.filter { $0.group != .development && $0.group != .locked }.map(\.name))
    let development = Set(declared.filter { $0.group == .development }.map(\.name)).subtracting(runtime)
    let used = try imported(manifest, context).union(start.names).union(programs(modules, start, tree, context))
    let kept = closure(of: tops.filter { runtime.contains($0.key) || used.contains($0.key) }.map(\.value), context)
    let loose = tops.filter { development.contains($0.key) && !kept.contains($0.value) }
    guard !loose.isEmpty else { return nil }
    let numbers = Set(inside.map(\.number))
    let freed = closure(of: Array(loose.values), context).subtracting(kept).intersection(numbers).sorted()
    let contents = freed.flatMap { context.contents(ofPackage: $0) }
    let rows = context.rowsHolding(contents)
    let others = freed.count - loose.count
    return Finding(
      key: context.text(modules), title: "Development dependencies in \(context.text(modules))",
      claim: context.claim(contents: contents),
      evidence: context.heaviest(packages: freed) + [
        "devDependencies of \(context.text(manifest)): \(context.listed(loose.keys.sorted()))"
          + (others > 0 ? ", and \(context.counted(others, "package")) that only they need" : "")
      ], effort: .oneLine, risk: Risk(.low, "building or testing inside the container fails"),
      fixes: [
        Finding.Fix("install with npm ci --omit=dev (yarn --production, pnpm --prod) in \(context.place(row: rows.first ?? 0))")
      ], rows: rows)
  }

  /// `node_modules/NAME` or `node_modules/@SCOPE/NAME`.
  private func isTop(_ directory: Int32, _ modules: Int32, _ context: RuleContext) -> Bool {
    let parent = context.paths.parent(of: directory)
    return parent == modules || context.paths.parent(of: parent) == modules && context.paths.name(of: parent).first == 0x40
  }

  /// Packages with all that they need or may use, of whatever strength.
  private func closure(of seeds: [Int32], _ context: RuleContext) -> Set<Int32> {
    var reached: Set<Int32> = []
    var waiting = seeds
    while let node = waiting.popLast() {
      guard reached.insert(node).inserted else { continue }
      waiting += context.reach.graph.steps(from: node).map(\.to).filter { Int($0) < context.ownership.packages.count }
    }
    return reached
  }

  /// Names of packages that the project's sources name.
  private func imported(_ manifest: Int32, _ context: RuleContext) throws -> Set<String> {
    var names: Set<String> = []
    let root = context.paths.parent(of: manifest)
    var total = 0
    for file in ProjectFiles(context, madeToo: true).files
    where context.paths.lies(file.path, in: root) && !context.tree.isForDevelopment(file.path) {
      let name = context.lastPart(file.path)
      guard let dot = name.lastIndex(of: "."), ["js", "mjs", "cjs"].contains(String(name[name.index(after: dot)...])) else {
        continue
      }
      // Settings of tools stand beside the program.
      if name.contains(".config.") || name.hasPrefix(".") || name.hasPrefix("karma.conf") || name.hasPrefix("Gruntfile")
        || name.hasPrefix("gulpfile")
      {
        continue
      }
      guard file.size <= 1 << 20, total + file.size <= 16 << 20, let text = try context.bytes(of: file.content) else { continue }
      total += file.size
      for found in NodeImports.scan(text) where found.kind != .type {
        let parts = found.specifier.split(separator: "/", omittingEmptySubsequences: false)
        guard let first = parts.first, !first.isEmpty, first.first != "." else { continue }
        names.insert(first.first == "@" && parts.count > 1 ? "\(first)/\(parts[1])" : String(first))
      }
    }
    return names
  }

  /// Names of packages whose programs in `.bin` are started.
  private func programs(_ modules: Int32, _ start: NodeStart, _ tree: NodeTree, _ context: RuleContext) -> Set<String> {
    guard let bin = context.tree.child(".bin".utf8, of: modules) else { return [] }
    var names: Set<String> = []
    for link in context.tree.children(of: bin) where start.names.contains(context.lastPart(link)) {
      guard let target = context.tree.target(of: context.paths.bytes(of: link)) else { continue }
      for package in tree.packages where context.paths.lies(target, in: package.directory) { names.insert(package.name) }
    }
    return names
  }
}
