/// The neighbours of each node, one row behind the other in a single array.
struct Adjacency: Sendable {
  /// Where each node's row begins in `ends`, and where the last row stops.
  let starts: [Int]
  let ends: [Int32]

  init(starts: [Int], ends: [Int32]) {
    self.starts = starts
    self.ends = ends
  }

  var nodeCount: Int { starts.count - 1 }

  func range(of node: Int32) -> Range<Int> { starts[Int(node)]..<starts[Int(node) + 1] }

  func neighbours(of node: Int32) -> ArraySlice<Int32> { ends[range(of: node)] }

  /// The edges whose places in `ends` pass.
  func filtered(_ passes: (Int) -> Bool) -> Adjacency {
    var starts = [0]
    var ends: [Int32] = []
    starts.reserveCapacity(self.starts.count)
    for node in 0..<Int32(nodeCount) {
      for place in range(of: node) where passes(place) { ends.append(self.ends[place]) }
      starts.append(ends.count)
    }
    return Adjacency(starts: starts, ends: ends)
  }

  /// Every edge the other way round; rows come out ascending.
  func reversed() -> Adjacency {
    var starts = [Int](repeating: 0, count: nodeCount + 1)
    for end in ends { starts[Int(end) + 1] += 1 }
    for node in 0..<nodeCount { starts[node + 1] += starts[node] }
    var next = starts
    var sources = [Int32](repeating: 0, count: ends.count)
    for node in 0..<nodeCount {
      for end in neighbours(of: Int32(node)) {
        sources[next[Int(end)]] = Int32(node)
        next[Int(end)] += 1
      }
    }
    return Adjacency(starts: starts, ends: sources)
  }
}
