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
  /// Bytes that the decoder wants next: the rest of a block.
  private var wanted = 0
  private let recorder: PackingRecorder?
  /// Bytes of the pieces of input, and of output, before this one.
  private var passed = 0
  private var unpacked = 0

  /// What a frame begins with.
  private static let shortest = 5

  package init(_ input: any ByteStream, pool: ChunkPool, recorder: PackingRecorder? = nil) {
    self.input = input
    self.pool = pool
    self.recorder = recorder
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
      let count = inputPiece?.bytes.count ?? 0
      // A block at a time, and nothing while output waits: so input and output are in step whenever all is out.
      let end = flushing ? consumed : min(count, consumed + max(wanted, Self.shortest))
      var source = ZSTD_inBuffer(src: inputPiece?.bytes.baseAddress, size: end, pos: consumed)
      let status = ZSTD_decompressStream(context, &output, &source)
      if ZSTD_getErrorCode(status) == ZSTD_error_frameParameter_windowTooLarge {
        throw CompressionError.windowTooLarge
      }
      if ZSTD_isError(status) != 0 {
        throw CompressionError.damaged(.zstd, String(cString: ZSTD_getErrorName(status)))
      }
      (wanted, insideFrame) = (status, status != 0)
      // A full output buffer may leave decoded bytes behind that need no further input.
      flushing = output.pos == output.size && insideFrame
      consumed = source.pos
      if !flushing { recorder?.note(unpacked: unpacked + output.pos, packed: passed + consumed) }
      if consumed == count { (inputPiece, consumed, passed) = (nil, 0, passed + count) }
    }
    unpacked += output.pos
    return output.pos > 0 ? chunk.piece(0..<output.pos) : nil
  }
}
