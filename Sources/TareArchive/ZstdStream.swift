internal import CZstd

/// Decompresses Zstandard (RFC 8878), frame after frame; skippable frames, as zstd:chunked has them, are passed over.
package final class ZstdStream: SequentialStream {
  private let input: any ByteStream
  private let pool: ChunkPool
  private let context: OpaquePointer
  private var inputPiece: Piece?
  private var consumed = 0
  private var insideFrame = false
  private var flushing = false

  package init(_ input: any ByteStream, pool: ChunkPool) {
    self.input = input
    self.pool = pool
    context = ZSTD_createDCtx()!
  }

  deinit { ZSTD_freeDCtx(context) }

  override func pull() throws -> Piece? {
    let chunk = pool.take()
    var output = ZSTD_outBuffer(dst: chunk.memory.baseAddress, size: chunk.memory.count, pos: 0)
    while output.pos < output.size {
      if !flushing, inputPiece == nil {
        inputPiece = try input.next()
        if inputPiece == nil {
          if insideFrame { throw CompressionError.truncated(.zstd) }
          break
        }
      }
      var source = ZSTD_inBuffer(
        src: inputPiece?.bytes.baseAddress, size: inputPiece?.bytes.count ?? 0, pos: consumed)
      let status = ZSTD_decompressStream(context, &output, &source)
      if ZSTD_getErrorCode(status) == ZSTD_error_frameParameter_windowTooLarge {
        throw CompressionError.windowTooLarge
      }
      if ZSTD_isError(status) != 0 {
        throw CompressionError.damaged(.zstd, String(cString: ZSTD_getErrorName(status)))
      }
      insideFrame = status != 0
      // A full output buffer may leave decoded bytes behind that need no further input.
      flushing = output.pos == output.size && insideFrame
      consumed = source.pos
      if source.pos == source.size { (inputPiece, consumed) = (nil, 0) }
    }
    return output.pos > 0 ? chunk.piece(0..<output.pos) : nil
  }
}
