import TareLayers
public import TareOwners
public import TareReach
public import TareTree

/// Who put what is at a path there, and who hid it: as `git blame` for a file system.
public struct Blame: Sendable {
  /// Contents at or below the path that have their writer, killer and owner in common.
  public struct Part: Sendable {
    /// Row of the layer that wrote them.
    public var writer: Int
    /// Row of the layer that hid the last name of them; nil for what is live.
    public var killer: Int?
    /// Why they are dead; nil for what is live.
    public var cause: Cause?
    public var owner: Owner
    public var origin: Origin?
    /// Of `killer`.
    public var killerOrigin: Origin?
    public var bytes: Int
    public var files: Int
    /// The heaviest of them.
    public var path: Int32
  }

  /// What happened at the very path, from the lowest layer up.
  public struct Event: Sendable, Equatable {
    public enum Kind: Sendable, Equatable { case written, hidden }

    public var kind: Kind
    /// Row of the layer.
    public var row: Int
    /// Logical bytes under the name.
    public var size: Int
  }

  public let path: Int32
  public let isDirectory: Bool
  public let exists: Bool
  /// The heaviest first, the live ones before the dead.
  public let parts: [Part]
  public let events: [Event]
}

extension Analysis {
  /// Nil where the image never had anything at the path.
  public func blame(_ path: [UInt8], origins: Origins?) -> Blame? {
    let tree = weighing.tree
    guard let top = tree.resolve(path) ?? tree.paths.find(path: Array(CanonicalPath(path).bytes)) else { return nil }
    let events = events(at: top)
    guard tree.exists(top) || !events.isEmpty || top == PathTable.root else { return nil }
    let isDirectory =
      tree.exists(top) ? tree.nodes[Int(top)].kind == .directory : tree.hidden.last { $0.path == top }?.kind == .directory
    return Blame(
      path: top, isDirectory: isDirectory, exists: tree.exists(top), parts: parts(below: top, origins), events: events)
  }

  private func events(at path: Int32) -> [Blame.Event] {
    let tree = weighing.tree
    var events: [Blame.Event] = []
    for hidden in tree.hidden where hidden.path == path {
      if hidden.layer >= 0 {
        events.append(Blame.Event(kind: .written, row: weighing.rowOfLayer[Int(hidden.layer)], size: hidden.size))
      }
      events.append(Blame.Event(kind: .hidden, row: weighing.rowOfLayer[Int(hidden.killer)], size: hidden.size))
    }
    let node = tree.nodes[Int(path)]
    if node.exists, node.layer >= 0 {
      let size = node.content >= 0 ? tree.contents[Int(node.content)].size : 0
      events.append(Blame.Event(kind: .written, row: weighing.rowOfLayer[Int(node.layer)], size: size))
    }
    return events
  }

  private struct Key: Hashable {
    var writer: Int32
    var killer: Int32
    var cause: Cause?
    var owner: Owner
    var origin: Origin?
  }

  private func parts(below top: Int32, _ origins: Origins?) -> [Blame.Part] {
    let tree = weighing.tree
    // A parent has a smaller number than what lies in it.
    var isBelow = [Bool](repeating: false, count: tree.paths.count)
    isBelow[Int(top)] = true
    for path in isBelow.indices where path > Int(top) && isBelow[Int(tree.paths.parent(of: Int32(path)))] { isBelow[path] = true }
    var parts: [Key: Blame.Part] = [:]
    var heaviest: [Key: Int] = [:]
    for (index, content) in tree.contents.enumerated() {
      let path = content.isLive ? weighing.home(of: Int32(index)) : content.path
      guard isBelow[Int(path)] else { continue }
      let owner = content.isLive ? ownership.owners[index] : .nobody
      let row = weighing.rowOfLayer[Int(content.location.layer)]
      let origin = origins?.origin(ofPath: path, row: row, owner: owner)
      let key = Key(
        writer: content.location.layer, killer: content.killer, cause: content.isLive ? nil : content.cause, owner: owner,
        origin: origin)
      let killer = content.killer >= 0 ? weighing.rowOfLayer[Int(content.killer)] : nil
      var part =
        parts[key]
        ?? Blame.Part(
          writer: row, killer: killer, cause: key.cause, owner: owner, origin: origin,
          killerOrigin: killer.flatMap { origins?.rows[$0] }, bytes: 0, files: 0, path: path)
      if content.size > heaviest[key] ?? -1 {
        part.path = path
        heaviest[key] = content.size
      }
      part.bytes += content.size
      part.files += 1
      parts[key] = part
    }
    return parts.values.sorted { left, right in
      let (one, two) = (left.killer == nil ? 0 : 1, right.killer == nil ? 0 : 1)
      if one != two { return one < two }
      return (left.bytes, right.writer, right.path) > (right.bytes, left.writer, left.path)
    }
  }
}
