/// Paths as bytes, cleaned: no leading slash, no empty parts, no `.`; `..` goes up and stops at the root.
package struct CanonicalPath {
  /// The cleaned path; it is rewritten by each `set`, so that a walk allocates nothing per member.
  package private(set) var bytes: [UInt8] = []
  package private(set) var hasParentReference = false

  package init() {}

  package init(_ path: some Collection<UInt8>) {
    self.init()
    set(Array(path))
  }

  package mutating func set(_ path: [UInt8]) {
    bytes.removeAll(keepingCapacity: true)
    hasParentReference = false
    var start = 0
    while start < path.count {
      let end = path[start...].firstIndex(of: 0x2f) ?? path.count
      append(path[start..<end])
      start = end + 1
    }
  }

  /// Where the directory part ends and the name begins.
  package var split: (directory: Range<Int>, name: Range<Int>) {
    guard let slash = bytes.lastIndex(of: 0x2f) else { return (0..<0, 0..<bytes.count) }
    return (0..<slash, slash + 1..<bytes.count)
  }

  private mutating func append(_ part: ArraySlice<UInt8>) {
    if part.isEmpty || part.elementsEqual([0x2e]) { return }
    if part.elementsEqual([0x2e, 0x2e]) {
      hasParentReference = true
      bytes.removeSubrange((bytes.lastIndex(of: 0x2f) ?? 0)...)
      return
    }
    if !bytes.isEmpty { bytes.append(0x2f) }
    bytes.append(contentsOf: part)
  }
}
