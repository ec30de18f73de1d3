import TareArchive
import TareBytes
import TareLayers

/// Applies one layer to the tree below it: markers first, for they act on lower layers wherever they stand in the tar,
/// then the entries in order.
///
/// Sources: OCI Image Specification, layer.md, "Applying Changesets"; umoci's unpacker, which parents are resolved after.
struct LayerMerge {
  private var tree: MergedTree
  private let scan: LayerScan
  private let layer: Int32
  /// The directory that each literal directory of the layer leads to, as long as `epoch` stands; -1 for none.
  private var directories: [(path: Int32, epoch: Int32)]
  /// Counts the changes after which a directory may lead elsewhere.
  private var epoch: Int32 = 0
  /// What the markers took.
  private var taken: [Int32: MergedTree.Node] = [:]
  /// Literal paths that the layer names as directories; made when a symbolic link asks for it.
  private var namedDirectories: ByteInterner?

  static func apply(_ scan: LayerScan, layer: Int32, to tree: inout MergedTree) {
    var merge = LayerMerge(taking: &tree, scan, layer)
    merge.tree.takenByMarkers = [:]
    merge.applyMarkers()
    merge.taken = merge.tree.takenByMarkers ?? [:]
    merge.tree.takenByMarkers = nil
    merge.applyEntries()
    tree = merge.tree
  }

  /// Takes the tree out of the caller's hands, so that it is never copied.
  private init(taking tree: inout MergedTree, _ scan: LayerScan, _ layer: Int32) {
    self.tree = tree
    tree = MergedTree()
    self.scan = scan
    self.layer = layer
    directories = Array(repeating: (-1, -1), count: scan.directories.count)
  }

  // MARK: Markers

  private mutating func applyMarkers() {
    for entry in scan.entries {
      switch entry.marker {
      case .none, .ignored: continue
      case .opaque:
        guard let directory = lookUp(directory: entry.directory) else { continue }
        tree.removeChildren(of: directory, killer: layer, cause: .opaque)
        epoch += 1
      case .whiteout:
        guard let directory = lookUp(directory: entry.directory) else { continue }
        let found = scan.names.withBytes(of: entry.name) { name in
          tree.paths.find(UnsafeRawBufferPointer(rebasing: name.dropFirst(4)), in: directory)
        }
        guard let path = found, Int(path) < tree.nodes.count, tree.nodes[Int(path)].exists else { continue }
        tree.remove(path, killer: layer, cause: .deleted)
        epoch += 1
      }
    }
  }

  // MARK: Entries

  private mutating func applyEntries() {
    var landings = [MergedTree.Landing](repeating: MergedTree.Landing(), count: scan.entries.count)
    for (index, entry) in scan.entries.enumerated() where entry.marker == .none {
      landings[index] = place(entry, Int32(index))
    }
    tree.landings.append(landings)
  }

  private mutating func place(_ entry: Entry, _ index: Int32) -> MergedTree.Landing {
    let parent = makeDirectory(entry.directory)
    let name = scan.names[entry.name]
    let path = name.isEmpty ? PathTable.root : intern(name, in: parent)
    guard path != PathTable.root else {
      // The root is a directory, whatever an entry for it says.
      guard entry.kind == .directory else {
        tree.note(.namedRoot, layer: layer, path: path)
        if entry.kind == .regular { tree.contents[Int(addContent(entry, index, path))].killer = layer }
        return MergedTree.Landing(path: path)
      }
      tree.nodes[0].layer = layer
      tree.nodes[0].entry = index
      return MergedTree.Landing(path: path, effect: .changed)
    }
    var node = MergedTree.Node(kind: entry.kind, exists: true, layer: layer, entry: index)
    (node.mode, node.uid, node.gid) = (entry.mode, entry.uid, entry.gid)
    switch entry.kind {
    case .regular: node.content = addContent(entry, index, path)
    case .hardLink:
      guard link(entry, at: path, &node) else { return MergedTree.Landing(path: path) }
    case .symbolicLink: node.target = scan.targets.withBytes(of: entry.target) { tree.targets.intern($0) }
    default: break
    }
    let effect = put(node, at: path)
    return MergedTree.Landing(path: path, effect: effect)
  }

  private mutating func addContent(_ entry: Entry, _ index: Int32, _ path: Int32) -> Int32 {
    var content = Content(location: ContentLocation(layer: layer, entry: index), size: entry.size, path: path)
    if entry.hash >= 0 { content.hash = scan.hashes[Int(entry.hash)] }
    tree.contents.append(content)
    return Int32(tree.contents.count - 1)
  }

  /// Lets `node` be what the link's target is. False for a link to nowhere or to itself.
  private mutating func link(_ entry: Entry, at path: Int32, _ node: inout MergedTree.Node) -> Bool {
    guard let target = lookUp(target: scan.targets[entry.target]), let found = self.node(at: target), found.kind != .directory
    else {
      tree.note(.danglingHardLink, layer: layer, path: path)
      return false
    }
    guard target != path else {
      if found.layer == layer { tree.note(.namedTwice, layer: layer, path: path) }
      return false
    }
    node.kind = found.kind
    node.content = found.content
    node.target = found.target
    if found.layer != layer { tree.note(.linkBelow, layer: layer, path: path) }
    return true
  }

