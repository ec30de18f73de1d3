/// What would go if a set of nodes went.
public enum Retained: Sendable, Hashable {
  /// Nothing outside needs the set. `freed` are the nodes, ascending, that nothing reaches any more: the set itself, what
  /// only it needed, and what needed it without being a root. Their weights sum to so many bytes.
  case bytes(Int, freed: [Int32])
  /// Roots outside the set need some of it: for each member needed, ascending, the shortest chain from the nearest.
  case blocked([Blocker])

  public struct Blocker: Sendable, Hashable {
    public var member: Int32
    /// Its root is the blocker.
    public var chain: Chain

    public init(member: Int32, chain: Chain) {
      self.member = member
      self.chain = chain
    }
  }

  /// Nil where a root needs the set.
  public var bytes: Int? {
    switch self {
    case .bytes(let bytes, _): bytes
    case .blocked: nil
    }
  }

  /// None where a root needs the set.
  public var freed: [Int32] {
    switch self {
    case .bytes(_, let freed): freed
    case .blocked: []
    }
  }
}

extension DependencyGraph {
  /// Whether a root reaches it, for each node.
  public func reached() -> [Bool] {
    var reached = NodeSet(nodeCount: nodeCount)
    reached.flood(from: roots, over: needs)
    return reached.members
  }

  /// The nodes that no root reaches, ascending.
  public func orphans() -> [Int32] {
    let reached = reached()
    return (0..<Int32(nodeCount)).filter { !reached[Int($0)] }
  }

  /// What would go if `set` went: naming a root takes it out of the roots, and any other root that needs a member, by
  /// firm bonds all the way, blocks. What needs a member goes with it. Numbers of no node are passed over.
  ///
  /// Orphans that need the set are not counted in: nothing kept them before either.
  public func retained(of set: some Sequence<Int32>) -> Retained {
    let set = members(set)
    let others = roots.filter { !set.contains($0) }
    var needed = NodeSet(nodeCount: nodeCount)
    needed.flood(from: others, over: firmNeeds)
    let blocked = set.nodes.filter { needed.contains($0) }
    guard blocked.isEmpty else {
      let nearest = NearestRoots(of: self, roots: others, firm: true)
      return .blocked(blocked.compactMap { member in nearest.chain(to: member).map { .init(member: member, chain: $0) } })
    }
    var gone = NodeSet(nodeCount: nodeCount)
    gone.flood(from: set.nodes, over: firmNeeders)
    return freed(by: set.nodes, without: gone)
  }

  /// What is in the image through `set` alone, whoever needs it: what would go with it if nothing needed it any more. For
  /// one node that a root reaches, the subtree of the dominator tree. For a set that nothing blocks it is what the set
  /// retains, less what needs it and is kept by weak bonds.
  public func dominated(by set: some Sequence<Int32>) -> [Int32] {
    let set = members(set)
    return freed(by: set.nodes, without: set.lookup).freed
  }

  public func weight(of nodes: some Sequence<Int32>) -> Int { members(nodes).nodes.reduce(0) { $0 + weights[Int($1)] } }

  /// Of all that the roots and `nodes` reach, what no root reaches around `gone`, which holds `nodes`.
  private func freed(by nodes: [Int32], without gone: NodeSet) -> Retained {
    var kept = NodeSet(nodeCount: nodeCount)
    kept.flood(from: roots, over: needs, avoiding: gone)
    var all = NodeSet(nodeCount: nodeCount)
    all.flood(from: roots, over: needs)
    all.flood(from: nodes, over: needs)
    var freed: [Int32] = []
    var bytes = 0
    for node in 0..<Int32(nodeCount) where all.contains(node) && !kept.contains(node) {
      freed.append(node)
      bytes += weights[Int(node)]
    }
    return .bytes(bytes, freed: freed)
  }

  struct Members {
    /// Ascending.
    var nodes: [Int32]
    var lookup: NodeSet
    func contains(_ node: Int32) -> Bool { lookup.contains(node) }
  }

  /// The nodes among these numbers, each once.
  func members(_ set: some Sequence<Int32>) -> Members {
    var lookup = NodeSet(nodeCount: nodeCount)
    var nodes: [Int32] = []
    for node in set where contains(node) && lookup.insert(node) { nodes.append(node) }
    return Members(nodes: nodes.sorted(), lookup: lookup)
  }
}
