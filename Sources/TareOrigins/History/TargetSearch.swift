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
    /// Whether the caller knows where the base ends.
    let isGiven: Bool
    /// By row: whether another stage that may as well have been built says otherwise.
    var isDisputed: [Bool] = []

    /// By row of those compared, where its instruction stands.
    fileprivate var places: [Place?] {
      table.partner.map { $0.map { Place(stage: chain.items[$0].stage, index: chain.items[$0].index) } }
    }
  }

  fileprivate struct Place: Equatable {
    let stage: Int
    let index: Int
  }

  /// Rows times instructions that are compared at most, for one target and for all.
  private static let cells = 1 << 20
  private static let allCells = 1 << 22
  /// What speaks for the last stage, which is built unless another is asked for.
  private static let bonus: Int32 = 20
  /// One row with its text: stages that are nearer to the best one than this contend with it.
  private static let contention: Int32 = 120

  private let texts: [HistoryText]
  private let baseRows: Int?
  private let isGiven: Bool
  private let graph: StageGraph
  private let environment: VariableList

  init(_ texts: [HistoryText], _ dockerfile: Dockerfile, baseRows: Int?, isGiven: Bool, environment: [String]) {
    self.texts = texts
    self.baseRows = baseRows.map { min(max(0, $0), texts.count) }
    self.isGiven = isGiven
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
    var others = [(score: bestScore, firstRow: best.firstRow, places: best.places)]
    var used = best.fits.rows * best.fits.items
    for stage in stride(from: last - 1, through: 0, by: -1) where used < Self.allCells {
      guard let other = align(stage) else { continue }
      used += max(1024, other.fits.rows * other.fits.items)
      others.append((other.table.score, other.firstRow, other.places))
      if other.table.score > bestScore { (best, bestScore) = (other, other.table.score) }
    }
    let places = best.places
    best.isDisputed = Array(repeating: false, count: places.count)
    for other in others where other.score > bestScore - Self.contention {
      for row in places.indices {
        let index = best.firstRow + row - other.firstRow
        if !other.places.indices.contains(index) || other.places[index] != places[row] { best.isDisputed[row] = true }
      }
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
      firstRowIsOwn: isOwn, isGiven: isGiven)
  }
}
