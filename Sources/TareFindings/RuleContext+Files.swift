import TareArchive
public import TareLayers
import TareTree

/// A name of a regular file in the final image.
public struct ShownFile: Sendable, Hashable {
  public var path: Int32
  public var content: Int32
  /// The layer whose entry provides the name (lowest is 0); a hard link's content may lie in a lower one.
  public var layer: Int32
  /// Logical bytes.
  public var size: Int
}

extension RuleContext {
  /// What lies at an absolute path, through symbolic links; nil where there is nothing.
  public func find(_ path: String) -> Int32? { tree.resolve(Array(path.utf8)) }

  public func isDirectory(_ path: Int32) -> Bool { tree.exists(path) && tree.nodes[Int(path)].kind == .directory }

  /// The regular file at a path; nil for anything else.
  public func file(at path: Int32) -> ShownFile? {
    let node = tree.nodes[Int(path)]
    guard node.exists, node.content >= 0 else { return nil }
    return ShownFile(path: path, content: node.content, layer: node.layer, size: tree.contents[Int(node.content)].size)
  }

  /// Every name of a regular file in the final image, in the order of the paths' numbers: the same on every run.
  public func forEachFile(_ body: (ShownFile) throws -> Void) rethrows {
    for path in tree.nodes.indices {
      if let file = file(at: Int32(path)) { try body(file) }
    }
  }

  /// The regular files at or below a path, in the order of the paths' numbers.
  public func files(below path: Int32) -> [ShownFile] { everything(below: path).compactMap { file(at: $0) } }

  /// Every existing path at or below a path, directories and links too, ascending.
  public func everything(below path: Int32) -> [Int32] {
    guard tree.exists(path) else { return [] }
    var found: [Int32] = []
    var pending = [path]
    while let next = pending.popLast() {
      found.append(next)
      pending += tree.children(of: next)
    }
    return found.sorted()
  }

  /// The dead contents that were written at or below a path, ascending.
  public func deadContents(below path: Int32) -> [Int32] {
    tree.contents.indices.filter { !tree.contents[$0].isLive && paths.lies(tree.contents[$0].path, in: path) }.map { Int32($0) }
  }

  /// Whether a path is one of these directories or lies below one.
  public func lies(_ path: Int32, inAnyOf directories: Set<Int32>) -> Bool {
    var current = path
    while current >= 0 {
      if directories.contains(current) { return true }
      current = paths.parent(of: current)
    }
    return false
  }

  /// The tar entry that brought a content.
  public func entry(of content: Int32) -> Entry? {
    let place = tree.contents[Int(content)].location
    return weighing.scans[Int(place.layer)]?.entries[Int(place.entry)]
  }

  /// What else its tar says of a content: security labels, capabilities.
  func extendedAttributes(of content: Int32) -> [ExtendedAttribute] {
    guard let scan = weighing.scans[Int(tree.contents[Int(content)].location.layer)], let entry = entry(of: content),
      entry.attributes >= 0
    else { return [] }
    return scan.extendedAttributes[Int(entry.attributes)]
  }

  /// The row of the image's table for a layer (lowest is 0).
  public func row(ofLayer layer: Int32) -> Int { weighing.rowOfLayer[Int(layer)] }

  /// Whether a layer is the base's.
  public func isInBase(layer: Int32) -> Bool { Int(layer) < ownership.base.layers }
}
