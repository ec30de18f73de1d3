/// A block of memory that several readers may share; it returns to its pool when the last of them lets go.
package final class Chunk: @unchecked Sendable {
  package let memory: UnsafeMutableRawBufferPointer
  private let pool: ChunkPool

  init(_ memory: UnsafeMutableRawBufferPointer, _ pool: ChunkPool) {
    self.memory = memory
    self.pool = pool
  }

  deinit { pool.recycle(memory) }

  package func piece(_ range: Range<Int>) -> Piece {
    Piece(chunk: self, bytes: UnsafeRawBufferPointer(rebasing: memory[range]))
  }
}

/// Some bytes of a stream. They stay valid as long as the piece is held.
package struct Piece: @unchecked Sendable {
  package let chunk: Chunk
  package let bytes: UnsafeRawBufferPointer

  package func dropping(first count: Int) -> Piece {
    Piece(chunk: chunk, bytes: UnsafeRawBufferPointer(rebasing: bytes.dropFirst(count)))
  }

  package func keeping(first count: Int) -> Piece {
    Piece(chunk: chunk, bytes: UnsafeRawBufferPointer(rebasing: bytes.prefix(count)))
  }
}
