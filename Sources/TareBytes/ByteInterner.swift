import Glibc

/// Byte strings, each kept once and named by a number. Paths are bytes: they need not be UTF-8.
public struct ByteInterner: Sendable {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []
  private var hashes: [UInt32] = []
  /// Open addressing; -1 is a free slot.
  private var slots: [Int32] = Array(repeating: -1, count: 64)

  public init() {}

  public var count: Int { ends.count }

  /// The number of `string`, given out in order of first appearance.
  public mutating func intern(_ string: UnsafeRawBufferPointer) -> Int32 {
    let hash = UInt32(truncatingIfNeeded: tableHash(string))
    let slot = slot(for: string, hash)
    if slots[slot] >= 0 { return slots[slot] }
    let id = Int32(ends.count)
    bytes.append(contentsOf: string)
    ends.append(bytes.count)
    hashes.append(hash)
    slots[slot] = id
    if ends.count * 2 > slots.count { grow() }
    return id
  }

  /// The number of `string` if it was interned before.
  public func find(_ string: UnsafeRawBufferPointer) -> Int32? {
    let found = slots[slot(for: string, UInt32(truncatingIfNeeded: tableHash(string)))]
    return found >= 0 ? found : nil
  }

  public subscript(id: Int32) -> ArraySlice<UInt8> { bytes[range(of: id)] }

  @inline(__always)
  public func withBytes<Result>(of id: Int32, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    let range = range(of: id)
    return try bytes.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[range])) }
  }

  private func range(of id: Int32) -> Range<Int> { (id == 0 ? 0 : ends[Int(id) - 1])..<ends[Int(id)] }

  private func slot(for string: UnsafeRawBufferPointer, _ hash: UInt32) -> Int {
    let mask = slots.count - 1
    var slot = Int(hash) & mask
    while slots[slot] >= 0 {
      let id = slots[slot]
      if hashes[Int(id)] == hash {
        let range = range(of: id)
        if range.count == string.count, bytes.withUnsafeBytes({ Self.equal($0, range, string) }) { return slot }
      }
      slot = (slot + 1) & mask
    }
    return slot
  }

  private static func equal(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, _ string: UnsafeRawBufferPointer) -> Bool {
    range.isEmpty || memcmp(bytes.baseAddress! + range.lowerBound, string.baseAddress!, range.count) == 0
  }

  private mutating func grow() {
    slots = Array(repeating: -1, count: slots.count * 2)
    let mask = slots.count - 1
    for id in hashes.indices {
      var slot = Int(hashes[id]) & mask
      while slots[slot] >= 0 { slot = (slot + 1) & mask }
      slots[slot] = Int32(id)
    }
  }
}
