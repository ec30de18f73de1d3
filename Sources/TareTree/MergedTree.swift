public import TareArchive
import TareBytes
public import TareLayers

/// The merged file system: for each path the entry that provides it. Built by applying layers from the lowest up.
public struct MergedTree: Sendable {
  public struct Node: Sendable {
    public var kind = Entry.Kind.directory
    public var exists = false
    /// The entry that provides the path; -1 for a directory that no entry names.
    public var layer: Int32 = -1
    public var entry: Int32 = -1
    /// -1 for all but regular files.
    public var content: Int32 = -1
    /// Into `targets`; -1 for all but symbolic links.
    var target: Int32 = -1
    /// Of the providing entry.
    var mode: UInt16 = 0
    var uid = 0
    var gid = 0
  }

  /// A name that a layer took from the layers below it.
  public struct Hidden: Sendable {
    public var path: Int32
    /// The layer that hid it.
    public var killer: Int32
    /// The layer and entry that had provided it; -1 for a directory that no entry names.
    public var layer: Int32
    public var entry: Int32
    public var kind: Entry.Kind
    /// Logical bytes under this name.
    public var size: Int
  }

  /// What an entry did to the tree.
  public enum Effect: UInt8, Sendable {
    /// Nothing: a marker, or a link to nowhere.
    case none
    /// A directory that came again as it was.
    case unchanged
    case added
    case changed
  }

  /// Where each entry of each layer landed; -1 for those that name no path.
  public struct Landing: Sendable {
    public var path: Int32 = -1
    public var effect = Effect.none
  }

  public internal(set) var paths = PathTable()
  public internal(set) var nodes: [Node] = [Node(exists: true)]
  private var childLists = ChildLists()
  /// Where symbolic links point, as written.
  var targets = ByteInterner()
  public internal(set) var contents: [Content] = []
  /// By layer: which contents it brought.
  public internal(set) var contentRanges: [Range<Int>] = []
  public internal(set) var hidden: [Hidden] = []
  /// By layer, then by entry.
  public internal(set) var landings: [[Landing]] = []
  public internal(set) var oddities: [Oddity: Occurrences] = [:]

  /// What the merge had to decide that another tool may decide otherwise.
  public enum Oddity: Hashable, Sendable, CaseIterable {
    /// One layer names a path twice.
    case namedTwice
    /// A hard link whose target is nowhere.
    case danglingHardLink
    /// A hard link whose target lies in a lower layer.
    case linkBelow
    /// A file in the place of the root.
    case namedRoot
    /// A file under a symbolic link that no entry of its layer replaces.
    case throughSymbolicLink
    /// A file under something that is no directory.
    case parentReplaced
  }

  public struct Occurrences: Sendable {
    public var count: Int
    /// The first: its layer and its path.
    public var layer: Int32
    public var path: Int32
  }

  public init() {}

  /// Where `path` leads in this tree, through symbolic links in its directories and, when it is one itself, to the
  /// directory it points at; nil where there is nothing.
  public func resolve(_ path: [UInt8]) -> Int32? {
    var pending = path[...]
    var current = PathTable.root
    var links = 0
    while !pending.isEmpty {
      let end = pending.firstIndex(of: 0x2f) ?? pending.endIndex
      let part = pending[pending.startIndex..<end]
      pending = pending[min(end + 1, pending.endIndex)...]
      if part.isEmpty || part.elementsEqual([0x2e]) { continue }
      if part.elementsEqual([0x2e, 0x2e]) {
        current = max(PathTable.root, paths.parent(of: current))
        continue
      }
      guard let child = part.withUnsafeBytes({ paths.find($0, in: current) }), exists(child) else { return nil }
      guard nodes[Int(child)].kind == .symbolicLink else {
        current = child
        continue
      }
      links += 1
      guard links <= Self.linkLimit else { return nil }
      let target = Array(targets[nodes[Int(child)].target])
      guard target.count <= Self.targetLimit else { return nil }
      if pending.isEmpty, resolve(target, from: current).map({ nodes[Int($0)].kind != .directory }) ?? true { return child }
      if target.first == 0x2f { current = PathTable.root }
      pending = (target + [0x2f] + pending)[...]
    }
    return current
  }

  /// What a path shows in the end: symbolic links are followed everywhere, in the last part too.
  package func target(of path: [UInt8]) -> Int32? {
    var path = path
    for _ in 0...Self.linkLimit {
      guard let found = resolve(path) else { return nil }
      guard let target = linkTarget(of: found), target.count <= Self.targetLimit else {
        return nodes[Int(found)].kind == .symbolicLink ? nil : found
      }
      path = target.first == 0x2f ? target : paths.bytes(of: paths.parent(of: found)) + [0x2f] + target
    }
    return nil
  }

  /// As many symbolic links as Linux follows in one path.
  static let linkLimit = 40
  /// As long as Linux lets a target be, in bytes; a longer one leads nowhere.
  static let targetLimit = 4096

  private func resolve(_ target: [UInt8], from directory: Int32) -> Int32? {
    target.first == 0x2f ? resolve(target) : resolve(paths.bytes(of: directory) + [0x2f] + target)
  }