  private mutating func put(_ node: MergedTree.Node, at path: Int32) -> MergedTree.Effect {
    let old = tree.nodes[Int(path)]
    // The new name comes before the old one goes: a content linked to its own path again never dies.
    if node.content >= 0 { tree.gainName(node.content) }
    if old.exists {
      if old.layer == layer { tree.note(.namedTwice, layer: layer, path: path) }
      if old.kind == .directory, node.kind == .directory {
        // What lies below stays; the entry is the new one's.
        tree.nodes[Int(path)] = node
        return old.mode == node.mode && old.uid == node.uid && old.gid == node.gid ? .unchanged : .changed
      }
      tree.vacate(path, killer: layer, successor: node.content)
      if old.kind == .directory || old.kind == .symbolicLink { epoch += 1 }
    }
    if node.kind == .symbolicLink { epoch += 1 }
    tree.nodes[Int(path)] = node
    tree.attach(path)
    return old.exists ? .changed : .added
  }

  // MARK: Paths

  private mutating func intern(_ name: some Collection<UInt8>, in parent: Int32) -> Int32 {
    let path =
      name.withContiguousStorageIfAvailable { name in
        tree.paths.intern(UnsafeRawBufferPointer(name), in: parent)
      } ?? Array(name).withUnsafeBytes { tree.paths.intern($0, in: parent) }
    tree.cover(path)
    return path
  }

  /// Where entries of a literal directory go; what is missing is made.
  private mutating func makeDirectory(_ directory: Int32) -> Int32 {
    let known = directories[Int(directory)]
    if known.epoch == epoch, known.path >= 0 { return known.path }
    let path = resolve(Array(scan.directories[directory]), literal: true, make: true) ?? PathTable.root
    directories[Int(directory)] = (path, epoch)
    return path
  }

  /// The directory that a marker's literal directory leads to in the tree as it is; nil when it is not there.
  private mutating func lookUp(directory: Int32) -> Int32? {
    let known = directories[Int(directory)]
    if known.epoch == epoch { return known.path >= 0 ? known.path : nil }
    let path = resolve(Array(scan.directories[directory]), literal: true, make: false)
    directories[Int(directory)] = (path ?? -1, epoch)
    return path
  }

  /// What is at a path, or was there until this layer's markers took it: they may stand behind the link in the tar.
  private func node(at path: Int32) -> MergedTree.Node? {
    let node = tree.nodes[Int(path)]
    return node.exists ? node : taken[path]
  }

  /// The path that a hard link's target names, its own last part not followed; nil when it is not known.
  private mutating func lookUp(target: ArraySlice<UInt8>) -> Int32? {
    let path = CanonicalPath(target)
    let (directory, name) = path.split
    guard !name.isEmpty, let parent = resolve(Array(path.bytes[directory]), literal: true, make: false) else { return nil }
    let found = path.bytes.withUnsafeBytes { tree.paths.find(UnsafeRawBufferPointer(rebasing: $0[name]), in: parent) }
    return found.flatMap { Int($0) < tree.nodes.count ? $0 : nil }
  }

  /// Walks down `path` from the root, through symbolic links.
  /// - Parameters:
  ///   - literal: the path is the layer's own, so that directories it names count before links below them.
  ///   - make: makes what is missing, and puts a directory in the place of what is none.
  private mutating func resolve(_ path: [UInt8], literal: Bool, make: Bool) -> Int32? {
    var pending = path[...]
    var current = PathTable.root
    var links = 0
    // How much of `path` was walked, as long as no link led elsewhere.
    var literalEnd: Int? = literal ? 0 : nil
    while !pending.isEmpty {
      let end = pending.firstIndex(of: 0x2f) ?? pending.endIndex
      let part = pending[pending.startIndex..<end]
      pending = pending[min(end + 1, pending.endIndex)...]
      if part.isEmpty || part.elementsEqual([0x2e]) { continue }
      if part.elementsEqual([0x2e, 0x2e]) {
        current = max(PathTable.root, tree.paths.parent(of: current))
        continue
      }
      if let reached = literalEnd { literalEnd = reached + part.count + (reached == 0 ? 0 : 1) }
      guard let child = step(to: part, in: current, make) else { return nil }
      switch tree.nodes[Int(child)].kind {
      case .directory: current = child
      case .symbolicLink
      where links < MergedTree.linkLimit && tree.targets[tree.nodes[Int(child)].target].count <= MergedTree.targetLimit
        && !(literalEnd.map { isNamedDirectory(path[..<$0]) } ?? false):
        links += 1
        literalEnd = nil
        let target = Array(tree.targets[tree.nodes[Int(child)].target])
        if target.first == 0x2f { current = PathTable.root }
        pending = (target + [0x2f] + pending)[...]
        if make { tree.note(.throughSymbolicLink, layer: layer, path: child) }
      default:
        guard make else { return nil }
        tree.note(.parentReplaced, layer: layer, path: child)
        tree.vacate(child, killer: layer, successor: -1)
        epoch += 1
        tree.nodes[Int(child)] = MergedTree.Node()
        tree.attach(child)
        current = child
      }
    }
    return current
  }

  /// The existing child of that name, or a new directory where one may be made.
  private mutating func step(to part: ArraySlice<UInt8>, in parent: Int32, _ make: Bool) -> Int32? {
    guard make else {
      let found = part.withUnsafeBytes { tree.paths.find($0, in: parent) }
      return found.flatMap { Int($0) < tree.nodes.count && tree.nodes[Int($0)].exists ? $0 : nil }
    }
    let child = intern(part, in: parent)
    if !tree.nodes[Int(child)].exists {
      tree.nodes[Int(child)] = MergedTree.Node()
      tree.attach(child)
    }
    return child
  }

  private mutating func isNamedDirectory(_ path: ArraySlice<UInt8>) -> Bool {
    if namedDirectories == nil {
      var named = ByteInterner()
      for entry in scan.entries where entry.kind == .directory && entry.marker == .none {
        _ = scan.path(of: entry).withUnsafeBytes { named.intern($0) }
      }
      namedDirectories = named
    }
    return path.withUnsafeBytes { namedDirectories?.find($0) } != nil
  }
}
