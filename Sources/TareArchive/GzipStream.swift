internal import CISAL

/// Inflates gzip (RFC 1952) with ISA-L, member after member: pigz, bgzip and eStargz write many.
package final class GzipStream: SequentialStream {
  private let input: any ByteStream
  private let pool: ChunkPool
  private let state: UnsafeMutablePointer<inflate_state>
  /// Held while ISA-L points into it.
  private var inputPiece: Piece?
  private var insideMember = true
  private var inputEnded = false

  package init(_ input: any ByteStream, pool: ChunkPool) {
    self.input = input
    self.pool = pool
    state = .allocate(capacity: 1)
    isal_inflate_init(state)
    super.init()
    startMember()
  }

  deinit { state.deallocate() }

  /// Leaves input and output where they are.
  private func startMember() {
    isal_inflate_reset(state)
    state.pointee.crc_flag = UInt32(ISAL_GZIP)
  }

  override func pull() throws -> Piece? {
    let chunk = pool.take()
    state.pointee.next_out = chunk.memory.baseAddress!.assumingMemoryBound(to: UInt8.self)
    state.pointee.avail_out = UInt32(chunk.memory.count)
    while state.pointee.avail_out > 0 {
      if state.pointee.avail_in == 0 { try refill() }
      if !insideMember {
        guard try beginNextMember() else { break }
      }
      let before = (state.pointee.avail_in, state.pointee.avail_out)
      try check(isal_inflate(state))
      if state.pointee.block_state == ISAL_BLOCK_FINISH {
        insideMember = false
      } else if inputEnded, state.pointee.avail_in == 0, before == (0, state.pointee.avail_out) {
        throw CompressionError.truncated(.gzip)
      }
    }
    let count = chunk.memory.count - Int(state.pointee.avail_out)
    return count > 0 ? chunk.piece(0..<count) : nil
  }

  private func refill() throws {
    guard !inputEnded else { return }
    guard let piece = try input.next() else {
      inputEnded = true
      inputPiece = nil
      return
    }
    inputPiece = piece
    state.pointee.next_in = UnsafeMutablePointer(mutating: piece.bytes.baseAddress!.assumingMemoryBound(to: UInt8.self))
    state.pointee.avail_in = UInt32(piece.bytes.count)
  }

  /// False at the end of the input. Zeros between or behind members are padding.
  private func beginNextMember() throws -> Bool {
    while true {
      while state.pointee.avail_in > 0, state.pointee.next_in.pointee == 0 {
        state.pointee.next_in += 1
        state.pointee.avail_in -= 1
      }
      if state.pointee.avail_in > 0 { break }
      try refill()
      if inputEnded { return false }
    }
    guard state.pointee.next_in.pointee == 0x1f else {
      throw CompressionError.damaged(.gzip, "garbage behind the end of the stream")
    }
    startMember()
    insideMember = true
    return true
  }

  private func check(_ status: Int32) throws {
    let reason: String
    switch status {
    case ISAL_DECOMP_OK, ISAL_END_INPUT, ISAL_OUT_OVERFLOW: return
    case ISAL_INCORRECT_CHECKSUM: reason = "the checksum does not match"
    case ISAL_INVALID_WRAPPER: reason = "the header is not valid"
    case ISAL_UNSUPPORTED_METHOD: reason = "the method is not deflate"
    case ISAL_INVALID_LOOKBACK: reason = "a reference points before the start"
    default: reason = "a block is not valid"
    }
    throw CompressionError.damaged(.gzip, reason)
  }
}