  package func exists(_ path: Int32) -> Bool { Int(path) < nodes.count && nodes[Int(path)].exists }

  /// By content: the layer that first wrote these bytes at this path; a later `chown`, `chmod` or copy wrote them again.
  package var firstWriters: [Int32] {
    var writers = contents.map(\.location.layer)
    // A successor comes later, so its predecessor's answer stands already.
    for (index, content) in contents.enumerated() where !content.isLive && content.cause == .rewritten && content.successor >= 0 {
      writers[Int(content.successor)] = writers[index]
    }
    return writers
  }

  /// The existing path of that name in `directory`, not followed where it is a link.
  package func child(_ name: some Collection<UInt8>, of directory: Int32) -> Int32? {
    Array(name).withUnsafeBytes { paths.find($0, in: directory) }.flatMap { exists($0) ? $0 : nil }
  }

  /// Where a symbolic link points, as written; nil for what is none.
  package func linkTarget(of path: Int32) -> [UInt8]? {
    let target = nodes[Int(path)].target
    return target >= 0 ? Array(targets[target]) : nil
  }

  /// The content that an entry brought; nil for a hard link, and for what has no content.
  package func content(ofEntry entry: Int32, layer: Int32) -> Int32? {
    var range = contentRanges[Int(layer)]
    while !range.isEmpty {
      let middle = (range.lowerBound + range.upperBound) / 2
      let found = contents[middle].location.entry
      if found == entry { return Int32(middle) }
      range = found < entry ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return nil
  }

  /// The existing paths right below `directory`, in no particular order.
  public func children(of directory: Int32) -> [Int32] { Array(childLists.children(of: directory)) }

  /// Non-directory paths.
  public var fileCount: Int {
    nodes.reduce(0) { $0 + ($1.exists && $1.kind != .directory ? 1 : 0) }
  }

  mutating func note(_ oddity: Oddity, layer: Int32, path: Int32) {
    oddities[oddity, default: Occurrences(count: 0, layer: layer, path: path)].count += 1
  }

  // MARK: Nodes

  /// Room for about as many paths as there are entries: growing step by step would copy, and touch fresh memory, twice.
  mutating func reserve(entries: Int) {
    nodes.reserveCapacity(entries)
    contents.reserveCapacity(entries)
  }

  /// Makes room for a path that was interned.
  mutating func cover(_ path: Int32) {
    while nodes.count <= Int(path) { nodes.append(Node()) }
    childLists.cover(path)
  }

  mutating func attach(_ path: Int32) {
    childLists.attach(path, to: paths.parent(of: path))
    nodes[Int(path)].exists = true
  }

  private mutating func detach(_ path: Int32) { childLists.detach(path, from: paths.parent(of: path)) }

  /// Takes `path` and all below it out of the tree.
  mutating func remove(_ path: Int32, killer: Int32, cause: Cause) {
    detach(path)
    clear(path, killer, cause, successor: -1)
  }

  /// Takes all below `directory` out of the tree.
  mutating func removeChildren(of directory: Int32, killer: Int32, cause: Cause) {
    for child in children(of: directory) { clear(child, killer, cause, successor: -1) }
    childLists.orphanChildren(of: directory)
  }

  /// Takes what is at `path`, and below it, so that something else can take its place.
  mutating func vacate(_ path: Int32, killer: Int32, successor: Int32) {
    detach(path)
    clear(path, killer, .overwritten, successor: successor)
  }

  /// What the markers of a layer took, while that layer is applied: a hard link of the same layer may still want it.
  var takenByMarkers: [Int32: Node]?

  /// Depth first without recursion: paths may be deeper than a stack.
  private mutating func clear(_ top: Int32, _ killer: Int32, _ cause: Cause, successor: Int32) {
    var pending = [top]
    while let path = pending.popLast() {
      let node = nodes[Int(path)]
      pending.append(contentsOf: childLists.children(of: path))
      childLists.orphanChildren(of: path)
      let size = node.content >= 0 ? contents[Int(node.content)].size : 0
      if node.layer != killer {
        hidden.append(
          Hidden(path: path, killer: killer, layer: node.layer, entry: node.entry, kind: node.kind, size: size))
      }
      if node.content >= 0 {
        loseName(node.content, killer, cause, successor: path == top ? successor : -1)
      }
      takenByMarkers?[path] = node
      nodes[Int(path)] = Node()
    }
  }

  private mutating func loseName(_ content: Int32, _ killer: Int32, _ cause: Cause, successor: Int32) {
    let index = Int(content)
    contents[index].names -= 1
    guard contents[index].names == 0 else { return }
    contents[index].killer = killer
    contents[index].cause = cause
    contents[index].successor = -1
    // Within its own layer a file is overwritten, whatever it is overwritten with.
    if cause == .overwritten, successor >= 0, contents[index].location.layer != killer,
      contents[Int(successor)].size == contents[index].size
    {
      contents[index].successor = successor
    }
  }

  mutating func gainName(_ content: Int32) {
    contents[Int(content)].names += 1
    contents[Int(content)].killer = -1
  }
}
