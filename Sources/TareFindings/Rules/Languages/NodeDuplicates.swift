import TareOwners
import TareTree

/// The same version of a package of Node several times in one `node_modules`.
///
/// npm nests a package below each of those that need a version other than the one at the top; two of them that need the same
/// one get a copy each. `npm dedupe` mends what a lock file has grown; pnpm keeps each version once and links to it.
///
/// The copy nearest to the top stays. Copies that are hard links of one another cost nothing and are no finding.
struct NodeDuplicates: Rule {
  static let name = "node-duplicates"
  static let family = RuleFamily.languages
  static let summary = "One version of a package nested several times in node_modules"

  func findings(in context: RuleContext) throws -> RuleOutcome {
    let tree = NodeTree(context)
    guard !tree.packages.isEmpty else { return .nothing(because: "no package of Node is the image's own") }
    var findings: [Finding] = []
    for (modules, packages) in Dictionary(grouping: tree.packages, by: \.modules).sorted(by: { $0.key < $1.key }) {
      var copies: [(kept: NodeTree.Package, copy: NodeTree.Package)] = []
      for group in Dictionary(grouping: packages, by: { "\($0.name)@\($0.version)" }).sorted(by: { $0.key < $1.key }).map(\.value)
      where group.count > 1 && !group[0].version.isEmpty {
        let sorted = group.sorted { (depth($0, context), $0.number) < (depth($1, context), $1.number) }
        for copy in sorted.dropFirst() where isEqual(copy, sorted[0], context) { copies.append((sorted[0], copy)) }
      }
      if !copies.isEmpty { findings.append(finding(modules, copies, context)) }
    }
    return findings.isEmpty ? .nothing(because: "each version of a package is there once") : .findings(findings)
  }

  private func depth(_ package: NodeTree.Package, _ context: RuleContext) -> Int {
    var depth = 0
    var current = package.directory
    while current > PathTable.root {
      depth += 1
      current = context.paths.parent(of: current)
    }
    return depth
  }

  /// Whether a copy has no other bytes: one that was built or patched where it lies stays.
  private func isEqual(_ copy: NodeTree.Package, _ kept: NodeTree.Package, _ context: RuleContext) -> Bool {
    func sizes(_ package: NodeTree.Package) -> [Int] {
      context.contents(ofPackage: package.number).map { context.tree.contents[Int($0)].size }.sorted()
    }
    return sizes(copy) == sizes(kept)
  }

  private func finding(
    _ modules: Int32, _ copies: [(kept: NodeTree.Package, copy: NodeTree.Package)], _ context: RuleContext
  ) -> Finding {
    let contents = copies.flatMap { context.contents(ofPackage: $0.copy.number) }
    let rows = context.rowsHolding(contents)
    let heaviest = copies.sorted {
      (context.ownership.packages[Int($1.copy.number)].own, $0.copy.number)
        < (context.ownership.packages[Int($0.copy.number)].own, $1.copy.number)
    }
    return Finding(
      key: context.text(modules),
      title: "\(context.counted(copies.count, "nested copy", "nested copies")) of packages in \(context.text(modules))",
      claim: context.claim(contents: contents),
      evidence: heaviest.prefix(4).map {
        "\(context.size(context.ownership.packages[Int($0.copy.number)].own)) \(context.text($0.copy.directory)) is "
          + "\($0.kept.name) \($0.kept.version) of \(context.text($0.kept.directory))"
      }, effort: .restructure,
      risk: Risk(.low, "packages that keep state in their module share it then"),
      fixes: [
        Finding.Fix("npm dedupe, and commit the lock file, before \(context.place(row: rows.first ?? 0))"),
        Finding.Fix("install with pnpm, which keeps each version once"),
      ], rows: rows)
  }
}
