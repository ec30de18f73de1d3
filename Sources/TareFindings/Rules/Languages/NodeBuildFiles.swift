import TareTree

/// Source maps and TypeScript's files in `node_modules` and in the application.
///
/// A source map (`.js.map`) is read by debuggers, a declaration (`.d.ts`) and a source (`.ts`) by the compiler. A program that
/// runs compiled JavaScript opens none of them. Packages bring them along; the project's own come from its build
/// (`sourceMap`, `declaration` in `tsconfig.json`). Delete them after the installation, in the same instruction or in the build
/// stage: `find node_modules -name '*.map' -delete`.
///
/// Maps stay where stack traces are translated (`--enable-source-maps`, `source-map-support`), declarations and sources where
/// TypeScript is run or compiled in the container (`ts-node`, `tsx`, Bun, Deno).
struct NodeBuildFiles: Rule {
  static let name = "node-build-files"
  static let family = RuleFamily.languages
  static let summary = "Source maps, type declarations and TypeScript sources that nothing reads at run time"

  private enum Kind { case map, type }

  func findings(in context: RuleContext) throws -> RuleOutcome {
    let tree = NodeTree(context)
    guard !tree.packages.isEmpty else { return .nothing(because: "no package of Node is the image's own") }
    let start = try NodeStart(context)
    var own = ProjectFiles(context).files.filter { !context.tree.isForDevelopment($0.path) }.map {
      (NodeTree.Package(number: -1, name: "the application", version: "", directory: 0, modules: 0), $0)
    }
    // The project's own sources only beside what was made of them.
    own.removeAll { context.lastPart($0.1.path).hasSuffix(".ts") && !context.lastPart($0.1.path).hasSuffix(".d.ts") }
    let files = tree.files(context) + own
    var findings: [Finding] = []
    var reasons: [String] = []
    let maps = files.filter { Self.kind(context.lastPart($0.file.path)) == .map }
    let translates =
      start.readsSourceMaps
      || context.packages(named: "source-map-support", in: .npm).contains { number in
        !context.ownership.packages[Int(number)].fromBase && context.package(number).intent == .asked
      }
    if translates, !maps.isEmpty { reasons.append("stack traces are translated by source maps") }
    if !translates, !maps.isEmpty {
      findings.append(
        finding(
          maps, "maps", "Source maps", "'*.map'", Risk(.low, "a debugger shows the compiled code; stack traces do as before"),
          context))
    }
    let types = files.filter { Self.kind(context.lastPart($0.file.path)) == .type && $0.package.name != "typescript" }
    if start.runsTypeScript, !types.isEmpty { reasons.append("TypeScript is run or compiled in the container") }
    if !start.runsTypeScript, !types.isEmpty {
      findings.append(
        finding(
          types, "types", "TypeScript's declarations and sources", "'*.ts'",
          Risk(.low, "compiling TypeScript against these packages inside the container fails"), context))
    }
    guard findings.isEmpty else { return .findings(findings) }
    return .nothing(because: reasons.isEmpty ? "no package of Node holds any" : context.listed(reasons))
  }

  private static func kind(_ name: String) -> Kind? {
    if [".js.map", ".mjs.map", ".cjs.map", ".css.map", ".ts.map", ".mts.map", ".cts.map"].contains(where: { name.hasSuffix($0) }) {
      return .map
    }
    if [".ts", ".mts", ".cts", ".tsx", ".js.flow", ".tsbuildinfo"].contains(where: { name.hasSuffix($0) }) { return .type }
    return nil
  }

  private func finding(
    _ files: [(package: NodeTree.Package, file: ShownFile)], _ key: String, _ title: String, _ pattern: String, _ risk: Risk,
    _ context: RuleContext
  ) -> Finding {
    let contents = Set(files.map(\.file.content)).sorted()
    let rows = context.rowsHolding(contents)
    let roots = Set(files.map(\.package.modules)).filter { $0 > 0 }.sorted().map { context.text($0) }
    let places = roots.isEmpty ? "." : roots.joined(separator: " ")
    return Finding(
      key: key, title: title + (roots.isEmpty ? "" : " in \(context.listed(roots, limit: 2))"),
      claim: context.claim(files: files.map(\.file)),
      evidence: ["\(context.counted(files.count, "file"))"] + NodeTree.heaviest(files, context), effort: .oneLine, risk: risk,
      fixes: [
        Finding.Fix(
          "\(context.endings(ofRows: Array(rows.prefix(1)))): find \(places) -type f -name \(pattern) -delete"
        )
      ], rows: rows)
  }
}
