import TareReach
import Testing

/// Every answer on random graphs against the literal count: circles, self edges, repeated edges, parts out of reach.
@Suite struct RandomGraphTests {
  private static let blocks = Array(0..<20)
  private static let graphsPerBlock = 150

  private func forEachGraph(_ block: Int, _ body: (inout RandomGraph, DependencyGraph) throws -> Void) throws {
    for seed in block * Self.graphsPerBlock..<(block + 1) * Self.graphsPerBlock {
      var random = RandomGraph(seed: seed)
      let graph = try random.graph()
      try body(&random, graph)
    }
  }

  @Test(arguments: blocks) func orphansAreWhatNoRootReaches(block: Int) throws {
    try forEachGraph(block) { random, graph in
      #expect(graph.orphans() == Set(random.nodes).subtracting(random.reach(from: random.roots)).sorted())
    }
  }

  @Test(arguments: blocks) func aSetFreesWhatNothingReachesWithoutIt(block: Int) throws {
    try forEachGraph(block) { random, graph in
      for _ in 0..<4 {
        let set = random.pickSet(upTo: 4)
        let retained = graph.retained(of: set)
        if let freed = random.freed(by: Set(set)) {
          #expect(retained == .bytes(random.weight(of: freed), freed: freed))
        } else {
          let others = Set(random.roots).subtracting(set)
          let needed = Set(set).intersection(random.firm.reach(from: others)).sorted()
          let blockers = needed.compactMap { member in
            random.firm.chain(to: member, from: others).map { Retained.Blocker(member: member, chain: $0) }
          }
          #expect(retained == .blocked(blockers))
          #expect(!blockers.isEmpty)
        }
      }
    }
  }

  @Test(arguments: blocks) func aSetDominatesWhatGoesWhenItIsTornOut(block: Int) throws {
    try forEachGraph(block) { random, graph in
      let set = random.pickSet(upTo: 3)
      #expect(graph.dominated(by: set) == random.tornOut(with: Set(set)))
      if case .bytes(_, let freed) = graph.retained(of: set) { #expect(Set(freed).isSuperset(of: graph.dominated(by: set))) }
    }
  }

  @Test(arguments: blocks) func subtreesOfTheDominatorTreeAreWhatGoes(block: Int) throws {
    try forEachGraph(block) { random, graph in
      let tree = DominatorTree(of: graph)
      let reached = random.reach(from: random.roots)
      let tornOut = random.nodes.map { random.tornOut(with: [$0]) }
      for node in random.nodes {
        guard reached.contains(node) else {
          #expect(tree.bytes(under: node) == nil)
          #expect(tree.subtree(of: node) == [])
          #expect(tree.dominator(of: node) == nil)
          continue
        }
        let gone = tornOut[Int(node)]
        #expect(tree.subtree(of: node).sorted() == gone)
        #expect(tree.subtree(of: node).first == node)
        #expect(tree.bytes(under: node) == random.weight(of: gone))
        // The nearest of those whose subtree holds the node: the one with the smallest subtree.
        let above = reached.filter { $0 != node && tornOut[Int($0)].contains(node) }
        #expect(tree.dominator(of: node) == above.min { tornOut[Int($0)].count < tornOut[Int($1)].count })
      }
    }
  }

  @Test(arguments: blocks) func eachAloneIsTheSetOfOne(block: Int) throws {
    try forEachGraph(block) { random, graph in
      let each = graph.retainedOfEach()
      #expect(each.count == random.weights.count)
      for node in random.nodes {
        let alone = each[Int(node)]
        #expect(alone.dominated == random.weight(of: random.tornOut(with: [node])))
        #expect(alone.bytes == random.freed(by: [node]).map(random.weight(of:)))
        #expect(alone.bytes == graph.retained(of: [node]).bytes)
        #expect(alone.blocker == random.firm.chain(to: node, from: random.roots.filter { $0 != node })?.root)
      }
    }
  }

  @Test(arguments: blocks) func chainsAreTheShortest(block: Int) throws {
    try forEachGraph(block) { random, graph in
      let expected = random.nodes.map { random.chain(to: $0, from: random.roots) }
      #expect(graph.chains(to: Array(random.nodes)) == expected)
      #expect(random.nodes.map { graph.shortestChain(to: $0) } == expected)
    }
  }

  @Test(arguments: blocks) func theMostSetsThatCanLeaveDo(block: Int) throws {
    try forEachGraph(block) { random, graph in
      let sets = (0..<3).map { _ in random.pickSet(upTo: 3) }
      let shared = graph.shared(among: sets)
      #expect(shared.alone == sets.map { graph.retained(of: $0) })
      // All choices of sets: those that can go, the largest of which holds every other.
      let choices = (0..<8).map { choice in sets.indices.filter { choice >> $0 & 1 == 1 } }
      let possible = choices.filter { random.freed(by: Set($0.flatMap { sets[$0] })) != nil }
      let largest = possible.max { $0.count < $1.count }
      #expect(shared.leaving == largest)
      #expect(possible.allSatisfy { Set($0).isSubset(of: shared.leaving) })
      let union = Set(shared.leaving.flatMap { sets[$0] })
      let freed = try #require(random.freed(by: union))
      #expect(shared.together == .bytes(random.weight(of: freed), freed: freed))
      let single = Set(shared.leaving.flatMap { random.freed(by: Set(sets[$0])) ?? [] })
      #expect(shared.shared == freed.filter { !single.contains($0) })
      #expect(shared.sharedBytes == random.weight(of: shared.shared))
    }
  }
}
