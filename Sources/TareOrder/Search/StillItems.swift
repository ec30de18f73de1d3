/// Which items of a new order stay where they are, as many as can; the others have been moved.
enum StillItems {
  /// - Parameter order: numbers of items, by their old places.
  static func find(_ order: [Int]) -> Set<Int> {
    // The longest ascending subsequence; of several the one that keeps the later items, so that the same ones come out always.
    var length = [Int](repeating: 1, count: order.count)
    var next = [Int](repeating: -1, count: order.count)
    for index in order.indices.reversed() {
      for other in order.indices[(index + 1)...] where order[other] > order[index] && length[other] + 1 > length[index] {
        (length[index], next[index]) = (length[other] + 1, other)
      }
    }
    var still: Set<Int> = []
    var index = order.indices.max { (length[$0], $1) < (length[$1], $0) } ?? -1
    while index >= 0 {
      still.insert(order[index])
      index = next[index]
    }
    return still
  }
}
