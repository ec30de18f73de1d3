/// A few bytes to look for in many.
package struct ByteNeedle: Sendable {
  private let bytes: [UInt8]
  /// What may follow; anything if it is empty.
  private let followers: [UInt8]
  /// Bytes that tell whether it is one.
  package let count: Int
  private let first: SIMD16<UInt8>
  private let second: SIMD16<UInt8>
  private let third: SIMD16<UInt8>

  /// - Parameter text: three bytes at least.
  package init(_ text: StaticString, before followers: [UInt8] = []) {
    bytes = Array(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    self.followers = followers
    count = bytes.count + (followers.isEmpty ? 0 : 1)
    first = SIMD16(repeating: bytes[0])
    second = SIMD16(repeating: bytes[1])
    third = SIMD16(repeating: bytes[2])
  }

  /// Where the needle begins first at `start` or behind it.
  package func firstIndex(in haystack: UnsafeRawBufferPointer, from start: Int) -> Int? {
    var position = start
    // Three of its bytes tell blocks of 64 apart that cannot hold its beginning.
    while position + 66 <= haystack.count {
      let block = UnsafeRawBufferPointer(rebasing: haystack[position..<position + 66])
      let zeros = pointwiseMin(
        pointwiseMin(difference(block, 0), difference(block, 16)), pointwiseMin(difference(block, 32), difference(block, 48)))
      if Self.hasZero(zeros), let index = match(in: haystack, position..<position + 64) { return index }
      position += 64
    }
    return position < haystack.count ? match(in: haystack, position..<haystack.count) : nil
  }

  /// Zero where the first three bytes are right.
  @inline(__always)
  private func difference(_ block: UnsafeRawBufferPointer, _ offset: Int) -> SIMD16<UInt8> {
    (block.loadUnaligned(fromByteOffset: offset, as: SIMD16<UInt8>.self) ^ first)
      | (block.loadUnaligned(fromByteOffset: offset + 1, as: SIMD16<UInt8>.self) ^ second)
      | (block.loadUnaligned(fromByteOffset: offset + 2, as: SIMD16<UInt8>.self) ^ third)
  }

  @inline(__always)
  private static func hasZero(_ bytes: SIMD16<UInt8>) -> Bool {
    let words = unsafeBitCast(bytes, to: SIMD2<UInt64>.self)
    // A byte that is zero borrows from its top bit.
    let borrowed = (words &- SIMD2(repeating: 0x0101_0101_0101_0101)) & ~words & SIMD2(repeating: 0x8080_8080_8080_8080)
    return borrowed[0] | borrowed[1] != 0
  }

  private func match(in haystack: UnsafeRawBufferPointer, _ starts: Range<Int>) -> Int? {
    let last = min(starts.upperBound, haystack.count - count + 1)
    guard starts.lowerBound < last else { return nil }
    return (starts.lowerBound..<last).first { start in
      haystack[start] == bytes[0] && haystack[start + 1] == bytes[1]
        && haystack[start..<start + bytes.count].elementsEqual(bytes)
        && (followers.isEmpty || followers.contains(haystack[start + bytes.count]))
    }
  }
}
