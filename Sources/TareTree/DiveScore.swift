import TareArchive
import TareBytes
public import TareLayers

/// What dive says of the same layers, computed as dive 0.13 does (`dive/filetree/efficiency.go`, `dive/image/analysis.go`
/// of github.com/wagoodman/dive), its known errors included: a path that several layers name counts with all its sizes,
/// a deleted or opaque directory with nothing, and a whiteout of a path that dive does not know ends the count of its
/// layer.
public struct DiveScore: Sendable, Equatable {
  /// 1 is perfect.
  public var efficiency: Double
  /// In bytes.
  public var wastedBytes: Int
  /// Wasted bytes as a fraction of all layers but the lowest; nil when those are empty.
  public var userWastedPercent: Double?

  /// Nil when its sums, which count some bytes often, go beyond 2^63.
  public init?(_ layers: [LayerScan]) {
    var count = DiveCount()
    for (index, layer) in layers.enumerated() { count.add(layer, isLowest: index == 0) }
    guard let score = count.score else { return nil }
    self = score
  }

  /// The paths that `wastedBytes` adds up, with what dive counts for each; absolute.
  public static func repeatedPaths(_ layers: [LayerScan]) -> [(path: [UInt8], bytes: Int)] {
    var count = DiveCount()
    for (index, layer) in layers.enumerated() { count.add(layer, isLowest: index == 0) }
    return count.repeated
  }

  package init(efficiency: Double, wastedBytes: Int, userWastedPercent: Double?) {
    self.efficiency = efficiency
    self.wastedBytes = wastedBytes
    self.userWastedPercent = userWastedPercent
  }
}

private struct DiveCount {
  /// A path of one layer's tree, as dive builds it from the names alone.
  private struct LayerNode {
    var layer: Int32 = -1
    var isListed = false
    var hasChildren = false
    var size = 0
    var isDirectory = false
  }

  private struct Tally {
    var count = 0
    var smallest = 0
    var sum = CheckedSum()
  }

  private var paths = PathTable()
  private var layerNodes: [LayerNode] = [LayerNode()]
  private var tallies: [Tally] = [Tally()]
  private var stacked = StackedTree()
  private var layer: Int32 = -1
  private var userBytes = CheckedSum()

  var score: DiveScore? {
    var (smallest, sum, wasted) = (CheckedSum(), CheckedSum(), CheckedSum())
    for tally in tallies {
      smallest.add(tally.smallest)
      sum.add(tally.sum.value)
      if tally.count > 1 { wasted.add(tally.sum.value) }
      if tally.sum.overflowed { return nil }
    }
    guard !smallest.overflowed, !sum.overflowed, !wasted.overflowed, !userBytes.overflowed else { return nil }
    return DiveScore(
      efficiency: sum.value == 0 ? 1 : Double(smallest.value) / Double(sum.value), wastedBytes: wasted.value,
      userWastedPercent: userBytes.value == 0 ? nil : Double(wasted.value) / Double(userBytes.value))
  }

  var repeated: [(path: [UInt8], bytes: Int)] {
    tallies.indices.filter { tallies[$0].count > 1 }.map { (paths.bytes(of: Int32($0)), tallies[$0].sum.value) }
  }

  mutating func add(_ scan: LayerScan, isLowest: Bool) {
    layer += 1
    var touched: [Int32] = []
    var directories = [Int32](repeating: -1, count: scan.directories.count)
    for entry in scan.entries {
      if !isLowest { userBytes.add(entry.size) }
      var directory = directories[Int(entry.directory)]
      if directory < 0 {
        directory = scan.directories.withBytes(of: entry.directory) { paths.intern($0) }
        directories[Int(entry.directory)] = directory
      }
      let name = scan.names[entry.name]
      guard !name.isEmpty else { continue }
      guard !name.starts(with: Self.doublePrefix) else {
        touch(directory, &touched)
        continue
      }
      let path = scan.names.withBytes(of: entry.name) { paths.intern($0, in: directory) }
      touch(path, &touched)
      layerNodes[Int(path)].isListed = true
      layerNodes[Int(path)].size = entry.size
      layerNodes[Int(path)].isDirectory = entry.kind == .directory
    }
    if isLowest { stack(touched, removing: false) }
    tally(touched)
    stack(touched, removing: true)
  }

  /// Makes `path` and its parents part of this layer's tree.
  private mutating func touch(_ path: Int32, _ touched: inout [Int32]) {
    while layerNodes.count < paths.count { layerNodes.append(LayerNode()) }
    while tallies.count < paths.count { tallies.append(Tally()) }
    var current = path
    var child: Int32 = -1
    while current > PathTable.root {
      let isNew = layerNodes[Int(current)].layer != layer
      if isNew {
        layerNodes[Int(current)] = LayerNode(layer: layer)
        touched.append(current)
      }
      if child >= 0 { layerNodes[Int(current)].hasChildren = true }
      if !isNew { return }
      child = current
      current = paths.parent(of: current)
    }
  }

