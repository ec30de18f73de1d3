/// Several sets of nodes side by side, such as the packages of one install line: what each retains, and what goes only
/// when they go together.
public struct SharedRetention: Sendable, Hashable {
  /// What each set retains, the others staying.
  public var alone: [Retained]
  /// Which sets, ascending, can go together: no root outside of them needs one. Where a set has to stay, its roots stay
  /// roots.
  public var leaving: [Int]
  /// What those retain together: always `bytes`, 0 when none can go.
  public var together: Retained
  /// The nodes, ascending, that go only with several of the sets: freed together, by none of them alone.
  public var shared: [Int32]
  /// The weight of `shared`.
  public var sharedBytes: Int
}

extension DependencyGraph {
  /// What `sets` retain each, together, and share. Numbers of no node are passed over.
  public func shared(among sets: [[Int32]]) -> SharedRetention {
    let sets = sets.map { members($0).nodes }
    let alone = sets.map { retained(of: $0) }
    let leaving = leaving(of: sets)
    let together = retained(of: leaving.flatMap { sets[$0] })
    let shares = members(together.freed).nodes
    let single = members(leaving.flatMap { alone[$0].freed })
    let shared = shares.filter { !single.contains($0) }
    return SharedRetention(
      alone: alone, leaving: leaving, together: together, shared: shared, sharedBytes: weight(of: shared))
  }

  /// The most sets that can go together. One that a remaining root needs stays, and its own roots then remain too,
  /// which may need the next.
  private func leaving(of sets: [[Int32]]) -> [Int] {
    // How many of the sets still leaving hold each node.
    var holders = [Int32](repeating: 0, count: nodeCount)
    for set in sets {
      for node in set { holders[Int(node)] += 1 }
    }
    var leaving = Array(sets.indices)
    var needed = NodeSet(nodeCount: nodeCount)
    needed.flood(from: roots.filter { holders[Int($0)] == 0 }, over: firmNeeds)
    while true {
      let staying = leaving.filter { sets[$0].contains { needed.contains($0) } }
      if staying.isEmpty { return leaving }
      leaving.removeAll { sets[$0].contains { needed.contains($0) } }
      for index in staying {
        for node in sets[index] { holders[Int(node)] -= 1 }
      }
      let back = staying.flatMap { sets[$0] }.filter { holders[Int($0)] == 0 && isRoot($0) }
      needed.flood(from: back, over: firmNeeds)
    }
  }
}
