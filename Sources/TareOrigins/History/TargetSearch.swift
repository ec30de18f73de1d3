import TareDockerfile

/// Finds the stage that was built: the one whose instructions lie best beside the history.
struct TargetSearch {
  struct Found {
    let chain: StageChain
    /// Of the history, the first row that was compared.
    let firstRow: Int
    let fits: FitTable
    let table: AlignmentTable
    let firstRowIsOwn: Bool
  }

  /// Rows times instructions that are compared at most, for one target and for all.
  private static let cells = 1 << 20
  private static let allCells = 1 << 22
  /// What speaks for the last stage, which is built unless another is asked for.
  private static let bonus: Int32 = 20

  private let texts: [HistoryText]
  private let baseRows: Int?
  private let graph: StageGraph
  private let environment: VariableList

  init(_ texts: [HistoryText], _ dockerfile: Dockerfile, baseRows: Int?, environment: [String]) {
    self.texts = texts
    self.baseRows = baseRows.map { min(max(0, $0), texts.count) }
    var parameters = BuildParameters()
    for argument in texts.lazy.flatMap(\.created.buildArguments) {
      parameters.arguments.set(argument.name, to: argument.value)
    }
    graph = StageGraph(dockerfile, parameters: parameters)
    self.environment = VariableList(environment: environment.lazy.map { Array($0.utf8) })
  }

  func best(target: String?) -> Found? {
    guard !graph.dockerfile.stages.isEmpty, !texts.isEmpty else { return nil }
    if let target {
      guard let stage = named(target) else { return nil }
      return align(stage)
    }
    let last = graph.dockerfile.stages.count - 1
    guard var best = align(last) else { return nil }
    var bestScore = best.table.score + Self.bonus
    var used = best.fits.rows * best.fits.items
    for stage in stride(from: last - 1, through: 0, by: -1) where used < Self.allCells {
      // What a stage could reach if all of it fitted.
      guard let other = align(stage) else { continue }
      used += max(1024, other.fits.rows * other.fits.items)
      if other.table.score > bestScore { (best, bestScore) = (other, other.table.score) }
    }
    return best
  }

  private func named(_ target: String) -> Int? {
    graph.target(named: target) ?? Int(target).flatMap { graph.dockerfile.stages.indices.contains($0) ? $0 : nil }
  }

  private func align(_ stage: Int) -> Found? {
    guard let chain = StageChain(graph, target: stage, base: environment, limit: Self.cells / 8) else { return nil }
    let most = Self.cells / max(1, chain.items.count)
    let first = max(baseRows ?? 0, texts.count - most)
    let fits = FitTable(texts[first...], chain.items)
    let isOwn = first == baseRows
    return Found(
      chain: chain, firstRow: first, fits: fits, table: AlignmentTable(fits, chain.items, firstRowIsOwn: isOwn),
      firstRowIsOwn: isOwn)
  }
}
