import TareArchive
import TareBytes
import TareTestSupport
import Testing

@Suite struct DigestThreadTests {
  /// Pieces of blob, tar and contents in any order and size, around batches that are now one piece, now many.
  @Test(arguments: 0..<200) func digestsAreThoseOfEachStreamAlone(seed: Int) {
    var generator = SeededGenerator(seed: seed)
    let batch = [1, 100, 5000, 1 << 20].randomElement(using: &generator) ?? 1
    let names = (0..<2).map { _ in ["sha256", "sha256", "sha512", "unknown"].randomElement(using: &generator) ?? "" }
    var alone = names.map { DigestHasher(algorithm: $0) }
    let thread = DigestThread(blob: alone[0], tar: alone[1], batch: batch)
    // From little tar for much blob to the other way round.
    let share = Int.random(in: 0...10, using: &generator)
    var contents: [ContentHash] = []
    var open: [UInt8] = []
    for _ in 0..<Int.random(in: 0...60, using: &generator) {
      let bytes = (0..<Int.random(in: 1...2000, using: &generator)).map { _ in UInt8.random(in: 0...255, using: &generator) }
      let piece = Self.piece(bytes)
      guard Int.random(in: 0..<10, using: &generator) < share else {
        thread.submit(piece, of: .blob)
        alone[0]?.update(piece.bytes)
        continue
      }
      thread.submit(piece, of: .tar)
      alone[1]?.update(piece.bytes)
      let part = piece.keeping(first: Int.random(in: 1...bytes.count, using: &generator))
      let ends = Bool.random(using: &generator)
      thread.submitContent(part, ends: ends)
      open += part.bytes
      if ends {
        contents.append(open.withUnsafeBytes { ContentHash(of: $0) })
        open = []
      }
    }
    let results = thread.finish()
    #expect(results.blob == alone[0]?.finish())
    #expect(results.tar == alone[1]?.finish())
    #expect(results.contents == contents)
  }

  /// Neither the owner that goes early nor the thread waits for ever.
  @Test func mayBeLeftInTheMiddle() {
    for count in 0..<20 {
      let thread = DigestThread(blob: nil, tar: DigestHasher(algorithm: "sha256"), batch: 10)
      for _ in 0..<count { thread.submit(Self.piece([1, 2, 3]), of: count % 2 == 0 ? .tar : .blob) }
    }
  }

  private static func piece(_ bytes: [UInt8]) -> Piece {
    let chunk = ChunkPool(chunkSize: bytes.count).take()
    chunk.memory.copyBytes(from: bytes)
    return chunk.piece(0..<bytes.count)
  }
}
