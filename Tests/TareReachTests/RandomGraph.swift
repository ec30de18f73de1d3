import TareReach
import TareTestSupport

/// A random graph and the answers about it counted in the most literal way: sets, fixed points, and trying things out.
struct RandomGraph {
  var weights: [Int] = []
  var edges: [DependencyGraph.Step] = []
  var roots: [Int32] = []
  var generator: SeededGenerator

  var nodes: Range<Int32> { 0..<Int32(weights.count) }

  init(seed: Int) {
    generator = SeededGenerator(seed: seed)
    let count = Int.random(in: 1...14, using: &generator)
    weights = (0..<count).map { _ in Int.random(in: 0...1000, using: &generator) }
    // From a forest over circles to nearly everything needing everything.
    let edgeCount = Int.random(in: 0...(seed % 3 == 0 ? count : count * 3), using: &generator)
    let goesDown = seed % 4 == 1
    for _ in 0..<edgeCount {
      var (from, to) = (pick(), pick())
      if goesDown, from > to { swap(&from, &to) }
      let kind = seed % 2 == 0 ? Self.kinds.randomElement(using: &generator) : .depends
      edges.append(.init(from: from, to: to, kind: kind ?? .depends))
      if Int.random(in: 0..<4, using: &generator) == 0 { edges.append(edges[edges.count - 1]) }
    }
    let rootCount = Int.random(in: 0...min(5, count), using: &generator)
    roots = Set((0..<rootCount).map { _ in pick() }).sorted()
  }

  private static let kinds: [EdgeKind] = [.preDepends, .depends, .elf, .recommends, .suggests]

  mutating func pick() -> Int32 { Int32.random(in: 0..<Int32(weights.count), using: &generator) }

  mutating func pickSet(upTo limit: Int) -> [Int32] { (0..<Int.random(in: 0...limit, using: &generator)).map { _ in pick() } }

  /// The edges and roots go in shuffled.
  mutating func graph() throws -> DependencyGraph {
    var builder = DependencyGraph.Builder()
    for weight in weights { builder.node(weight: weight) }
    for edge in edges.shuffled(using: &generator) { builder.need(edge.from, edge.to, kind: edge.kind) }
    for root in roots.shuffled(using: &generator) { builder.root(root, reason: root * 10) }
    return try builder.build()
  }

  func weight(of set: some Sequence<Int32>) -> Int { set.reduce(0) { $0 + weights[Int($1)] } }

  /// What `seeds` reach in the graph without `removed`.
  func reach(from seeds: some Sequence<Int32>, without removed: Set<Int32> = []) -> Set<Int32> {
    var reached = Set(seeds).subtracting(removed)
    while true {
      let more = Set(edges.filter { reached.contains($0.from) }.map(\.to)).subtracting(removed)
      if more.isSubset(of: reached) { return reached }
      reached.formUnion(more)
    }
  }

  /// The graph without weak bonds.
  var firm: RandomGraph {
    var firm = self
    firm.edges.removeAll { $0.kind.isWeak }
    return firm
  }

  /// What goes when `set` does, or nil where a root outside needs it: first whatever needs it, then what nothing reaches.
  func freed(by set: Set<Int32>) -> [Int32]? {
    var gone = set
    while true {
      let more = Set(edges.filter { !$0.kind.isWeak && gone.contains($0.to) }.map(\.from))
      if more.isSubset(of: gone) { break }
      gone.formUnion(more)
    }
    guard gone.subtracting(set).isDisjoint(with: roots) else { return nil }
    return reach(from: set.union(roots)).subtracting(reach(from: roots, without: gone)).sorted()
  }

  /// What stops being reached when `set` is torn out of the graph.
  func tornOut(with set: Set<Int32>) -> [Int32] {
    reach(from: set.union(roots)).subtracting(reach(from: roots, without: set)).sorted()
  }

  /// The chain as defined: fewest steps, then the lowest root, then from the node back the lowest needing node on any
  /// shortest way from that root.
  func chain(to node: Int32, from roots: some Sequence<Int32>) -> Chain? {
    let chains = roots.compactMap { root in shortestWay(from: root, to: node).map { Chain(root: root, steps: $0) } }
    return chains.min { ($0.steps.count, $0.root) < ($1.steps.count, $1.root) }
  }

  private func shortestWay(from root: Int32, to node: Int32) -> [DependencyGraph.Step]? {
    var rings = [Set([root])]
    while !rings[rings.count - 1].contains(node) {
      let ring = Set(edges.filter { rings[rings.count - 1].contains($0.from) }.map(\.to)).subtracting(rings.joined())
      if ring.isEmpty { return nil }
      rings.append(ring)
    }
    var steps: [DependencyGraph.Step] = []
    var current = node
    for ring in rings.dropLast().reversed() {
      let candidates = edges.filter { $0.to == current && ring.contains($0.from) }
      guard let step = candidates.min(by: { ($0.from, $0.kind) < ($1.from, $1.kind) }) else { return nil }
      steps.append(step)
      current = step.from
    }
    return steps.reversed()
  }
}
