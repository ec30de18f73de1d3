import Glibc

/// Byte strings, each kept once and named by a number. Paths are bytes: they need not be UTF-8.
public struct ByteInterner: Sendable {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []
  private var slots = HashSlots()

  public init() {}

  public var count: Int { ends.count }

  /// The number of `string`, given out in order of first appearance.
  public mutating func intern(_ string: UnsafeRawBufferPointer) -> Int32 {
    let hash = UInt32(truncatingIfNeeded: tableHash(string))
    let (slot, found) = slots.find(hash) { holds(string, at: $0) }
    if let found { return found }
    let id = Int32(ends.count)
    bytes.append(contentsOf: string)
    ends.append(bytes.count)
    slots.insert(id, hash, at: slot)
    return id
  }

  /// The number of `string` if it was interned before.
  public func find(_ string: UnsafeRawBufferPointer) -> Int32? {
    slots.find(UInt32(truncatingIfNeeded: tableHash(string))) { holds(string, at: $0) }.found
  }

  public subscript(id: Int32) -> ArraySlice<UInt8> { bytes[range(of: id)] }

  @inline(__always)
  public func withBytes<Result>(of id: Int32, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    let range = range(of: id)
    return try bytes.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[range])) }
  }

  private func range(of id: Int32) -> Range<Int> { (id == 0 ? 0 : ends[Int(id) - 1])..<ends[Int(id)] }

  private func holds(_ string: UnsafeRawBufferPointer, at id: Int32) -> Bool {
    let range = range(of: id)
    guard range.count == string.count else { return false }
    return range.isEmpty
      || bytes.withUnsafeBytes { memcmp($0.baseAddress! + range.lowerBound, string.baseAddress!, range.count) == 0 }
  }
}
