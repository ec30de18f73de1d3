/// What one node alone keeps in the image.
public struct RetainedAlone: Sendable, Hashable {
  /// The bytes that are in the image through this node alone, itself included, whoever needs it.
  public var dominated: Int
  /// What would go if the node went, as `retained(of:)` has it; nil where a root needs it. Nil without a blocker where the
  /// search for it was not worth the time: ask `retained(of:)`.
  public var bytes: Int?
  /// The nearest other root that needs the node by firm bonds; nil when none does.
  public var blocker: Int32?

  public init(dominated: Int, bytes: Int?, blocker: Int32?) {
    self.dominated = dominated
    self.bytes = bytes
    self.blocker = blocker
  }
}

extension DependencyGraph {
  /// For every node what `retained(of:)` and `dominated(by:)` say of it alone, in one go: O(m log n), and what
  /// `ReachSums` takes for the orphans.
  ///
  /// A root needs no search of its own. Where no other root reaches it, what the others reach they reach without it, so
  /// its subtree of the dominator tree is what only it keeps; where one does by firm bonds, that one blocks. What nothing
  /// but weak bonds keep takes a search only where others need it and would go with it: `searches` bounds the steps of
  /// those, a second's worth, since a graph may be made to need one for every node.
  public func retainedOfEach(searches limit: Int = 100_000_000) -> [RetainedAlone] {
    let tree = DominatorTree(of: self)
    let reached = reached()
    let orphans = ReachSums(of: self, reached: reached)
    let firm = NearestRoots(of: self, roots: roots, firm: true, slots: 2)
    let any = hasWeakBonds ? NearestRoots(of: self, roots: roots, slots: 2) : firm
    var searches = limit / (nodeCount + edgeCount + 1)
    return (0..<Int32(nodeCount)).map { node in
      let dominated = tree.bytes(under: node) ?? orphans.sums[Int(node)]
      let blocker = firm.root(needing: node)
      var alone = RetainedAlone(dominated: dominated, bytes: blocker == nil ? dominated : nil, blocker: blocker)
      if blocker == nil, any.root(needing: node) != nil, firmNeeders.neighbours(of: node).contains(where: { reached[Int($0)] }) {
        searches -= 1
        alone.bytes = searches < 0 ? nil : retained(of: [node]).bytes
      }
      return alone
    }
  }
}
