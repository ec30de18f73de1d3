/// Paths of the image that an instruction reads or writes: single ones, and all below some.
struct PathSet: Sendable, Hashable {
  private(set) var trees: [[UInt8]] = []
  /// In order.
  private(set) var single: [[UInt8]] = []

  init(trees: [String] = []) { self.trees = trees.map { Array($0.utf8) } }

  var isEmpty: Bool { trees.isEmpty && single.isEmpty }

  mutating func insert(tree: [UInt8]) { if !trees.contains(tree) { trees.append(tree) } }

  mutating func insert(single paths: [[UInt8]]) {
    single = Array(Set(single + paths)).sorted { $0.lexicographicallyPrecedes($1) }
  }

  mutating func formUnion(_ other: PathSet) {
    for tree in other.trees { insert(tree: tree) }
    if !other.single.isEmpty { insert(single: other.single) }
  }

  func intersects(_ other: PathSet) -> Bool {
    trees.contains { tree in other.trees.contains { ImagePath.isBelow($0, tree) || ImagePath.isBelow(tree, $0) } }
      || trees.contains { other.hasSingle(below: $0) } || other.trees.contains { hasSingle(below: $0) }
      || (single.count < other.single.count
        ? single.contains(where: other.hasSingle(at:)) : other.single.contains(where: hasSingle(at:)))
  }

  /// Whether `path` is one of them.
  func covers(_ path: [UInt8]) -> Bool { trees.contains { ImagePath.isBelow(path, $0) } || hasSingle(at: path) }

  private func hasSingle(at path: [UInt8]) -> Bool {
    let place = lowerBound(path)
    return place < single.count && single[place] == path
  }

  private func hasSingle(below tree: [UInt8]) -> Bool {
    if tree.count <= 1 { return !single.isEmpty }
    if hasSingle(at: tree) { return true }
    let place = lowerBound(tree + [0x2f])
    return place < single.count && single[place].starts(with: tree + [0x2f])
  }

  private func lowerBound(_ path: [UInt8]) -> Int {
    var (low, high) = (0, single.count)
    while low < high {
      let middle = (low + high) / 2
      if single[middle].lexicographicallyPrecedes(path) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
