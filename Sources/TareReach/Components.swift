/// Groups of nodes that need each other in a circle, over a part of the graph. A group needs only groups with lower
/// numbers.
///
/// R. E. Tarjan, "Depth-First Search and Linear Graph Algorithms", SIAM J. Comput. 1(2), 1972.
struct Components {
  /// -1 for nodes outside the part.
  private(set) var numbers: [Int32]
  private(set) var count: Int32 = 0
  private var low: [Int32]
  private var onStack: [Int32] = []
  private var found: Int32 = 0

  /// Of the nodes that `part` holds.
  init(of graph: DependencyGraph, where part: (Int32) -> Bool) {
    numbers = [Int32](repeating: -1, count: graph.nodeCount)
    low = numbers
    var index = numbers
    var open: [(node: Int32, cursor: Int)] = []
    for start in 0..<Int32(graph.nodeCount) where index[Int(start)] < 0 && part(start) {
      open.append((start, begin(start, &index, graph)))
      while let (node, cursor) = open.last {
        if cursor < graph.needs.range(of: node).upperBound {
          open[open.count - 1].cursor += 1
          let end = graph.needs.ends[cursor]
          guard part(end) else { continue }
          if index[Int(end)] < 0 {
            open.append((end, begin(end, &index, graph)))
          } else if numbers[Int(end)] < 0 {
            low[Int(node)] = min(low[Int(node)], index[Int(end)])
          }
        } else {
          open.removeLast()
          if low[Int(node)] == index[Int(node)] { close(node) }
          if let above = open.last { low[Int(above.node)] = min(low[Int(above.node)], low[Int(node)]) }
        }
      }
    }
  }

  private mutating func begin(_ node: Int32, _ index: inout [Int32], _ graph: DependencyGraph) -> Int {
    index[Int(node)] = found
    low[Int(node)] = found
    found += 1
    onStack.append(node)
    return graph.needs.range(of: node).lowerBound
  }

  private mutating func close(_ node: Int32) {
    while let member = onStack.popLast() {
      numbers[Int(member)] = count
      if member == node { break }
    }
    count += 1
  }
}
