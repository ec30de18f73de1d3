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
  /// Bytes of the piece that ISA-L was not told of yet: it stops where something is to be recorded.
  private var waiting = 0
  private var step = Int.max
  private let recorder: PackingRecorder?
  /// Bytes told to ISA-L, and bytes that came out in the pieces before.
  private var given = 0
  private var unpacked = 0

  package init(_ input: any ByteStream, pool: ChunkPool, recorder: PackingRecorder? = nil) {
    self.input = input
    self.pool = pool
    self.recorder = recorder
    state = .allocate(capacity: 1)
    isal_inflate_init(state)
  }

  deinit { state.deallocate() }

  override func pull() throws -> Piece? {
    let chunk = pool.take()
    if let recorder { step = recorder.step(in: unpacked..<unpacked + chunk.memory.count) }
    state.pointee.next_out = chunk.memory.baseAddress!.assumingMemoryBound(to: UInt8.self)
    state.pointee.avail_out = UInt32(chunk.memory.count)
    while state.pointee.avail_out > 0 {
      if state.pointee.avail_in == 0 { try refill() }
      if !insideMember {
        guard try beginNextMember() else { break }
      }
      let before = (state.pointee.avail_in, state.pointee.avail_out)
      try check(isal_inflate(state))
      record(chunk.memory.count - Int(state.pointee.avail_out))
      if state.pointee.block_state == ISAL_BLOCK_FINISH {
        insideMember = false
      } else if inputEnded, state.pointee.avail_in == 0, before == (0, state.pointee.avail_out) {
        throw CompressionError.truncated(.gzip)
      }
    }
    let count = chunk.memory.count - Int(state.pointee.avail_out)
    unpacked += count
    return count > 0 ? chunk.piece(0..<count) : nil
  }

  /// - Parameter count: bytes of this piece that are there.
  private func record(_ count: Int) {
    guard let recorder else { return }
    // ISA-L reads some bits ahead, and may hold back some of what it unpacked.
    let held = Int(state.pointee.tmp_out_valid) - Int(state.pointee.tmp_out_processed)
    recorder.note(
      unpacked: unpacked + count + held, packed: given - Int(state.pointee.avail_in) - Int(state.pointee.read_in_length) / 8)
  }

  private func refill() throws {
    guard !inputEnded else { return }
    if waiting == 0 {
      guard let piece = try input.next() else {
        inputEnded = true
        inputPiece = nil
        return
      }
      inputPiece = piece
      state.pointee.next_in = UnsafeMutablePointer(mutating: piece.bytes.baseAddress!.assumingMemoryBound(to: UInt8.self))
      waiting = piece.bytes.count
    }
    let count = min(waiting, step)
    state.pointee.avail_in = UInt32(count)
    waiting -= count
    given += count
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
