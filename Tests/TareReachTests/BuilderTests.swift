import TareReach
import Testing

@Suite struct BuilderTests {
  private func builder(weights: Int...) -> DependencyGraph.Builder {
    var builder = DependencyGraph.Builder()
    for weight in weights { builder.node(weight: weight) }
    return builder
  }

  @Test func repeatedEdgesAreOneAndTheStrongestKindIsTold() throws {
    var builder = builder(weights: 1, 1, 1)
    builder.need(0, 2, kind: .suggests)
    builder.need(0, 1, kind: .recommends)
    builder.need(0, 1, kind: .elf)
    builder.need(0, anyOf: [2, 2], kind: .depends)
    builder.need(1, 1, kind: .depends)
    let graph = try builder.build()
    #expect(graph.edgeCount == 2)
    #expect(graph.steps(from: 0) == [.init(from: 0, to: 1, kind: .elf), .init(from: 0, to: 2, kind: .depends)])
    #expect(graph.steps(to: 2) == [.init(from: 0, to: 2, kind: .depends)])
    #expect(graph.steps(from: 1) == [])
    #expect(graph.steps(from: 3) == [] && graph.steps(to: -1) == [])
  }

  @Test func aRootKeepsItsLowestReason() throws {
    var builder = builder(weights: 1, 1)
    builder.root(1, reason: 5)
    builder.root(1, reason: 3)
    builder.root(1, reason: 4)
    let graph = try builder.build()
    #expect(graph.roots == [1] && graph.rootReasons == [3])
    #expect(graph.rootReason(of: 1) == 3 && graph.rootReason(of: 0) == nil)
    #expect(graph.isRoot(1) && !graph.isRoot(0) && !graph.isRoot(9))
  }

  @Test func numbersOfNoNodeAreRefused() {
    for number in [-1, 2, .max] as [Int32] {
      var from = builder(weights: 1, 1)
      from.need(number, 0, kind: .depends)
      #expect(throws: DependencyGraph.Failure.unknownNode(number)) { try from.build() }
      var to = builder(weights: 1, 1)
      to.need(0, number, kind: .depends)
      #expect(throws: DependencyGraph.Failure.unknownNode(number)) { try to.build() }
      var root = builder(weights: 1, 1)
      root.root(number, reason: 0)
      #expect(throws: DependencyGraph.Failure.unknownNode(number)) { try root.build() }
    }
  }

  @Test func weightsWithoutSumAreRefused() throws {
    #expect(throws: DependencyGraph.Failure.weightsWithoutSum) { try builder(weights: .max, 1).build() }
    #expect(throws: DependencyGraph.Failure.weightsWithoutSum) { try builder(weights: 5, -1).build() }
    #expect(try builder(weights: .max, 0).build().weight(of: [0, 1, 1, 0]) == .max)
  }

  @Test func theEmptyGraphHasNothing() throws {
    let graph = try builder().build()
    #expect(graph.nodeCount == 0 && graph.edgeCount == 0)
    #expect(graph.orphans() == [] && graph.retainedOfEach() == [])
    #expect(graph.retained(of: [0]) == .bytes(0, freed: []))
  }

  @Test func everyKindHasAName() {
    #expect(EdgeKind.preDepends < .depends && EdgeKind.mention < .recommends)
    #expect(EdgeKind.suggests.isWeak && !EdgeKind.mention.isWeak)
    #expect(EdgeKind.elf.name == "elf" && EdgeKind.import.name == "import")
    #expect(EdgeKind(rawValue: 200).name == "needs")
  }
}
