import TareArchive
import TareBytes
import TareSource

extension LayerScanner {
  /// Unpacks a layer that was scanned before once more, for the whole contents of some of its entries.
  /// - Parameter limit: bytes to keep; contents beyond are left out.
  static func read(_ entries: Set<Int32>, of blob: FileRange, limit: Int) throws -> [Int32: CaughtBytes] {
    let raw = try SniffedStream(
      FileStream(blob, pool: ChunkPool(chunkSize: 1 << 18), smallestWindow: 1 << 18), atLeast: TarReader.blockSize)
    let reader = TarReader(decompressed(raw, as: try Compression(magic: raw.head), pool: ChunkPool(chunkSize: 1 << 20)))
    var caught: [Int32: CaughtBytes] = [:]
    var (left, missing) = (limit, entries.count)
    var index: Int32 = 0
    while missing > 0, let member = try reader.next() {
      defer { index += 1 }
      guard entries.contains(index) else { continue }
      missing -= 1
      guard member.size <= left else { continue }
      left -= member.size
      var bytes: [UInt8] = []
      bytes.reserveCapacity(member.size)
      while let piece = try reader.nextContent() { bytes.append(contentsOf: piece.bytes) }
      caught[index] = CaughtBytes(all: bytes)
    }
    return caught
  }
}
