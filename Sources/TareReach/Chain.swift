/// Why a node is in the image: a shortest way to it from a root.
public struct Chain: Sendable, Hashable {
  public var root: Int32
  /// From the root to the node, each step from where the one before led; none when the node is the root.
  public var steps: [DependencyGraph.Step]

  public init(root: Int32, steps: [DependencyGraph.Step]) {
    self.root = root
    self.steps = steps
  }
}

extension DependencyGraph {
  /// The shortest chain from the nearest root; of equally near roots the one with the lowest number, and from there back
  /// the lowest numbers. Nil when no root reaches the node.
  public func shortestChain(to node: Int32) -> Chain? {
    contains(node) ? NearestRoots(of: self, roots: roots).chain(to: node) : nil
  }

  /// The shortest chain to every node, as `shortestChain` has it, with the search done once.
  public func chains(to nodes: [Int32]) -> [Chain?] {
    let nearest = NearestRoots(of: self, roots: roots)
    return nodes.map { contains($0) ? nearest.chain(to: $0) : nil }
  }
}