  private mutating func tally(_ touched: [Int32]) {
    var leaves = touched.filter { !layerNodes[Int($0)].hasChildren }
    // dive gives up on a layer at the first whiteout, by name, of what it does not know.
    let unknown = leaves.filter { isWhiteout($0) && !stacked.exists(whitedOut(by: $0)) }
    if let first = unknown.map({ paths.bytes(of: $0).split(separator: 0x2f) }).min(by: Self.precedes) {
      leaves = leaves.filter { Self.precedes(paths.bytes(of: $0).split(separator: 0x2f), first) }
    }
    for leaf in leaves {
      let size: Int
      var path = leaf
      if isWhiteout(leaf) {
        path = whitedOut(by: leaf) ?? leaf
        size = stacked.isDirectory(path) ? stacked.size(below: path) : 0
      } else {
        size = layerNodes[Int(leaf)].size
      }
      let tally = tallies[Int(path)]
      tallies[Int(path)].smallest = tally.count == 0 ? size : min(size, tally.smallest)
      tallies[Int(path)].count += 1
      tallies[Int(path)].sum.add(size)
    }
  }

  private static func precedes(_ left: [ArraySlice<UInt8>], _ right: [ArraySlice<UInt8>]) -> Bool {
    left.lexicographicallyPrecedes(right) { $0.lexicographicallyPrecedes($1) }
  }

  private mutating func stack(_ touched: [Int32], removing: Bool) {
    if removing {
      for path in touched where isWhiteout(path) { stacked.remove(whitedOut(by: path), paths) }
    }
    for path in touched where !isWhiteout(path) {
      let node = layerNodes[Int(path)]
      stacked.put(path, size: node.size, isDirectory: node.isDirectory, paths)
    }
  }

  private func isWhiteout(_ path: Int32) -> Bool { paths.name(of: path).starts(with: Self.prefix) }

  /// The path that a whiteout hides, if anything ever lay there.
  private func whitedOut(by path: Int32) -> Int32? {
    let name = Array(paths.name(of: path).dropFirst(Self.prefix.count))
    return name.withUnsafeBytes { paths.find($0, in: paths.parent(of: path)) }
  }

  private static let prefix = Array(".wh.".utf8)
  private static let doublePrefix = Array(".wh..wh.".utf8)
}

/// dive's stacked tree, kept up layer by layer instead of built anew for every whiteout.
private struct StackedTree {
  private struct Node {
    var exists = false
    var size = 0
    var isDirectory = false
  }

  private var nodes: [Node] = [Node()]
  private var childLists = ChildLists()

  func exists(_ path: Int32?) -> Bool { path.map { Int($0) < nodes.count && nodes[Int($0)].exists } ?? false }
  func isDirectory(_ path: Int32) -> Bool { exists(path) && nodes[Int(path)].isDirectory }

  mutating func put(_ path: Int32, size: Int, isDirectory: Bool, _ paths: PathTable) {
    make(path, paths)
    nodes[Int(path)].size = size
    nodes[Int(path)].isDirectory = isDirectory
  }

  private mutating func make(_ path: Int32, _ paths: PathTable) {
    var current = path
    while current > PathTable.root, !exists(current) {
      childLists.cover(current)
      while nodes.count <= Int(current) { nodes.append(Node()) }
      nodes[Int(current)] = Node(exists: true)
      childLists.attach(current, to: paths.parent(of: current))
      current = paths.parent(of: current)
    }
  }

  mutating func remove(_ path: Int32?, _ paths: PathTable) {
    guard let path, exists(path) else { return }
    childLists.detach(path, from: paths.parent(of: path))
    for below in subtree(path) {
      nodes[Int(below)].exists = false
      childLists.orphanChildren(of: below)
    }
  }

  func size(below path: Int32) -> Int { subtree(path).reduce(0) { $0 + nodes[Int($1)].size } }

  private func subtree(_ path: Int32) -> [Int32] {
    var all = [path]
    var next = 0
    while next < all.count {
      all.append(contentsOf: childLists.children(of: all[next]))
      next += 1
    }
    return all
  }
}

/// A sum that knows when it went beyond 2^63.
private struct CheckedSum {
  var value = 0
  var overflowed = false

  mutating func add(_ more: Int) {
    let (sum, overflow) = value.addingReportingOverflow(more)
    (value, overflowed) = (sum, overflowed || overflow)
  }
}
