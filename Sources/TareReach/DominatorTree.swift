/// Which node stands on every way from the roots to another, as heap profilers ask it: over one virtual root above all
/// roots, the subtree of a node is what is reached through it alone.
///
/// T. Lengauer and R. E. Tarjan, "A Fast Algorithm for Finding Dominators in a Flowgraph", ACM TOPLAS 1(1), 1979, in the
/// version with path compression only: O(m log n) whatever the shape of the graph, which a package database from an
/// unknown image may choose.
public struct DominatorTree: Sendable {
  /// -1 for a node right below the virtual root, and for one that no root reaches.
  private let parents: [Int32]
  /// The tree in preorder: the subtree of a node is one range of it.
  private let order: [Int32]
  /// Where each node stands in `order`; -1 where no root reaches it.
  private let places: [Int32]
  private let sizes: [Int32]
  private let sums: [Int]

  public init(of graph: DependencyGraph) {
    var search = DominatorSearch(graph)
    search.run()
    let count = graph.nodeCount
    var parents = [Int32](repeating: -1, count: count)
    var sizes = [Int32](repeating: 0, count: count)
    var sums = [Int](repeating: 0, count: count)
    // In preorder of the search a dominator comes before what it dominates: backwards sums the subtrees up.
    for place in stride(from: search.vertices.count - 1, to: 0, by: -1) {
      let node = Int(search.vertices[place])
      sizes[node] += 1
      sums[node] += graph.weights[node]
      let dominator = search.dominators[place]
      guard dominator > 0 else { continue }
      let parent = search.vertices[Int(dominator)]
      parents[node] = parent
      sizes[Int(parent)] += sizes[node]
      sums[Int(parent)] += sums[node]
    }
    // Forwards each takes its place behind those of its elder siblings.
    var order = [Int32](repeating: -1, count: search.vertices.count - 1)
    var places = [Int32](repeating: -1, count: count)
    var next = [Int32](repeating: 0, count: count)
    var nextBelowRoot: Int32 = 0
    for vertex in search.vertices.dropFirst() {
      let node = Int(vertex)
      let parent = Int(parents[node])
      let place = parent < 0 ? nextBelowRoot : next[parent]
      if parent < 0 { nextBelowRoot += sizes[node] } else { next[parent] += sizes[node] }
      places[node] = place
      next[node] = place + 1
      order[Int(place)] = vertex
    }
    self.parents = parents
    self.order = order
    self.places = places
    self.sizes = sizes
    self.sums = sums
  }

  /// The nearest node on every way to this one; nil where there is none, or no way.
  public func dominator(of node: Int32) -> Int32? { parents[Int(node)] < 0 ? nil : parents[Int(node)] }

  /// The bytes of all that is reached through this node alone, itself included; nil where no root reaches it.
  public func bytes(under node: Int32) -> Int? { places[Int(node)] < 0 ? nil : sums[Int(node)] }

  /// The node and all that it dominates, the node first; empty where no root reaches it.
  public func subtree(of node: Int32) -> ArraySlice<Int32> {
    let place = Int(places[Int(node)])
    return place < 0 ? [] : order[place..<place + Int(sizes[Int(node)])]
  }
}

/// The search itself. Vertices are numbered as a depth-first search finds them, 0 being the virtual root; all arrays but
/// `numbers` are by that number.
private struct DominatorSearch {
  private let graph: DependencyGraph
  /// The node of each vertex.
  private(set) var vertices: [Int32] = [-1]
  private(set) var dominators: [Int32] = [0]
  /// The vertex of each node, -1 where there is none.
  private var numbers: [Int32]
  private var parents: [Int32] = [0]
  private var semis: [Int32] = []
  private var labels: [Int32] = []
  private var ancestors: [Int32] = []
  private var path: [Int32] = []

  init(_ graph: DependencyGraph) {
    self.graph = graph
    numbers = [Int32](repeating: -1, count: graph.nodeCount)
  }

  mutating func run() {
    number()
    let count = vertices.count
    semis = (0..<count).map { Int32($0) }
    labels = semis
    ancestors = [Int32](repeating: -1, count: count)
    dominators = [Int32](repeating: 0, count: count)
    // Lists of the vertices with one semidominator: the first of each, and the next behind each.
    var first = [Int32](repeating: -1, count: count)
    var next = first
    for place in stride(from: count - 1, to: 0, by: -1) {
      let vertex = Int32(place)
      let node = vertices[place]
      // The virtual root needs every root.
      var semi = graph.isRoot(node) ? 0 : vertex
      for needer in graph.needers.neighbours(of: node) where numbers[Int(needer)] >= 0 {
        semi = min(semi, semis[Int(lowest(above: numbers[Int(needer)]))])
      }
      semis[place] = semi
      next[place] = first[Int(semi)]
      first[Int(semi)] = vertex
      let parent = parents[place]
      ancestors[place] = parent
      var waiting = first[Int(parent)]
      first[Int(parent)] = -1
      while waiting >= 0 {
        let label = lowest(above: waiting)
        dominators[Int(waiting)] = semis[Int(label)] < semis[Int(waiting)] ? label : parent
        waiting = next[Int(waiting)]
      }
    }
    for place in stride(from: 1, to: count, by: 1) where dominators[place] != semis[place] {
      dominators[place] = dominators[Int(dominators[place])]
    }
  }

  /// Depth first, so that a vertex's parent is on the way to it. `cursors` are where in its row each open node stands.
  private mutating func number() {
    var open: [(node: Int32, cursor: Int)] = []
    for root in graph.roots where numbers[Int(root)] < 0 {
      enter(root, from: 0)
      open.append((root, graph.needs.range(of: root).lowerBound))
      while let (node, cursor) = open.last {
        guard cursor < graph.needs.range(of: node).upperBound else {
          open.removeLast()
          continue
        }
        open[open.count - 1].cursor += 1
        let end = graph.needs.ends[cursor]
        guard numbers[Int(end)] < 0 else { continue }
        enter(end, from: numbers[Int(node)])
        open.append((end, graph.needs.range(of: end).lowerBound))
      }
    }
  }

  private mutating func enter(_ node: Int32, from parent: Int32) {
    numbers[Int(node)] = Int32(vertices.count)
    vertices.append(node)
    parents.append(parent)
  }

  /// Of the linked vertices from `vertex` up to below the top of its tree, the one with the lowest semidominator; the way
  /// there is shortened for those who come after.
  private mutating func lowest(above vertex: Int32) -> Int32 {
    guard ancestors[Int(vertex)] >= 0 else { return vertex }
    path.removeAll(keepingCapacity: true)
    var current = vertex
    while ancestors[Int(ancestors[Int(current)])] >= 0 {
      path.append(current)
      current = ancestors[Int(current)]
    }
    while let below = path.popLast() {
      let above = Int(ancestors[Int(below)])
      if semis[Int(labels[above])] < semis[Int(labels[Int(below)])] { labels[Int(below)] = labels[above] }
      ancestors[Int(below)] = ancestors[above]
    }
    return labels[Int(vertex)]
  }
}
