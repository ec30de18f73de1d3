/// For each node the root that reaches it in the fewest steps, and, with two slots, the next nearest other root: a
/// breadth-first search from all roots at once in which a node takes the first so many roots that arrive.
///
/// Equal distances go to the root with the lower number; on the way back to it, to the needing node with the lower
/// number. So a chain depends on the graph alone.
struct NearestRoots {
  private struct Arrival {
    var root: Int32
    var distance: Int32
  }

  private let graph: DependencyGraph
  private let isFirm: Bool
  private let slots: Int
  private var arrivals: [Arrival]
  private static let none = Arrival(root: -1, distance: -1)

  /// `roots` ascending, without repetition; along firm bonds only where `firm`.
  init(of graph: DependencyGraph, roots: some Sequence<Int32>, firm: Bool = false, slots: Int = 1) {
    self.graph = graph
    self.slots = slots
    isFirm = firm
    let needs = firm ? graph.firmNeeds : graph.needs
    arrivals = [Arrival](repeating: Self.none, count: graph.nodeCount * slots)
    // First in, first out: entries leave by distance and then by root, as they came in.
    var queue: [(node: Int32, root: Int32, distance: Int32)] = []
    for root in roots where arrive(at: root, Arrival(root: root, distance: 0)) { queue.append((root, root, 0)) }
    var head = 0
    while head < queue.count {
      let (node, root, distance) = queue[head]
      head += 1
      for next in needs.neighbours(of: node) where arrive(at: next, Arrival(root: root, distance: distance + 1)) {
        queue.append((next, root, distance + 1))
      }
    }
  }

  /// False when the root was there before, or enough others.
  private mutating func arrive(at node: Int32, _ arrival: Arrival) -> Bool {
    for slot in Int(node) * slots..<(Int(node) + 1) * slots {
      if arrivals[slot].root == arrival.root { return false }
      if arrivals[slot].root < 0 {
        arrivals[slot] = arrival
        return true
      }
    }
    return false
  }

  /// The nearest root but `node` itself.
  func root(needing node: Int32) -> Int32? {
    for slot in Int(node) * slots..<(Int(node) + 1) * slots {
      let root = arrivals[slot].root
      if root >= 0, root != node { return root }
    }
    return nil
  }

  /// The chain from the nearest root to `node`; without steps when it is a root itself, nil when none reaches it.
  func chain(to node: Int32) -> Chain? {
    let nearest = arrivals[Int(node) * slots]
    guard nearest.root >= 0 else { return nil }
    var steps: [DependencyGraph.Step] = []
    var current = node
    var distance = nearest.distance
    let needers = isFirm ? graph.firmNeeders : graph.needers
    while distance > 0 {
      let before = needers.neighbours(of: current).first {
        self.distance(of: $0, from: nearest.root) == distance - 1
      }
      guard let before, let step = graph.step(from: before, to: current) else { return nil }
      steps.append(step)
      current = before
      distance -= 1
    }
    return Chain(root: nearest.root, steps: steps.reversed())
  }

  private func distance(of node: Int32, from root: Int32) -> Int32? {
    for slot in Int(node) * slots..<(Int(node) + 1) * slots where arrivals[slot].root == root { return arrivals[slot].distance }
    return nil
  }
}
