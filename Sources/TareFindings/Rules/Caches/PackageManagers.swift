import TareOwners
import TareReach
import TareTree

/// Package managers and toolchains in an image that only runs what they installed: uv, pip, poetry, conda, npm, yarn, pnpm,
/// cargo, go, maven, gradle.
///
/// Install in a build stage and copy what came out of it, or mount the tool for the one instruction that uses it:
/// `RUN --mount=from=ghcr.io/astral-sh/uv,source=/uv,target=/bin/uv uv sync`. Copying the tool in saves nothing over
/// installing it, and deleting it in a later instruction saves nothing at all.
///
/// A tool is known by what it is, its package or what its binary says it was built from, not by where it lies. One that
/// ENTRYPOINT, CMD or HEALTHCHECK start, that the application's scripts name or that the base brought is no finding.
///
/// Leave it where the container installs things when it starts.
struct PackageManagers: Rule {
  static let name = "package-managers"
  static let family = RuleFamily.caches
  static let summary = "Package managers and toolchains that nothing which runs reaches"

  func findings(in context: RuleContext) throws -> RuleOutcome {
    if let reason = RunTimeNeeds.unknown(context) { return .nothing(because: reason) }
    var needs = RunTimeNeeds(context)
    let tools = context.ownership.packages.indices.map { Int32($0) }.filter { ManagerNames.contains($0, context) }
    let found = UnpackedTools(context)
    guard !tools.isEmpty || !found.tools.isEmpty else {
      return .nothing(because: "no package manager but the base's and the system's is there")
    }
    let programs = Dictionary(grouping: tools) { ManagerNames.program(of: context.package($0).name) }
    let named = try NamedPrograms(Set(programs.keys).union(found.tools.map(\.program)), context)
    var reasons: [String] = []
    for (program, path) in named.found.sorted(by: { $0.key < $1.key }) {
      needs.flood(programs[program] ?? [])
      reasons.append("\(program) (\(context.text(path)) names it)")
    }
    var findings: [Finding] = []
    for tool in tools {
      if needs.contains(tool) {
        if named.found[ManagerNames.program(of: context.package(tool).name)] == nil {
          reasons.append("\(context.package(tool).name) (what runs needs it)")
        }
        continue
      }
      findings.append(finding(tool, needs, context))
    }
    for tool in found.tools where named.found[tool.program] == nil && !found.isStarted(tool) {
      findings.append(finding(tool, context))
    }
    guard findings.isEmpty else { return .findings(findings) }
    return .nothing(because: "what there is, is reached: \(context.listed(reasons, limit: 4))")
  }

  private static let risk = Risk(.low, "installing something into a running container fails; nothing that was read does so")

  private func finding(_ tool: Int32, _ needs: RunTimeNeeds, _ context: RuleContext) -> Finding {
    let package = context.package(tool)
    var freed = [tool]
    if ![Ecosystem.generic, .cargo, .golang].contains(package.ecosystem) {
      freed = context.reach.graph.dominated(by: [tool]).filter { Int($0) < needs.isNeeded.count && !needs.contains($0) }
    }
    let contents = freed.flatMap { context.contents(ofPackage: $0) }
    var evidence = context.heaviest(contents, limit: 2)
    let others = freed.filter { $0 != tool && context.ownership.packages[Int($0)].inside == nil }
    if !others.isEmpty { evidence.append("only it needs \(context.listed(context.names(ofPackages: others)))") }
    let row = context.rowInstalling(tool)
    return Finding(
      key: "\(package.name)@\(context.text(package.record))", title: "\(package.name), which installs and is not run",
      claim: context.claim(contents: contents), evidence: evidence, effort: .oneLine, risk: Self.risk,
      fixes: fixes(package.name, row, contents, context), rows: [row] + context.rowsHolding(contents).filter { $0 != row })
  }

  private func finding(_ tool: UnpackedTools.Tool, _ context: RuleContext) -> Finding {
    let contents = Set(context.files(below: tool.directory).map(\.content)).sorted()
    let rows = context.rowsHolding(contents)
    return Finding(
      key: context.text(tool.directory), title: "\(tool.name), which builds and is not run",
      claim: context.claim(paths: [tool.directory]),
      evidence: context.largest(contents, limit: 2), effort: .restructure, risk: Self.risk,
      fixes: fixes(tool.name, rows.first ?? 0, contents, context), rows: rows)
  }

  private func fixes(_ name: String, _ row: Int, _ contents: [Int32], _ context: RuleContext) -> [Finding.Fix] {
    let place = context.place(row: row)
    let build = Finding.Fix("install in a build stage, and copy from there only what was installed")
    if name == "pip" {
      return [Finding.Fix("make the environment without \(name) in \(place): python3 -m venv --without-pip, or uv venv"), build]
    }
    if name == "wheel" { return [Finding.Fix("leave wheel out of \(place): pip fetches it where a build needs it"), build] }
    return [
      Finding.Fix(
        "leave \(name) out of \(place), and mount it where it is used: RUN --mount=from=STAGE,source=…,target=… …",
        diff: context.diff { (draft) throws(NoSoundEdit) in try draft.mountTool(contents, row: row) }),
      build,
    ]
  }
}
