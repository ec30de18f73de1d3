internal import CISAL

/// Inflates gzip (RFC 1952) with ISA-L, member after member: pigz, bgzip and eStargz write many. Headers are read here:
/// ISA-L loses its place in one that continues in the next piece of input.
package final class GzipStream: SequentialStream {
  private let input: any ByteStream
  private let pool: ChunkPool
  private let state: UnsafeMutablePointer<inflate_state>
  /// Held while ISA-L points into it.
  private var inputPiece: Piece?
  private var insideMember = false
  private var sawMember = false
  private var inputEnded = false

  package init(_ input: any ByteStream, pool: ChunkPool) {
    self.input = input
    self.pool = pool
    state = .allocate(capacity: 1)
    isal_inflate_init(state)
  }

  deinit { state.deallocate() }

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
    while try peek() == 0 { _ = try nextByte() }
    guard try peek() != nil else {
      guard sawMember else { throw CompressionError.truncated(.gzip) }
      return false
    }
    guard try peek() == 0x1f else { throw CompressionError.damaged(.gzip, "garbage behind the end of the stream") }
    try readHeader()
    // Leaves input and output where they are.
    isal_inflate_reset(state)
    state.pointee.crc_flag = UInt32(ISAL_GZIP_NO_HDR_VER)
    (insideMember, sawMember) = (true, true)
    return true
  }

  private func readHeader() throws {
    var fixed: [UInt8] = []
    for _ in 0..<10 { fixed.append(try headerByte()) }
    let flags = fixed[3]
    guard fixed[1] == 0x8b, flags & 0xe0 == 0 else { throw CompressionError.damaged(.gzip, "the header is not valid") }
    guard fixed[2] == 8 else { throw CompressionError.damaged(.gzip, "the method is not deflate") }
    // FEXTRA, FNAME, FCOMMENT, FHCRC
    if flags & 4 != 0 {
      let count = Int(try headerByte()) | Int(try headerByte()) << 8
      for _ in 0..<count { _ = try headerByte() }
    }
    if flags & 8 != 0 { while try headerByte() != 0 {} }
    if flags & 16 != 0 { while try headerByte() != 0 {} }
    if flags & 2 != 0 { for _ in 0..<2 { _ = try headerByte() } }
  }

  private func headerByte() throws -> UInt8 {
    guard let byte = try nextByte() else { throw CompressionError.truncated(.gzip) }
    return byte
  }

  private func nextByte() throws -> UInt8? {
    guard let byte = try peek() else { return nil }
    state.pointee.next_in += 1
    state.pointee.avail_in -= 1
    return byte
  }

  /// The next byte of input, unconsumed; nil at its end.
  private func peek() throws -> UInt8? {
    if state.pointee.avail_in == 0 { try refill() }
    return state.pointee.avail_in > 0 ? state.pointee.next_in.pointee : nil
  }

  private func check(_ status: Int32) throws {
    let reason: String
    switch status {
    case ISAL_DECOMP_OK, ISAL_END_INPUT, ISAL_OUT_OVERFLOW: return
    case ISAL_INCORRECT_CHECKSUM: reason = "the checksum does not match"
    case ISAL_INVALID_LOOKBACK: reason = "a reference points before the start"
    default: reason = "a block is not valid"
    }
    throw CompressionError.damaged(.gzip, reason)
  }
}
