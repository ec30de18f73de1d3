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
    /// Nil for what is gone.
    public var kind: Entry.Kind?
    /// Bytes of content: in the final tree, or written by the layer.
    public var bytes: Int
    /// Bytes of content that lay here and are dead, or that the layer took from those below it.
    public var hidden: Int
    /// Contents counted in `bytes`.
    public var files: Int
    /// The row of the layer that provides it; nil for directories.
    public var layer: Int?
    /// Where a symbolic link points, as written.
    public var target: [UInt8]?
  }

  /// The directory, or the file itself.
  public var path: Int32
  /// By name.
  public var rows: [Row]
}

extension Weighing {
  /// Lists `path`; nil when the image has nothing there and never had.
  /// - Parameters:
  ///   - layer: the layer whose doing is listed; nil for the final tree with what was hidden on the way.
  ///   - recursive: every path below instead of the next level.
  public func listing(of path: [UInt8], layer: Int? = nil, recursive: Bool = false) -> Listing? {
    let canonical = CanonicalPath(path)
    guard let top = tree.paths.find(path: canonical.bytes) else { return nil }
    var counts = ListingCounts(weighing: self, top: top, recursive: recursive)
    if let layer { counts.addLayer(layer) } else { counts.addImage() }
    let rows = counts.rows(of: layer)
    return rows.isEmpty && !tree.nodes[Int(top)].exists ? nil : Listing(path: top, rows: rows)
  }
}

private struct ListingCounts {
  private struct Count {
    var bytes = 0
    var hidden = 0
    var files = 0
    var added = 0
    var changed = 0
    var hiddenNames = 0
    /// What happened to this very path, rather than below it.
    var own = Listing.Mark.none
  }

  let weighing: Weighing
  let top: Int32
  let recursive: Bool
  private var counts: [Int32: Count] = [:]

  init(weighing: Weighing, top: Int32, recursive: Bool) {
    self.weighing = weighing
    self.top = top
    self.recursive = recursive
  }

  mutating func addImage() {
    let tree = weighing.tree
    for (index, content) in tree.contents.enumerated() {
      if content.isLive {
        add(at: weighing.homes[Int32(index)] ?? content.path) {
          $0.bytes += content.size
          $0.files += 1
        }
      } else {
        add(at: content.path) {
          $0.hidden += content.size
          $0.hiddenNames += 1
        }
      }
    }
    for (path, node) in tree.nodes.enumerated() where node.exists && path > 0 { add(at: Int32(path)) { $0.added += 1 } }
    for name in tree.hidden where !tree.nodes[Int(name.path)].exists { add(at: name.path) { $0.hiddenNames += 1 } }
  }

  mutating func addLayer(_ layer: Int) {
    let tree = weighing.tree
    for content in tree.contents where Int(content.location.layer) == layer {
      add(at: content.path) {
        $0.bytes += content.size
        $0.files += 1
      }
    }
    for landing in tree.landings[layer] where landing.path > 0 && landing.effect != .none {
      let isNew = landing.effect == .added
      add(at: landing.path) { count in
        if isNew { count.added += 1 } else { count.changed += 1 }
      }
      counts[landing.path]?.own = isNew ? .added : .changed
    }
    for name in tree.hidden where Int(name.killer) == layer {
      add(at: name.path) {
        $0.hidden += name.size
        $0.hiddenNames += 1
      }
      if counts[name.path]?.own == Listing.Mark.none { counts[name.path]?.own = .hidden }
    }
  }

  /// Counts into every listed path on the way from `path` up to `top`.
  private mutating func add(at path: Int32, _ update: (inout Count) -> Void) {
    let paths = weighing.tree.paths
    if path == top {
      // A file listed by its own name.
      if weighing.tree.nodes[Int(top)].kind != .directory || !weighing.tree.nodes[Int(top)].exists {
        update(&counts[path, default: Count()])
      }
      return
    }
    guard paths.lies(path, in: top) else { return }
    var current = path
    while current != top {
      let parent = paths.parent(of: current)
      if recursive || parent == top { update(&counts[current, default: Count()]) }
      current = parent
    }
  }

  func rows(of layer: Int?) -> [Listing.Row] {
    let tree = weighing.tree
    return counts.map { path, count in
      let node = tree.nodes[Int(path)]
      var row = Listing.Row(
        path: path, mark: mark(path, count, layer), kind: node.exists ? node.kind : nil, bytes: count.bytes,
        hidden: count.hidden, files: count.files)
      if node.exists, node.kind != .directory {
        row.layer = node.layer >= 0 ? weighing.rowOfLayer[Int(node.layer)] : nil
        if node.target >= 0 { row.target = Array(tree.targets[node.target]) }
      }
      return row
    }
    .sorted { weighing.path($0.path).lexicographicallyPrecedes(weighing.path($1.path)) }
  }

  private func mark(_ path: Int32, _ count: Count, _ layer: Int?) -> Listing.Mark {
    guard layer != nil else {
      return !weighing.tree.nodes[Int(path)].exists ? .hidden : count.hidden > 0 ? .changed : .none
    }
    if count.own != .none {
      // A directory entry that comes again says nothing new; what lies below does.
      return count.own
    }
    return count.added > 0 || count.changed > 0 || count.hiddenNames > 0 ? .changed : .none
  }
}
