import TareArchive
import TareTestSupport
import Testing

@Suite struct PackingMapTests {
  /// Bytes that no compressor makes smaller, and bytes that every one does.
  private static func parts(_ sizes: [Int]) -> [[UInt8]] {
    var generator = SeededGenerator(seed: 7)
    return sizes.enumerated().map { index, size in
      index.isMultiple(of: 2)
        ? (0..<size).map { _ in UInt8.random(in: 0...255, using: &generator) }
        : (0..<size).map { UInt8(truncatingIfNeeded: $0 / 100) }
    }
  }

  private func map(_ packed: [UInt8], _ compression: Compression, window: Int = 1 << 18, chunk: Int = 1 << 20) throws -> PackingMap
  {
    let recorder = PackingRecorder()
    let stream = try TarReading.stream(packed, window: window, chunk: window)
    _ = try TarReading.all(decompressed(stream, as: compression, pool: ChunkPool(chunkSize: chunk), recorder: recorder))
    return recorder.map
  }

  private func grain(_ compression: Compression) -> Int { compression == .zstd ? 128 << 10 : PackingRecorder.grain }

  /// Each part packed by itself has a size that is known.
  @Test(arguments: [Compression.gzip, .zstd], [1 << 20, 100_000, 5000])
  func partsAreMeasuredToTheGrain(compression: Compression, chunk: Int) throws {
    let parts = Self.parts([3_000_000, 1_700_001, 40, 900_000, 1_234_567, 2_000_000])
    let packed = parts.map { Packing.pack($0, compression) }
    let map = try map(packed.flatMap(\.self), compression, window: 60_000, chunk: chunk)
    var start = 0
    for (part, bytes) in zip(parts, packed) {
      let measured = map.packedBytes(of: start..<start + part.count)
      // At either end a step, or a block, may lie half in another part.
      #expect(abs(measured - bytes.count) <= 2 * grain(compression), "\(part.count)")
      start += part.count
    }
    #expect(map.points.last?.unpacked == start)
    // All but the checksum of the last part.
    let all = packed.reduce(0) { $0 + $1.count }
    #expect((all - 8...all).contains(map.packedBytes(of: 0..<start)))
  }

  /// Where nothing shrinks, what is packed lies where it is unpacked.
  @Test(arguments: [Compression.gzip, .zstd], [1 << 20, 70_000])
  func pointsAreExact(compression: Compression, chunk: Int) throws {
    let bytes = Self.parts([5_000_000])[0]
    let map = try map(Packing.pack(bytes, compression), compression, chunk: chunk)
    #expect(map.points.count >= bytes.count / grain(compression) / 2)
    for point in map.points {
      // Headers of the stream and its blocks.
      #expect(point.packed >= point.unpacked && point.packed - point.unpacked < 20 + point.unpacked / 2000, "\(point)")
    }
    for (left, right) in zip(map.points, map.points.dropFirst()) {
      #expect(left.unpacked < right.unpacked && left.packed < right.packed)
      #expect(right.unpacked - left.unpacked <= grain(compression) * 2)
    }
  }

  /// Inside a large content points are farther apart, and no farther beyond its end.
  @Test func largeContentsCostFewPoints() throws {
    let bytes = Self.parts([5_000_000, 1000, 300_000]).flatMap(\.self)
    let recorder = PackingRecorder()
    recorder.expectContent(upTo: 5_000_000)
    let stream = try TarReading.stream(Packing.gzip(bytes), window: 1 << 18, chunk: 1 << 18)
    _ = try TarReading.all(decompressed(stream, as: .gzip, pool: ChunkPool(chunkSize: 1 << 20), recorder: recorder))
    let map = recorder.map
    #expect(map.points.count { $0.unpacked <= 4 << 20 } < 200)
    #expect(abs(map.packedBytes(of: 5_001_000..<5_301_000) - 300_000) < 2 * PackingRecorder.grain)
  }

  @Test func whatStandsBehindTheLastByteBelongsToNone() throws {
    let bytes = Self.parts([1000, 400_000]).flatMap(\.self)
    let packed = Packing.zstd(bytes)
    let map = try map(packed + Packing.skippableFrame([UInt8](repeating: 1, count: 50_000)), .zstd)
    #expect((packed.count - 8...packed.count).contains(map.packedBytes(of: 0..<bytes.count)))
    let zipped = Packing.gzip(bytes)
    let padded = try self.map(zipped + [UInt8](repeating: 0, count: 50_000), .gzip)
    #expect((zipped.count - 8...zipped.count).contains(padded.packedBytes(of: 0..<bytes.count)))
  }

  @Test func memoryEnds() {
    let recorder = PackingRecorder(grain: 3, limit: 8)
    for step in 1...1000 { recorder.note(unpacked: step * 10, packed: step * 3) }
    #expect(recorder.map.points.count <= 10)
    #expect(recorder.map.packedBytes(of: 2500..<7500) == 1500)
    #expect(recorder.map.packedBytes(of: 0..<10_000) == 3000)
    #expect(recorder.map.packedBytes(of: 0..<20_000) == 3000)
  }

  @Test func nothingUnpackedHoldsNothing() throws {
    #expect(try map(Packing.gzip([]), .gzip).packedBytes(of: 0..<0) == 0)
    #expect(PackingRecorder().map.packedBytes(of: 0..<100) == 0)
  }

  /// Skippable frames can make a step wider than any product of sizes.
  @Test func hugeStepsDoNotOverflow() {
    let map = PackingMap(points: [.init(unpacked: 0, packed: 0), .init(unpacked: 1 << 40, packed: 1 << 60)])
    #expect(map.packedBytes(of: 0..<1 << 39) == 1 << 59)
  }
}
