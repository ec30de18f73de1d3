/// Compilers, build systems, headers and debuggers in an image that runs something.
///
/// What is needed to build wheels, gems or extensions is not needed to run them: build in a stage of its own and copy what
/// came out of it, or install, build and `apt-get purge --auto-remove` within one `RUN`. A removal in a later instruction
/// saves nothing. The claim is what nothing else keeps once the tools named in the install line are gone: `gcc` alone frees
/// little, since `g++` needs it; both together free all that only they need.
///
/// A tool counts as needed when ENTRYPOINT, CMD or HEALTHCHECK run it, when the application's scripts and sources name it,
/// when a binary or package that runs needs it; and where a compiler is needed, so is all that it compiles with. Some
/// libraries compile while they run: where one of these is reached the risk is medium, and the first call that compiles shows
/// whether the tools may go.
///
/// Leave them where the container compiles: a builder, a notebook, kernels made at run time.
struct BuildTools: Rule {
  static let name = "build-tools"
  static let family = RuleFamily.systemPackages
  static let summary = "Compilers, headers and build systems that nothing which runs reaches"

  func findings(in context: RuleContext) throws -> RuleOutcome {
    if let reason = RunTimeNeeds.unknown(context) { return .nothing(because: reason) }
    let asked = try AskedPackages(context)
    let used = asked.reached.filter { BuildPackages.contains(context.package($0.package).name) }
    if let compiler = used.first(where: { BuildPackages.isCompiler(context.package($0.package).name) }) {
      return .nothing(
        because: "\(context.package(compiler.package).name) is reached (\(compiler.by)), and reads what it compiles with")
    }
    let tools = asked.unreached.filter { BuildPackages.contains(context.package($0).name) }
    guard !tools.isEmpty else {
      guard let first = used.first else { return .nothing(because: "no instruction of the image asked for compilers or headers") }
      return .nothing(because: "\(context.package(first.package).name) is reached (\(first.by))")
    }
    var findings: [Finding] = []
    for (row, tools) in Dictionary(grouping: tools, by: { context.rowInstalling($0) }).sorted(by: { $0.key < $1.key }) {
      let leaving = asked.leaving(tools)
      guard !leaving.packages.isEmpty else { continue }
      findings.append(finding(row, leaving, asked, context))
    }
    return findings.isEmpty ? .nothing(because: "other packages of the image need the build tools there are") : .findings(findings)
  }

  private func finding(_ row: Int, _ leaving: AskedPackages.Leaving, _ asked: AskedPackages, _ context: RuleContext) -> Finding {
    let names = leaving.packages.map { context.package($0).name }
    var evidence = context.heaviest(packages: leaving.freed)
    evidence.append(
      "\(context.counted(leaving.freed.count, "package")) in all, which nothing else keeps and nothing that runs reaches")
    for blocked in leaving.blocked { evidence.append("\(context.package(blocked.package).name) stays: \(blocked.by) needs it") }
    if asked.unread > 0 {
      evidence.append("\(context.counted(asked.unread, "file")) of the application could not be read for names of tools")
    }
    for used in asked.compilers.prefix(3) { evidence.append("\(used.name) is reached, and may compile: \(used.what)") }
    let lazy = asked.compilers.prefix(3).map(\.what).joined(separator: "; ")
    let risk =
      asked.compilers.isEmpty && asked.unread > 0
      ? Risk(
        .medium, "something that compiles at run time fails where it starts the compiler; not all that may do so could be read")
      : asked.compilers.isEmpty
        ? Risk(.low, "something that compiles at run time fails where it starts the compiler; nothing that was read does")
        : Risk(.medium, "what compiles at run time fails, or falls back, without a compiler: \(lazy)")
    return Finding(
      key: "\(row)", title: "Build tools that nothing at run time reaches: \(context.listed(names))",
      claim: context.claim(packages: leaving.freed), evidence: evidence, effort: .oneLine, risk: risk,
      fixes: [
        Finding.Fix(
          "take \(context.listed(names)) out of \(context.place(row: row))\(asked.instead(leaving)); what has to be compiled is "
            + "compiled in a build stage",
          diff: context.diff { (draft) throws(NoSoundEdit) in
            try draft.leaveOut(leaving.packages, freed: leaving.freed, instead: asked.systems(leaving), row: row)
          }),
        Finding.Fix("where the same RUN needs them, purge them at its end: apt-get purge -y --auto-remove, apk del, dnf remove"),
      ], rows: [row] + context.rowsHolding(packages: leaving.freed).filter { $0 != row })
  }
}
