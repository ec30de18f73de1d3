import TareTestSupport
import Testing

@testable import TareArchive

@Suite struct DeflateTests {
  @Test(arguments: [0, 1, 255, 65_536, 300_001])
  func whatIsDeflatedInflates(_ count: Int) throws {
    var generator = SeededGenerator(seed: count + 1)
    let noise = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    let words = (0..<count).map { UInt8(truncatingIfNeeded: $0 % 97 * ($0 / 1000)) }
    for bytes in [noise, words] {
      let packed = try #require(Deflate.zlib(bytes))
      #expect(packed.count <= bytes.count + bytes.count / 1000 + 64)
      #expect(Deflate.zlib(bytes) == packed)
      #expect(Inflate.bytes(of: packed, .zlib, limit: 1 << 20) == bytes)
    }
    if count > 1000 { #expect(Deflate.zlib(words).map(\.count) ?? count < count / 4) }
  }

  @Test func whatLiesInFreedMemoryChangesNothing() {
    let words = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 % 97 * ($0 / 1000)) }
    // Small numbers, which the library would take for its settings.
    let packed = (1...15 as ClosedRange<UInt16>).map { number in
      let used = (0..<16).map { _ in UnsafeMutablePointer<UInt16>.allocate(capacity: 48_000) }
      for block in used { block.initialize(repeating: number, count: 48_000) }
      // The last one keeps the others from going back to the system.
      for block in used.dropLast() { block.deallocate() }
      defer { used.last?.deallocate() }
      return Deflate.zlib(words)
    }
    #expect(packed.allSatisfy { $0 == packed[0] })
  }
}
