import TareOwners
import TareReach

/// Distributions that nothing imports: no source of the application, no command, and no distribution that is imported.
///
/// They are left over from earlier work, or somebody meant to use them. Take them out of the dependencies. The claim of each is
/// the distribution with all that only it keeps.
///
/// Imports are read from the sources, also within functions and `try`, with literal names for `importlib`, and from what
/// commands and settings name. A distribution counts as used as a whole, with its requirements; and so does what a used one
/// names in its extras, or is known to load by name: database drivers, workers. Plug-ins that are found by entry points can be
/// in use and look unused, so the risk is never below medium: search the code for the name, then try without it.
struct UnimportedDistributions: Rule {
  static let name = "unimported-distributions"
  static let family = RuleFamily.python
  static let summary = "Distributions that no source of the application and no used distribution imports"

  func findings(in context: RuleContext) throws -> RuleOutcome {
    var needs = RunTimeNeeds(context)
    guard needs.readsImports else { return .nothing(because: "the application has no Python sources whose imports could be read") }
    try needs.floodOptional()
    let named = try namedInSettings(needs, context)
    needs.flood(named)
    try needs.floodOptional()
    let loose = context.ownership.packages.indices.map { Int32($0) }.filter { isLoose($0, needs, context) }
    guard !loose.isEmpty else { return .nothing(because: "every distribution is reached from the application's imports") }
    // What another one of them requires goes with that.
    let all = Set(loose)
    let tops = loose.filter { top in !context.reach.graph.steps(to: top).contains { all.contains($0.from) && !$0.kind.isWeak } }
    var findings: [Finding] = []
    var rest = all
    let limit = context.imageBytes / 1000
    for top in tops where context.reach.alone[Int(top)].dominated >= limit {
      let freed = context.reach.graph.dominated(by: [top]).filter { all.contains($0) }
      guard context.ownBytes(freed) >= limit else { continue }
      rest.subtract(freed)
      findings.append(finding([top], freed, context))
    }
    // Small ones, and what several of them share.
    let small = rest.sorted()
    if context.ownBytes(small) > 0 {
      findings.append(finding(tops.filter { rest.contains($0) }, small, context))
    }
    return .findings(findings)
  }

  /// Tools for installing are another rule's.
  private static let installers: Set<String> = [
    "pip", "setuptools", "wheel", "uv", "poetry", "pipenv", "pdm", "hatch", "virtualenv",
  ]

  private func isLoose(_ number: Int32, _ needs: RunTimeNeeds, _ context: RuleContext) -> Bool {
    let owned = context.ownership.packages[Int(number)]
    guard owned.package.ecosystem == .pypi, !owned.fromBase, owned.inside == nil, owned.own > 0, !owned.package.isLocal else {
      return false
    }
    let name = KnownUses.normalised(owned.package.name)
    return !needs.contains(number) && !Self.installers.contains(name) && !isForDevelopment(number, context)
  }

  /// A development tool, or something that only such tools need.
  private func isForDevelopment(_ number: Int32, _ context: RuleContext) -> Bool {
    if DevelopmentTools.contains(context.package(number).name) { return true }
    let needers = context.reach.graph.steps(to: number).map(\.from).filter { Int($0) < context.ownership.packages.count }
    return !needers.isEmpty
      && needers.allSatisfy {
        let name = KnownUses.normalised(context.package($0).name)
        return DevelopmentTools.contains(name) || Self.installers.contains(name)
      }
  }

  /// Loose ones that a setting or a script of the application names: `alembic.ini` with a section of that name.
  private func namedInSettings(_ needs: RunTimeNeeds, _ context: RuleContext) throws -> [Int32] {
    var byWord: [String: [Int32]] = [:]
    for (number, owned) in context.ownership.packages.enumerated() where isLoose(Int32(number), needs, context) {
      let name = owned.package.name
      let normalised = KnownUses.normalised(name)
      for word in Set([name, normalised, String(normalised.map { $0 == "-" ? "_" : $0 })]) {
        byWord[word, default: []].append(Int32(number))
      }
    }
    let named = try NamedPrograms(Set(byWord.keys), context)
    return named.found.keys.sorted().flatMap { byWord[$0] ?? [] }
  }

  /// Where one of several of its name is installed: ` in /opt/venv/lib/python3.11/site-packages`.
  private func environment(of number: Int32, _ context: RuleContext) -> String {
    let package = context.package(number)
    guard context.packages(named: package.name, in: .pypi).count > 1 else { return "" }
    return " in " + context.text(context.paths.parent(of: context.paths.parent(of: package.record)))
  }

  private func finding(_ tops: [Int32], _ freed: [Int32], _ context: RuleContext) -> Finding {
    let row = context.rowInstalling(tops.first ?? freed.first ?? 0)
    let rows = [row] + context.rowsHolding(packages: freed).filter { $0 != row }
    let names = context.listed(context.names(ofPackages: tops.isEmpty ? freed : tops))
    let others = freed.filter { !tops.contains($0) }
    var evidence = context.heaviest(packages: freed)
    if !others.isEmpty, !tops.isEmpty {
      let needers = tops.count == 1 ? "only it needs" : "only they need"
      evidence.append("\(needers) \(context.listed(context.names(ofPackages: others)))")
    }
    let reached = context.reach.imports.reached.count
    let read = context.reach.imports.imports.count
    let which =
      reached > 0 ? ", of which its commands reach \(reached)" : "; no command leads to one, so all but tests and scripts count"
    evidence.append("\(context.counted(read, "source")) of the application read\(which)")
    let isSingle = tops.count == 1
    let title =
      isSingle
      ? "\(names)\(environment(of: tops[0], context)), which nothing imports"
      : tops.isEmpty
        ? "\(names), which several distributions that nothing imports share"
        : "\(context.counted(context.names(ofPackages: tops).count, "distribution")) that nothing imports: \(names)"
    return Finding(
      key: isSingle ? context.package(tops[0]).name : "small",
      title: title,
      claim: context.claim(packages: freed), evidence: evidence, effort: .oneLine,
      risk: Risk(
        .medium,
        "what finds it by an entry point, by a name in a setting or by a name made at run time fails with ModuleNotFoundError"),
      fixes: [
        Finding.Fix(
          "take \(names) out of the dependencies that \(context.place(row: row)) installs",
          diff: context.diff { (draft) throws(NoSoundEdit) in
            try draft.leaveOut(distributions: tops.isEmpty ? freed : tops, row: row)
          })
      ], rows: rows
    )
  }
}
