import TareArchive
import TareBytes
import TareSource

extension LayerScanner {
  /// Unpacks a layer that was scanned before once more, for some ranges of the contents of some of its entries.
  /// - Parameter limit: bytes to keep; ranges beyond are left out.
  static func read(_ ranges: [Int32: [Range<Int>]], of blob: FileRange, limit: Int) throws -> [Int32: CaughtBytes] {
    let raw = try SniffedStream(
      FileStream(blob, pool: ChunkPool(chunkSize: 1 << 18), smallestWindow: 1 << 18), atLeast: TarReader.blockSize)
    let reader = TarReader(decompressed(raw, as: try Compression(magic: raw.head), pool: ChunkPool(chunkSize: 1 << 20)))
    var caught: [Int32: CaughtBytes] = [:]
    var (left, missing) = (limit, ranges.count)
    var index: Int32 = 0
    while missing > 0, try reader.next() != nil {
      defer { index += 1 }
      guard let wanted = ranges[index] else { continue }
      missing -= 1
      var bytes = CaughtBytes()
      var position = 0
      let parts = wanted.sorted { $0.lowerBound < $1.lowerBound }.filter { range in
        guard range.count <= left else { return false }
        left -= range.count
        return true
      }
      while let end = parts.last?.upperBound, position < end, let piece = try reader.nextContent() {
        let here = position..<position + piece.bytes.count
        for part in parts where part.overlaps(here) {
          let kept = part.clamped(to: here)
          let part = piece.bytes[kept.lowerBound - position..<kept.upperBound - position]
          bytes.insert(UnsafeRawBufferPointer(rebasing: part), at: kept.lowerBound)
        }
        position = here.upperBound
      }
      caught[index] = bytes
    }
    return caught
  }
}
