extension DependencyGraph {
  /// Takes nodes, needs and roots in any order; the graph does not depend on it.
  public struct Builder: Sendable {
    private struct Edge {
      var from: Int32
      var to: Int32
      var kind: EdgeKind
    }

    private var weights: [Int] = []
    private var edges: [Edge] = []
    private var reasons: [Int32: Int32] = [:]

    public init() {}

    public var nodeCount: Int { weights.count }

    /// A node of so many bytes; its number is the count of those before it.
    @discardableResult
    public mutating func node(weight: Int) -> Int32 {
      weights.append(weight)
      return Int32(truncatingIfNeeded: weights.count - 1)
    }

    /// `node` needs one of these, all of them installed. With none there is nothing to keep.
    public mutating func need(_ node: Int32, anyOf alternatives: some Sequence<Int32>, kind: EdgeKind) {
      for alternative in alternatives { need(node, alternative, kind: kind) }
    }

    public mutating func need(_ node: Int32, _ other: Int32, kind: EdgeKind) {
      edges.append(Edge(from: node, to: other, kind: kind))
    }

    /// A node that is a root for several reasons keeps the one with the lowest number.
    public mutating func root(_ node: Int32, reason: Int32) {
      reasons[node] = min(reasons[node] ?? reason, reason)
    }

    /// The graph, unless a number names no node or the weights have no sum.
    public func build() throws(Failure) -> DependencyGraph {
      guard weights.count < Int32.max else { throw .tooManyNodes }
      var total = 0
      for weight in weights {
        let (sum, overflow) = total.addingReportingOverflow(weight)
        guard weight >= 0, !overflow else { throw .weightsWithoutSum }
        total = sum
      }
      for edge in edges {
        guard isNode(edge.from) else { throw .unknownNode(edge.from) }
        guard isNode(edge.to) else { throw .unknownNode(edge.to) }
      }
      let roots = reasons.sorted { $0.key < $1.key }
      if let unknown = roots.first(where: { !isNode($0.key) }) { throw .unknownNode(unknown.key) }

      // A radix sort by source, then target, then kind, lowest key first: equal edges then lie together, strongest first.
      var order = (0..<edges.count).map { $0 }
      order = sorted(order, keys: 256) { Int(edges[$0].kind.rawValue) }
      order = sorted(order, keys: weights.count) { Int(edges[$0].to) }
      order = sorted(order, keys: weights.count) { Int(edges[$0].from) }
      var starts = [0]
      var ends: [Int32] = []
      var kinds: [EdgeKind] = []
      starts.reserveCapacity(weights.count + 1)
      ends.reserveCapacity(edges.count)
      kinds.reserveCapacity(edges.count)
      for index in order {
        let edge = edges[index]
        while starts.count <= Int(edge.from) { starts.append(ends.count) }
        if edge.from == edge.to { continue }
        // The row of this source is the last one begun.
        if let last = ends.last, last == edge.to, ends.count > starts[starts.count - 1] { continue }
        ends.append(edge.to)
        kinds.append(edge.kind)
      }
      while starts.count <= weights.count { starts.append(ends.count) }
      return DependencyGraph(
        weights: weights, roots: roots.map(\.key), rootReasons: roots.map(\.value), needs: Adjacency(starts: starts, ends: ends),
        kinds: kinds)
    }

    private func isNode(_ node: Int32) -> Bool { node >= 0 && Int(node) < weights.count }

    /// Stable, in linear time.
    private func sorted(_ order: [Int], keys: Int, by key: (Int) -> Int) -> [Int] {
      var next = [Int](repeating: 0, count: keys + 1)
      for index in order { next[key(index) + 1] += 1 }
      for value in 0..<keys { next[value + 1] += next[value] }
      var sorted = order
      for index in order {
        sorted[next[key(index)]] = index
        next[key(index)] += 1
      }
      return sorted
    }
  }

  /// Why there is no graph.
  public enum Failure: Error, Equatable {
    case unknownNode(Int32)
    /// One is negative, or their sum is beyond 2^63.
    case weightsWithoutSum
    case tooManyNodes
  }
}
