public import TareArchive
public import TareLayers

/// What is in a directory: of the final tree, or of what one layer did to it.
public struct Listing: Sendable {
  public enum Mark: Character, Sendable {
    case none = " "
    case added = "+"
    case changed = "~"
    case hidden = "-"
  }

  public struct Row: Sendable {
    public var path: Int32
    /// Of the image: hidden when nothing is left of it, changed when some of it is dead. Of a layer: what it did.
    public var mark: Mark
    public var kind: Entry.Kind
    /// Bytes of content: in the final tree, or written by the layer.
    public var bytes: Int
    /// Bytes of content that lay here and are dead, or that the layer made dead.
    public var dead: Int
    /// Contents counted in `bytes`.
    public var files: Int
    /// The row of the layer that provides it, or that provided what is hidden; nil for directories.
    public var layer: Int?
    /// Where a link points: of a hard link another path, where the content is counted; of a symbolic one as written.
    public var target: [UInt8]?
  }

  /// The directory, or the file itself.
  public var path: Int32
  /// By name.
  public var rows: [Row]
}

extension Weighing {
  /// Lists `path`, followed through symbolic links; nil when the image has nothing there and never had.
  /// - Parameters:
  ///   - layer: the layer whose doing is listed; nil for the final tree with what was hidden on the way.
  ///   - recursive: every path below instead of the next level.
  public func listing(of path: [UInt8], layer: Int? = nil, recursive: Bool = false) -> Listing? {
    // A path that is gone can only be found by its own name.
    guard let top = tree.resolve(path) ?? tree.paths.find(path: CanonicalPath(path).bytes) else { return nil }
    var counts = ListingCounts(weighing: self, top: top, recursive: recursive)
    if let layer { counts.addLayer(layer) } else { counts.addImage() }
    let isKnown = tree.exists(top) || tree.hidden.contains { $0.path == top }
    return isKnown ? Listing(path: top, rows: counts.rows) : nil
  }
}

/// Counts what happened at each path, then sums it up. A parent has a smaller number than what lies in it, so one way
/// through the numbers is enough, however deep the tree.
private struct ListingCounts {
  private struct Count {
    var bytes = 0
    var dead = 0
    var files = 0
    /// Paths added, changed, hidden, or there.
    var events = 0

    var isEmpty: Bool { bytes == 0 && dead == 0 && files == 0 && events == 0 }

    mutating func add(_ other: Count) {
      bytes += other.bytes
      dead += other.dead
      files += other.files
      events += other.events
    }
  }

  /// What is, or happened, at a very path.
  private struct Own {
    var mark: Listing.Mark
    var kind: Entry.Kind
    var layer: Int?
    var target: [UInt8]?
  }

  private let weighing: Weighing
  private let tree: MergedTree
  private let top: Int32
  private let recursive: Bool
  private let topIsDirectory: Bool
  private var counts: [Count]
  private var owns: [Int32: Own] = [:]

  init(weighing: Weighing, top: Int32, recursive: Bool) {
    self.weighing = weighing
    self.tree = weighing.tree
    self.top = top
    self.recursive = recursive
    counts = Array(repeating: Count(), count: weighing.tree.paths.count)
    topIsDirectory =
      tree.exists(top) ? tree.nodes[Int(top)].kind == .directory : tree.hidden.last { $0.path == top }?.kind == .directory
  }

  mutating func addImage() {
    for (index, content) in tree.contents.enumerated() {
      if content.isLive {
        addBytes(content.size, at: weighing.homes[Int32(index)] ?? content.path)
      } else {
        counts[Int(content.path)].dead += content.size
      }
    }
    for name in tree.hidden where !tree.exists(name.path) { addHidden(name) }
    for (path, node) in tree.nodes.enumerated() where node.exists && path > 0 {
      add(
        at: Int32(path), Own(mark: .none, kind: node.kind, layer: row(node.layer, node.kind), target: target(of: Int32(path), node))
      )
    }
  }

  mutating func addLayer(_ layer: Int) {
    for content in tree.contents {
      if Int(content.location.layer) == layer { addBytes(content.size, at: content.path) }
      if !content.isLive, Int(content.killer) == layer, Int(content.location.layer) != layer {
        counts[Int(content.path)].dead += content.size
      }
    }
    for name in tree.hidden where Int(name.killer) == layer { addHidden(name) }
    guard let scan = weighing.scans[layer] else { return }
    for (entry, landing) in zip(scan.entries, tree.landings[layer]) where landing.path > 0 {
      guard landing.effect == .added || landing.effect == .changed else { continue }
      let target = entry.target >= 0 ? Array(scan.targets[entry.target]) : nil
      add(at: landing.path, Own(mark: landing.effect == .added ? .added : .changed, kind: entry.kind, target: target))
    }
  }

  private mutating func addBytes(_ bytes: Int, at path: Int32) {
    counts[Int(path)].bytes += bytes
    counts[Int(path)].files += 1
  }

  private mutating func addHidden(_ name: MergedTree.Hidden) {
    add(at: name.path, Own(mark: .hidden, kind: name.kind, layer: row(name.layer, name.kind)))
  }

  private func row(_ layer: Int32, _ kind: Entry.Kind) -> Int? {
    layer < 0 || kind == .directory ? nil : weighing.rowOfLayer[Int(layer)]
  }

  /// Of a hard link, the path where its content is counted; of a symbolic link, what it says.
  private func target(of path: Int32, _ node: MergedTree.Node) -> [UInt8]? {
    if node.target >= 0 { return Array(tree.targets[node.target]) }
    guard node.content >= 0 else { return nil }
    let home = weighing.homes[node.content] ?? tree.contents[Int(node.content)].path
    return home == path ? nil : weighing.path(home)
  }

  private mutating func add(at path: Int32, _ own: Own) {
    counts[Int(path)].events += 1
    owns[path] = own
  }

  var rows: [Listing.Row] {
    guard topIsDirectory else { return [row(top, counts[Int(top)])] }
    let paths = tree.paths
    // For each path below `top`, the one right below it on the way there; -1 elsewhere.
    var heads = [Int32](repeating: -1, count: paths.count)
    for path in stride(from: top + 1, to: Int32(paths.count), by: 1) {
      let parent = paths.parent(of: path)
      heads[Int(path)] = parent == top ? path : heads[Int(parent)]
    }
    var sums = counts
    for path in stride(from: Int32(paths.count) - 1, to: top, by: -1) where heads[Int(path)] >= 0 && heads[Int(path)] != path {
      sums[Int(recursive ? paths.parent(of: path) : heads[Int(path)])].add(sums[Int(path)])
    }
    var rows: [(name: [UInt8], row: Listing.Row)] = []
    for path in stride(from: top + 1, to: Int32(paths.count), by: 1) {
      let head = heads[Int(path)]
      guard recursive ? head >= 0 : head == path, !sums[Int(path)].isEmpty else { continue }
      rows.append((weighing.path(path), row(path, sums[Int(path)])))
    }
    rows.sort { $0.name.lexicographicallyPrecedes($1.name) }
    return rows.map(\.row)
  }

  private func row(_ path: Int32, _ count: Count) -> Listing.Row {
    let own = owns[path] ?? Own(mark: .changed, kind: .directory)
    // In the final tree, what is still there has changed when some of it is dead.
    let mark = own.mark == .none && count.dead > 0 ? .changed : own.mark
    return Listing.Row(
      path: path, mark: mark, kind: own.kind, bytes: count.bytes, dead: count.dead, files: count.files, layer: own.layer,
      target: own.target)
  }
}
