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
}
