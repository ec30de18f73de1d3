import TareOwners
import TareReach

/// Tools for writing and checking code, installed where the program runs: pytest, mypy, ruff, IPython, Jupyter.
///
/// They come when development dependencies stand in the list that the image installs. Move them to a group or extra of their
/// own (`[dependency-groups] dev`, `requirements-dev.txt`, `--group dev`) and install without it (`uv sync --no-dev`,
/// `poetry install --only main`). The claim is the tools with all that only they keep; what a needed distribution shares with
/// them stays.
///
/// A tool that a source of the application imports, that a command of the image starts or that a needed distribution requires
/// is no finding. Tests in the image that import them do not count: they are not run either.
struct DevelopmentDistributions: Rule {
  static let name = "development-distributions"
  static let family = RuleFamily.python
  static let summary = "Tools for writing and testing code, and what only they need"

  func findings(in context: RuleContext) -> RuleOutcome {
    if let reason = RunTimeNeeds.unknown(context) { return .nothing(because: reason) }
    let needs = RunTimeNeeds(context)
    let tools = Self.tools(context)
    guard !tools.isEmpty else { return .nothing(because: "none of the known development tools is installed") }
    let loose = tools.filter { !needs.contains($0) }
    guard !loose.isEmpty else {
      return .nothing(because: "the development tools there are, are reached: \(context.listed(context.names(ofPackages: tools)))")
    }
    let freed = context.reach.graph.dominated(by: loose)
      .filter { Int($0) < needs.isNeeded.count && !needs.contains($0) && !context.package($0).isLocal }
    let contents = freed.flatMap { context.contents(ofPackage: $0) }
    let row = context.rowInstalling(loose[0])
    let rows = [row] + context.rowsHolding(contents).filter { $0 != row }
    let others = freed.filter { !loose.contains($0) }
    var evidence = context.heaviest(packages: loose)
    if !others.isEmpty { evidence.append("only they need \(context.listed(context.names(ofPackages: others)))") }
    let declared = Self.declaring(loose, context)
    if let name = declared {
      evidence.append("\(name) itself requires \(context.listed(context.names(ofPackages: loose)))")
    }
    let place = context.place(row: row)
    let fix =
      declared.map { "move them out of the dependencies that \($0) declares into a development group; \(place) then installs none" }
      ?? "take them out of what \(place) installs: a development group or a file of its own"
    return .findings([
      Finding(
        key: "all", title: "Development tools: \(context.listed(context.names(ofPackages: loose)))",
        claim: context.claim(contents: contents), evidence: evidence, effort: .oneLine,
        risk: Risk(.low, "running tests or checks inside the container fails"),
        fixes: [
          Finding.Fix(
            fix, diff: context.diff { (draft) throws(NoSoundEdit) in try draft.leaveOut(distributions: loose, row: row) })
        ], rows: rows)
    ])
  }

  private static func tools(_ context: RuleContext) -> [Int32] {
    context.ownership.packages.indices.map { Int32($0) }.filter { number in
      let owned = context.ownership.packages[Int(number)]
      return owned.package.ecosystem == .pypi && !owned.fromBase && owned.inside == nil && owned.own > 0 && !owned.package.isLocal
        && DevelopmentTools.contains(owned.package.name)
    }
  }

  /// The application's own distribution, where its declaration names one of the tools.
  private static func declaring(_ tools: [Int32], _ context: RuleContext) -> String? {
    let keys = Set(tools.map { context.package($0).key })
    return context.ownership.packages.first {
      $0.package.isLocal
        && $0.package.needs.contains { $0.kind != .possible && $0.kind != .suggests && !keys.isDisjoint(with: $0.alternatives) }
    }?.package.name
  }
}
