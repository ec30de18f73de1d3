import TareReach
import TareTestSupport
import Testing

/// Shapes that stop what recurses, or what is quadratic: none of these may take noticeable time.
@Suite struct LargeGraphTests {
  private static let count: Int32 = 100_000

  private func graph(roots: [Int32], _ edges: (inout DependencyGraph.Builder) -> Void) throws -> DependencyGraph {
    var builder = DependencyGraph.Builder()
    for node in 0..<Self.count { builder.node(weight: Int(node) + 1) }
    for root in roots { builder.root(root, reason: 0) }
    edges(&builder)
    return try builder.build()
  }

  @Test func aMillionRandomEdges() throws {
    var generator = SeededGenerator(seed: 1)
    let graph = try graph(roots: Array(0..<500)) { builder in
      for _ in 0..<1_000_000 {
        builder.need(
          Int32.random(in: 0..<Self.count, using: &generator), Int32.random(in: 0..<Self.count, using: &generator), kind: .depends)
      }
    }
    let each = graph.retainedOfEach()
    for node in [0, 499, 500, 99_999] as [Int32] {
      #expect(each[Int(node)].bytes == graph.retained(of: [node]).bytes)
      #expect(each[Int(node)].dominated == graph.weight(of: graph.dominated(by: [node])))
    }
    let chain = try #require(graph.shortestChain(to: 99_999))
    #expect(chain.steps.last?.to == 99_999 && graph.isRoot(chain.root))
  }

  @Test func aChainOfAll() throws {
    let graph = try graph(roots: [0]) { builder in
      for node in 1..<Self.count { builder.need(node - 1, node, kind: .depends) }
    }
    let total = Int(Self.count) * (Int(Self.count) + 1) / 2
    let each = graph.retainedOfEach()
    #expect(each[0] == RetainedAlone(dominated: total, bytes: total, blocker: nil))
    #expect(each[99_999] == RetainedAlone(dominated: Int(Self.count), bytes: nil, blocker: 0))
    #expect(graph.shortestChain(to: 99_999)?.steps.count == 99_999)
  }

  /// Each node needs the next and the one behind it, and every tenth the first again.
  @Test func aLadderWithWaysBack() throws {
    let graph = try graph(roots: [0]) { builder in
      for node in 0..<Self.count - 2 {
        builder.need(node, node + 1, kind: .depends)
        builder.need(node, node + 2, kind: .depends)
        if node % 10 == 0 { builder.need(node, 0, kind: .depends) }
      }
    }
    let each = graph.retainedOfEach()
    #expect(each[0].bytes == Int(Self.count) * (Int(Self.count) + 1) / 2)
    #expect(each[1].dominated == 2)
    #expect(each[50_000].dominated == 50_001)
  }

  @Test func aChainOfOrphansBesideAHundredThousandOthers() throws {
    let graph = try graph(roots: [0]) { builder in
      for node in 1..<Self.count where node != 95_000 { builder.need(node - 1, node, kind: .depends) }
    }
    let each = graph.retainedOfEach()
    #expect(each[95_000].bytes == (95_001...100_000).reduce(0, +))
    #expect(each[99_990].bytes == (99_991...100_000).reduce(0, +))
    #expect(each[0].bytes == (1...95_000).reduce(0, +))
  }

  /// Every node of the chain is kept by one weak bond above it all, and needed by the one before it.
  @Test func aWeakBondOverAChainIsNotSearchedForEver() throws {
    let graph = try graph(roots: [0]) { builder in
      builder.need(0, 1, kind: .recommends)
      for node in 2..<Self.count { builder.need(node - 1, node, kind: .depends) }
    }
    let each = graph.retainedOfEach(searches: 1_000_000)
    #expect(each[1].bytes == (2...100_000).reduce(0, +))
    #expect(each[2] == RetainedAlone(dominated: (3...100_000).reduce(0, +), bytes: (2...100_000).reduce(0, +), blocker: nil))
    #expect(each[99_999] == RetainedAlone(dominated: 100_000, bytes: nil, blocker: nil))
    #expect(graph.retained(of: [99_999]).bytes == each[1].bytes)
  }

  @Test func manySetsAreNotSearchedOneByOneForWhatTheyShare() throws {
    let graph = try graph(roots: Array(0..<100)) { builder in
      for node in 0..<100 as Range<Int32> {
        builder.need(node, 1000, kind: .depends)
        builder.need(node, 2000 + node, kind: .depends)
      }
    }
    let shared = graph.shared(among: (0..<100).map { [$0] })
    #expect(shared.shared == [1000])
    #expect(shared.alone.map(\.bytes) == (0..<100).map { $0 + 1 + 2001 + $0 })
  }
}
