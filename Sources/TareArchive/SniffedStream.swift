/// A stream whose first bytes were looked at already.
package final class SniffedStream: ByteStream {
  private var first: Piece?
  private let rest: any ByteStream

  /// - Parameter count: how many bytes to have in `head`, when the stream has as many.
  package init(_ stream: any ByteStream, atLeast count: Int) throws {
    rest = stream
    first = try stream.next()
    while let piece = first, piece.bytes.count < count, let more = try stream.next() {
      let joined = ChunkPool(chunkSize: piece.bytes.count + more.bytes.count).take()
      joined.memory.copyMemory(from: piece.bytes)
      UnsafeMutableRawBufferPointer(rebasing: joined.memory[piece.bytes.count...]).copyMemory(from: more.bytes)
      first = joined.piece(0..<joined.memory.count)
    }
  }

  /// The bytes at hand; empty when the stream is.
  package var head: UnsafeRawBufferPointer { first?.bytes ?? UnsafeRawBufferPointer(start: nil, count: 0) }

  package func next() throws -> Piece? {
    if let piece = first {
      first = nil
      return piece
    }
    return try rest.next()
  }

  package func skip(_ count: Int) throws {
    guard let piece = first else { return try rest.skip(count) }
    first = count < piece.bytes.count ? piece.dropping(first: count) : nil
    if count > piece.bytes.count { try rest.skip(count - piece.bytes.count) }
  }
}
