public import TareDockerfile

/// Judges the order of the instructions of a Dockerfile by the commits of the repository that its context lies in.
public struct OrderJudge {
  /// Of all stages; people's Dockerfiles have tens.
  static let maximumInstructions = 2000

  private let dockerfile: Dockerfile
  private let options: OrderOptions
  private let history: GitHistory
  private let ignore: IgnoreHistory
  private let unreadableIgnores: Int
  private let context: ContextKnowledge

  /// - Parameters:
  ///   - name: of the Dockerfile: `<name>.dockerignore` beside it comes before `.dockerignore`.
  ///   - context: the directory of the build context, inside a git work tree.
  public static func judge(_ dockerfile: Dockerfile, name: String = "Dockerfile", context: String, options: OrderOptions)
    throws(OrderError) -> OrderReport
  {
    try check(dockerfile)
    return try judge(
      dockerfile, name: name, over: OrderHistory(dockerfile: name, context: context, commits: options.commits), options: options)
  }

  /// The same over commits that are read already; `options.commits` has no say.
  public static func judge(
    _ dockerfile: Dockerfile, name: String = "Dockerfile", over history: OrderHistory, options: OrderOptions
  ) throws(OrderError) -> OrderReport {
    try check(dockerfile)
    return try OrderJudge(
      dockerfile: dockerfile, options: options, history: history.commits, ignore: history.ignore,
      unreadableIgnores: history.unreadableIgnores, context: history.context
    ).report(name: name)
  }

  private static func check(_ dockerfile: Dockerfile) throws(OrderError) {
    let count = dockerfile.stages.reduce(0) { $0 + $1.instructions.count + 1 }
    guard count <= maximumInstructions else { throw .tooManyInstructions(count) }
  }

  private func report(name: String) throws(OrderError) -> OrderReport {
    var graph = try BuildGraph(dockerfile, options: options)
    graph.narrowSources(context)
    let replay = Replay(graph.steps, history: history, ignore: ignore)
    let before = OrderOutcome(graph, replay, sizes: options.sizes, history: history)
    let proposal = OrderProposal(
      graph, replay, options: options, history: history, ignore: ignore, context: context)
    var after: (outcome: OrderOutcome, graph: BuildGraph)?
    if let text = proposal.text {
      // What is proposed has to hold in the full model: else it is not proposed.
      if let new = try? Dockerfile(parsing: text), var newGraph = try? BuildGraph(new, options: options) {
        newGraph.narrowSources(context)
        let outcome = OrderOutcome(
          newGraph, Replay(newGraph.steps, history: history, ignore: ignore), sizes: proposal.sizes, history: history)
        let (old, now) = (before.figures, outcome.figures)
        if now.runs < old.runs || now.bytes < old.bytes || (now.runs == old.runs && now.instructions < old.instructions) {
          after = (outcome, newGraph)
        }
      }
    }
    let further = FurtherSteps(after?.graph ?? graph, after?.outcome ?? before, context: context).steps
    return OrderReport(
      history: past(), target: graph.target, before: before, after: after?.outcome, stages: proposal.verdicts,
      moves: after.map { proposal.moves(before, $0.outcome) } ?? [], furtherSteps: further,
      dockerfile: after == nil ? nil : proposal.text,
      diff: after.flatMap { _ in
        proposal.text.map { LineDiff(dockerfile.source, $0).unified(names: (Array("a/\(name)".utf8), Array("b/\(name)".utf8))) }
      } ?? [], assumptions: assumptions(graph))
  }

  private func past() -> OrderReport.History {
    OrderReport.History(
      commits: history.commits.count, start: history.startCommit, end: history.commits.last?.id ?? history.startCommit,
      firstTime: history.commits.first?.time ?? 0, lastTime: history.commits.last?.time ?? 0,
      touching: history.commits.count { $0.changes.contains { !ignore.newest.excludes(Array(history.paths[$0.path])) } })
  }

  private func assumptions(_ graph: BuildGraph) -> [OrderAssumption] {
    var list: [OrderAssumption] = [.cacheKeepsAll]
    if !graph.remotes.isEmpty { list.append(.remotesUnchanged(graph.remotes.sorted { $0.lexicographicallyPrecedes($1) })) }
    let untracked = history.untracked.filter { path in
      let plain = path.last == 0x2f ? Array(path.dropLast()) : path
      return !ignore.newest.excludes(plain) && graph.steps.contains { $0.selection.map { Self.mayRead($0, path) } ?? false }
    }
    if !untracked.isEmpty { list.append(.untrackedUnchanged(untracked)) }
    let copies = graph.steps.filter { !$0.sources.isEmpty }.map(\.place)
    if !copies.isEmpty { list.append(.rebuiltStagesDiffer(copies)) }
    let unknown = graph.steps.filter { $0.kind != .from && options.sizes[$0.place] == nil }.map(\.place)
    if !unknown.isEmpty { list.append(.sizesUnknown(unknown)) }
    if !options.varying.isEmpty { list.append(.argumentsVary(options.varying.sorted { $0.lexicographicallyPrecedes($1) })) }
    let git = Array(".git".utf8)
    let copiesGit = graph.steps.filter { $0.selection?.covers(git) ?? false }.map(\.place)
    if !copiesGit.isEmpty, git.withUnsafeBytes({ history.paths.find($0) }) != nil, !ignore.newest.excludes(git) {
      list.append(.gitDirectoryCopied(copiesGit))
    }
    if unreadableIgnores > 0 { list.append(.ignoreFileUnreadable(commits: unreadableIgnores)) }
    return list
  }

  /// Whether an untracked path, or something below it, is read.
  private static func mayRead(_ selection: ContextSelection, _ path: [UInt8]) -> Bool {
    if selection.covers(path) { return true }
    guard path.last == 0x2f else { return false }
    let parts = path.split(separator: 0x2f)
    return selection.patterns.contains { pattern in
      pattern.components.count > parts.count && zip(pattern.components, parts).allSatisfy { NamePattern.matches($0, $1) }
    }
  }
}
