/// Some of a graph's nodes, and the flood that finds what a set of nodes needs.
struct NodeSet {
  private(set) var members: [Bool]

  init(nodeCount: Int) { members = [Bool](repeating: false, count: nodeCount) }

  func contains(_ node: Int32) -> Bool { members[Int(node)] }

  /// False when it was there already.
  @discardableResult
  mutating func insert(_ node: Int32) -> Bool {
    if members[Int(node)] { return false }
    members[Int(node)] = true
    return true
  }

  /// Adds `seeds` and all that they need, but does not enter what is in `barrier`. Members count as visited: what they
  /// need has to be in already.
  mutating func flood(from seeds: some Sequence<Int32>, over edges: Adjacency, avoiding barrier: NodeSet? = nil) {
    var waiting: [Int32] = []
    for seed in seeds where barrier?.contains(seed) != true {
      if insert(seed) { waiting.append(seed) }
    }
    while let node = waiting.popLast() {
      for next in edges.neighbours(of: node) where barrier?.contains(next) != true {
        if insert(next) { waiting.append(next) }
      }
    }
  }
}
