/// The weight of all that each orphan needs, itself included, beyond what the roots keep. Orphans that need the same node
/// each count it, so no tree gives these sums: sixty-four groups at a time, the bits of those reached flow from the
/// lowest group up. Time by groups x edges / 64; an image has few orphans.
struct ReachSums {
  /// By node; 0 for those that are no orphans.
  private(set) var sums: [Int]

  init(of graph: DependencyGraph, reached: [Bool]) {
    sums = [Int](repeating: 0, count: graph.nodeCount)
    let components = Components(of: graph) { !reached[Int($0)] }
    let count = Int(components.count)
    guard count > 0 else { return }
    var weights = [Int](repeating: 0, count: count)
    var edges: [(from: Int32, to: Int32)] = []
    for node in 0..<Int32(graph.nodeCount) where !reached[Int(node)] {
      let from = components.numbers[Int(node)]
      weights[Int(from)] += graph.weights[Int(node)]
      for end in graph.needs.neighbours(of: node) where !reached[Int(end)] {
        let to = components.numbers[Int(end)]
        if to != from { edges.append((from, to)) }
      }
    }
    edges.sort { ($0.from, $0.to) < ($1.from, $1.to) }

    var totals = [Int](repeating: 0, count: count)
    var firstEdge = 0
    for block in stride(from: 0, to: count, by: 64) {
      while firstEdge < edges.count, Int(edges[firstEdge].from) < block { firstEdge += 1 }
      addBlock(block, edges[firstEdge...], weights, &totals)
    }
    for node in 0..<graph.nodeCount where !reached[node] { sums[node] = totals[Int(components.numbers[node])] }
  }

  /// Adds to each group the weights of those of the sixty-four from `block` on that it reaches; only later groups can.
  private func addBlock(
    _ block: Int, _ edges: ArraySlice<(from: Int32, to: Int32)>, _ weights: [Int], _ totals: inout [Int]
  ) {
    let size = min(64, weights.count - block)
    // The sum of each pattern of eight groups, so that a word is eight look-ups.
    var tables = [Int](repeating: 0, count: 8 * 256)
    for bit in 0..<size {
      let (table, step) = (bit / 8 * 256, 1 << (bit % 8))
      for pattern in 0..<step { tables[table + step + pattern] = tables[table + pattern] + weights[block + bit] }
    }
    var words = [UInt64](repeating: 0, count: weights.count - block)
    for bit in 0..<size { words[bit] = 1 << UInt64(bit) }
    // By source ascending: the word of a target is complete before it is asked.
    for edge in edges where Int(edge.to) >= block { words[Int(edge.from) - block] |= words[Int(edge.to) - block] }
    for (offset, word) in words.enumerated() where word != 0 {
      var sum = 0
      for table in 0..<8 { sum += tables[table * 256 + Int(word >> UInt64(table * 8) & 0xff)] }
      totals[block + offset] += sum
    }
  }
}
