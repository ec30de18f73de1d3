import TareBytes

/// Every path of the image once, each a number; a path knows its parent and its last part. The root is 0.
public struct PathTable: Sendable {
  private var names = ByteInterner()
  private var nodes: [(parent: Int32, name: Int32)] = []
  /// From (parent, name) to path.
  private var slots = HashSlots()

  public static let root: Int32 = 0

  public init() {
    let empty = names.intern(UnsafeRawBufferPointer(start: nil, count: 0))
    nodes.append((-1, empty))
  }

  public var count: Int { nodes.count }

  public func parent(of path: Int32) -> Int32 { nodes[Int(path)].parent }
  public func name(of path: Int32) -> ArraySlice<UInt8> { names[nodes[Int(path)].name] }

  /// The path of `name` in `parent`, made when it is new.
  public mutating func intern(_ name: UnsafeRawBufferPointer, in parent: Int32) -> Int32 {
    let name = names.intern(name)
    let hash = Self.hash(parent, name)
    let (slot, found) = slots.find(hash) { nodes[Int($0)] == (parent, name) }
    if let found { return found }
    let path = Int32(nodes.count)
    nodes.append((parent, name))
    slots.insert(path, hash, at: slot)
    return path
  }

  public func find(_ name: UnsafeRawBufferPointer, in parent: Int32) -> Int32? {
    guard let name = names.find(name) else { return nil }
    return slots.find(Self.hash(parent, name)) { nodes[Int($0)] == (parent, name) }.found
  }

  /// The path of a canonical byte string, made when it is new.
  public mutating func intern(_ path: UnsafeRawBufferPointer) -> Int32 {
    var current = Self.root
    for part in PathParts(path) { current = intern(part, in: current) }
    return current
  }

  /// The path of a canonical byte string, if it is known.
  public func find(path: [UInt8]) -> Int32? {
    path.withUnsafeBytes { path in
      var current = Self.root
      for part in PathParts(path) {
        guard let child = find(part, in: current) else { return nil }
        current = child
      }
      return current
    }
  }

  /// Absolute, with a leading slash.
  public func bytes(of path: Int32) -> [UInt8] {
    guard path != Self.root else { return [0x2f] }
    var parts: [Int32] = []
    var current = path
    while current != Self.root {
      parts.append(current)
      current = parent(of: current)
    }
    var bytes: [UInt8] = []
    for part in parts.reversed() {
      bytes.append(0x2f)
      bytes.append(contentsOf: name(of: part))
    }
    return bytes
  }

  /// Whether `path` is `directory` or lies below it.
  public func lies(_ path: Int32, in directory: Int32) -> Bool {
    var current = path
    while current >= 0 {
      if current == directory { return true }
      current = parent(of: current)
    }
    return false
  }

  private static func hash(_ parent: Int32, _ name: Int32) -> UInt32 {
    let key = UInt64(UInt32(bitPattern: parent)) << 32 | UInt64(UInt32(bitPattern: name))
    // The upper bits of a product are the mixed ones.
    return UInt32(truncatingIfNeeded: ((key ^ key >> 32 ^ 0x9e37_79b9_7f4a_7c15) &* tableSeed) >> 32)
  }
}

/// The parts of a canonical path.
struct PathParts: Sequence, IteratorProtocol {
  private var rest: UnsafeRawBufferPointer

  init(_ path: UnsafeRawBufferPointer) { rest = path }

  mutating func next() -> UnsafeRawBufferPointer? {
    guard rest.count > 0 else { return nil }
    let end = rest.firstIndex(of: 0x2f) ?? rest.count
    let part = UnsafeRawBufferPointer(rebasing: rest[..<end])
    rest = UnsafeRawBufferPointer(rebasing: rest[Swift.min(end + 1, rest.count)...])
    return part
  }
}
