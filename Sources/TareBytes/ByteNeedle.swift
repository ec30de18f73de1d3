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
    guard let base = haystack.baseAddress, start < haystack.count else { return nil }
    var position = start
    // Three of its bytes tell blocks of 64 apart that cannot hold its beginning.
    while position + 66 <= haystack.count {
      let block = base + position
      if mayBegin(block) | mayBegin(block + 16) | mayBegin(block + 32) | mayBegin(block + 48) != SIMD2(),
        let index = match(in: haystack, position..<position + 64)
      {
        return index
      }
      position += 64
    }
    return match(in: haystack, position..<haystack.count)
  }

  /// Set where the three bytes that stand there are the needle's first.
  ///
  /// As words, because the optimiser takes vectors of bytes apart when they are put together.
  @inline(__always)
  private func mayBegin(_ block: UnsafeRawPointer) -> SIMD2<UInt64> {
    let first = block.loadUnaligned(as: SIMD16<UInt8>.self) .== first
    let second = block.loadUnaligned(fromByteOffset: 1, as: SIMD16<UInt8>.self) .== second
    let third = block.loadUnaligned(fromByteOffset: 2, as: SIMD16<UInt8>.self) .== third
    return unsafeBitCast(first .& second .& third, to: SIMD2<UInt64>.self)
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
