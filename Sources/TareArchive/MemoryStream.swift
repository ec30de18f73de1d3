/// Bytes in memory as a stream.
package final class MemoryStream: SequentialStream {
  private var piece: Piece?

  package init(_ bytes: [UInt8]) {
    guard !bytes.isEmpty else { return }
    let chunk = ChunkPool(chunkSize: bytes.count).take()
    chunk.memory.copyBytes(from: bytes)
    piece = chunk.piece(0..<bytes.count)
  }

  override func pull() throws -> Piece? {
    defer { piece = nil }
    return piece
  }
}
