/// What needs what: nodes are numbers from 0 with a weight in bytes, an edge leads from a node to one that it needs, and
/// roots are the nodes that are wanted for themselves.
///
/// A node needs all of its groups, and one of the alternatives in each (`a | b`, or several packages that provide a
/// name). Only installed alternatives are nodes, and all of them count as needed: which one a program would use cannot
/// be known, so each is kept, and blocks the removal of each. That errs towards keeping: `apt-get autoremove` keeps them
/// all too, but would let all but one be purged.
public struct DependencyGraph: Sendable {
  /// In bytes, never negative; their sum fits an Int, so the sum of any set of nodes does.
  public let weights: [Int]
  /// Ascending.
  public let roots: [Int32]
  /// For each of `roots`, the caller's number for why it is one.
  public let rootReasons: [Int32]
  /// From each node to those it needs.
  let needs: Adjacency
  /// Parallel to the ends of `needs`.
  let kinds: [EdgeKind]
  /// From each node to those that need it.
  let needers: Adjacency
  /// The same without weak bonds.
  let firmNeeds: Adjacency
  let firmNeeders: Adjacency

  public var nodeCount: Int { weights.count }
  /// Repeated edges count once, edges from a node to itself not at all.
  public var edgeCount: Int { kinds.count }

  init(weights: [Int], roots: [Int32], rootReasons: [Int32], needs: Adjacency, kinds: [EdgeKind]) {
    self.weights = weights
    self.roots = roots
    self.rootReasons = rootReasons
    self.needs = needs
    self.kinds = kinds
    needers = needs.reversed()
    firmNeeds = kinds.contains { $0.isWeak } ? needs.filtered { !kinds[$0].isWeak } : needs
    firmNeeders = kinds.contains { $0.isWeak } ? firmNeeds.reversed() : needers
  }

  /// Nil for a node that is no root.
  public func rootReason(of node: Int32) -> Int32? { rootIndex(of: node).map { rootReasons[$0] } }

  public func isRoot(_ node: Int32) -> Bool { rootIndex(of: node) != nil }

  /// What `node` needs directly, in ascending order.
  public func steps(from node: Int32) -> [Step] {
    guard contains(node) else { return [] }
    return needs.range(of: node).map { Step(from: node, to: needs.ends[$0], kind: kinds[$0]) }
  }

  /// What needs `node` directly, in ascending order.
  public func steps(to node: Int32) -> [Step] {
    guard contains(node) else { return [] }
    return needers.neighbours(of: node).compactMap { step(from: $0, to: node) }
  }

  var hasWeakBonds: Bool { firmNeeds.ends.count < kinds.count }

  func contains(_ node: Int32) -> Bool { node >= 0 && Int(node) < nodeCount }

  func step(from: Int32, to: Int32) -> Step? {
    let range = needs.range(of: from)
    let place = needs.ends[range].partitionPoint { $0 >= to }
    guard place < range.upperBound, needs.ends[place] == to else { return nil }
    return Step(from: from, to: to, kind: kinds[place])
  }

  private func rootIndex(of node: Int32) -> Int? {
    let place = roots[...].partitionPoint { $0 >= node }
    return place < roots.count && roots[place] == node ? place : nil
  }

  /// One need, for the reader.
  public struct Step: Sendable, Hashable {
    public var from: Int32
    public var to: Int32
    public var kind: EdgeKind

    public init(from: Int32, to: Int32, kind: EdgeKind) {
      self.from = from
      self.to = to
      self.kind = kind
    }
  }
}

extension ArraySlice {
  /// The first place from which on `isBehind` holds, where it holds for no element before one for which it does not.
  fileprivate func partitionPoint(_ isBehind: (Element) -> Bool) -> Int {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = low + (high - low) / 2
      if isBehind(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
