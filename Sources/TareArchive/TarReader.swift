import TareBytes

/// Walks a tar member by member: ustar, pax, GNU and v7, long names, base-256 numbers, sparse files of every format.
/// It reads nothing but headers unless asked for content, and allocates nothing by what a header claims.
///
/// It judges doubtful headers as Go's `archive/tar` does, since the engines and umoci read with that.
/// It does not read multi-volume archives.
package final class TarReader {
  /// Extended headers hold names and attributes; Linux allows 4 KiB of the one and 64 KiB of the other.
  static let extensionLimit = 1 << 20

  private var cursor: StreamCursor
  private var global = PaxRecords()
  private var blockBuffer: [UInt8] = []
  private var current = TarMember()
  /// Stored bytes of the current member not yet taken, and its padding.
  private var storedLeft = 0
  private var padding = 0
  /// Where in a sparse member the reader stands; nil for other members.
  private var walk: SparseWalk?
  private var sawMember = false

  /// Whether the archive closed with the block of zeros that the format asks for.
  package private(set) var hasEndMarker = false

  package init(_ stream: any ByteStream) { cursor = StreamCursor(stream) }

  /// Bytes in a header, and the unit in which tars grow.
  package static let blockSize = TarBlock.size

  /// The next member, after passing over what is left of the current one; nil at the end of the archive. An empty stream
  /// is an empty archive.
  package func next() throws -> TarMember? {
    try passContent()
    var records: PaxRecords?
    var longName: [UInt8]?
    var longTarget: [UInt8]?
    while true {
      let offset = cursor.offset
      guard let piece = try readBlock(at: offset) else {
        if records != nil || longName != nil || longTarget != nil { throw TarError.truncatedHeader(offset: offset) }
        // No byte at all is an archive of nothing, to Go's reader too.
        return nil
      }
      let header = TarBlock(piece.bytes)
      if header.isZero {
        hasEndMarker = true
        return nil
      }
      guard header.checksumMatches else {
        throw sawMember || header.hasMagic ? TarError.badChecksum(offset: offset) : TarError.notATar
      }
      sawMember = true
      switch header.type {
      case UInt8(ascii: "x"), UInt8(ascii: "X"):
        var own = global
        try readExtension(header, at: offset) { guard own.add($0) else { throw TarError.badPaxRecord(offset: offset) } }
        records = own
      case UInt8(ascii: "g"):
        try readExtension(header, at: offset) {
          guard global.add($0, isGlobal: true) else { throw TarError.badPaxRecord(offset: offset) }
        }
      case UInt8(ascii: "L"):
        try readExtension(header, at: offset) { longName = Array($0.prefix { $0 != 0 }) }
      case UInt8(ascii: "K"):
        try readExtension(header, at: offset) { longTarget = Array($0.prefix { $0 != 0 }) }
      case UInt8(ascii: "V"), UInt8(ascii: "M"):
        // A volume label or the continuation of another volume: nothing of the file system.
        try readExtension(header, at: offset) { _ in }
      default:
        try begin(header, at: offset, records ?? global, longName, longTarget)
        return current
      }
    }
  }

  /// The next bytes of the current member's logical content, holes as zeros; nil at its end.
  package func nextContent() throws -> Piece? {
    guard let step = walk?.step else { return walk == nil ? try nextStored(upTo: storedLeft) : nil }
    let piece: Piece?
    switch step {
    case .hole(let count): piece = SparseWalk.zeros.piece(0..<min(count, SparseWalk.zeros.memory.count))
    case .data(let count): piece = try nextStored(upTo: count)
    }
    walk?.advance(piece?.bytes.count ?? 0)
    return piece
  }

  /// The whole content of the current member, if it was read together with the header; it is not consumed.
  package func withContentAtHand<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result? {
    guard walk == nil, storedLeft == current.storedSize else { return nil }
    return cursor.atHand(storedLeft).map(body)
  }

  /// The first `count` bytes of the current member, fewer of a shorter one, if they were read together with the header; they
  /// are not consumed.
  package func withHeadAtHand<Result>(_ count: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result? {
    guard walk == nil, storedLeft == current.storedSize else { return nil }
    return cursor.atHand(min(count, storedLeft)).map(body)
  }

  // MARK: Headers

  /// The next header block, from the stream's own memory where it lies in one piece. Nil at the end.
  private func readBlock(at offset: Int) throws -> Piece? {
    guard let piece = try cursor.take(upTo: TarBlock.size) else { return nil }
    if piece.bytes.count == TarBlock.size { return piece }
    let joined = Self.blockPool.take()
    joined.memory.copyMemory(from: piece.bytes)
    var count = piece.bytes.count
    while count < TarBlock.size {
      guard let more = try cursor.take(upTo: TarBlock.size - count) else {
        throw sawMember ? TarError.truncatedHeader(offset: offset) : TarError.notATar
      }
      UnsafeMutableRawBufferPointer(rebasing: joined.memory[count...]).copyMemory(from: more.bytes)
      count += more.bytes.count
    }
    return joined.piece(0..<count)
  }

  private static let blockPool = ChunkPool(chunkSize: TarBlock.size)

  private func readExtension(_ header: TarBlock, at offset: Int, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    guard let size = header.number(124, 12), size >= 0 else {
      throw TarError.badSize(path: header.path, offset: offset)
    }
    guard size <= Self.extensionLimit else { throw TarError.oversizedHeader(size: size, offset: offset) }
    try cursor.read(size, into: &blockBuffer)
    guard blockBuffer.count == size else { throw TarError.truncatedHeader(offset: offset) }
    try skip(Self.padding(of: size), orThrow: .truncatedHeader(offset: offset))
    try blockBuffer.withUnsafeBytes(body)
  }

  private func begin(
    _ header: TarBlock, at offset: Int, _ records: PaxRecords, _ longName: [UInt8]?, _ longTarget: [UInt8]?
  ) throws {
    func number(_ name: String, _ position: Int, _ count: Int) throws -> Int {
      guard let value = header.number(position, count) else { throw TarError.badNumber(field: name, offset: offset) }
      return value
    }
    var member = TarMember()
    // A pax name beats a GNU one, which beats the header's.
    member.path = records.sparse.name ?? records.path ?? longName ?? header.path
    member.linkTarget = records.linkTarget ?? longTarget ?? header.linkTarget
    member.kind = kind(of: header, path: member.path)
    member.mode = UInt16(truncatingIfNeeded: try number("mode", 100, 8) & 0o7777)
    member.uid = try records.uid ?? number("uid", 108, 8)
    member.gid = try records.gid ?? number("gid", 116, 8)
    member.modified = try records.modified ?? number("mtime", 136, 12)
    member.extendedAttributes = records.extendedAttributes
    let declared = records.size ?? header.number(124, 12)
    guard let declared, declared >= 0, declared <= Int.max - TarBlock.size else {
      throw TarError.badSize(path: member.path, offset: offset)
    }
    // Links, devices and directories have no content, whatever their size field says.
    let stored = member.kind == .regular ? declared : 0
    (member.size, member.storedSize) = (stored, stored)
    storedLeft = stored
    padding = Self.padding(of: stored)
    if header.type == UInt8(ascii: "S") {
      try readOldSparseMap(header, of: &member, at: offset)
    } else if records.sparse.isPresent, member.kind == .regular {
      try readPaxSparseMap(records.sparse, of: &member, at: offset)
    }
    member.contentOffset = cursor.offset
    guard !member.contentOffset.addingReportingOverflow(storedLeft + padding).overflow else {
      throw TarError.badSize(path: member.path, offset: offset)
    }
    walk = member.sparse.map { SparseWalk(segments: $0, size: member.size) }
    current = member
  }

  private func kind(of header: TarBlock, path: [UInt8]) -> TarMember.Kind {
    switch header.type {
    case UInt8(ascii: "1"): .hardLink
    case UInt8(ascii: "2"): .symbolicLink
    case UInt8(ascii: "3"): .characterDevice
    case UInt8(ascii: "4"): .blockDevice
    case UInt8(ascii: "5"): .directory
    case UInt8(ascii: "6"): .fifo
    // The oldest writers mark a directory by its name alone.
    case 0 where path.last == 0x2f: .directory
    // Unknown types are to be read as regular files (POSIX).
    default: .regular
    }
  }

  // MARK: Content

  private static func padding(of size: Int) -> Int { (TarBlock.size - size % TarBlock.size) % TarBlock.size }

  private func skip(_ count: Int, orThrow error: TarError) throws {
    guard count > 0 else { return }
    do { try cursor.skip(count) } catch is StreamError { throw error }
  }

  private func passContent() throws {
    let count = storedLeft + padding
    guard count > 0 else { return }
    do { try cursor.skip(count) } catch StreamError.endedEarly(let missing) {
      // Padding that is cut off takes no content with it, but the archive ended there.
      throw TarError.truncatedContent(path: current.path, missing: missing)
    }
    (storedLeft, padding) = (0, 0)
  }

  private func nextStored(upTo limit: Int) throws -> Piece? {
    guard storedLeft > 0 else { return nil }
    guard let piece = try cursor.take(upTo: min(limit, storedLeft)) else {
      throw TarError.truncatedContent(path: current.path, missing: storedLeft + padding)
    }
    storedLeft -= piece.bytes.count
    return piece
  }

  // MARK: Sparse maps

  private func readOldSparseMap(_ header: TarBlock, of member: inout TarMember, at offset: Int) throws {
    let error = TarError.badSparseMap(path: member.path, offset: offset)
    guard let size = header.number(483, 12), size >= 0 else { throw error }
    var numbers: [Int] = []
    func add(_ block: TarBlock, from start: Int, entries: Int) throws {
      for entry in 0..<entries {
        let position = start + entry * 24
        guard block.field(position, 1)[0] != 0 else { return }
        guard let start = block.number(position, 12), let count = block.number(position + 12, 12) else { throw error }
        numbers += [start, count]
      }
    }
    try add(header, from: 386, entries: 4)
    var extended = header.isExtendedSparse
    var mapBytes = 0
    while extended {
      mapBytes += TarBlock.size
      guard mapBytes <= Self.extensionLimit else { throw error }
      guard let piece = try readBlock(at: cursor.offset) else { throw TarError.truncatedHeader(offset: offset) }
      let block = TarBlock(piece.bytes)
      try add(block, from: 0, entries: 21)
      extended = block.field(504, 1)[0] != 0
    }
    try setSparse(numbers, size: size, of: &member, orThrow: error)
  }

  private func readPaxSparseMap(_ records: PaxRecords.SparseRecords, of member: inout TarMember, at offset: Int) throws {
    let error = TarError.badSparseMap(path: member.path, offset: offset)
    guard let size = records.realSize else { throw error }
    var numbers = records.numbers
    if records.mapIsInContent { numbers = try readMapInContent(orThrow: error) }
    member.storedSize = storedLeft
    try setSparse(numbers, size: size, of: &member, orThrow: error)
  }

  /// Format 1.0: decimal numbers in lines, the count of segments first, padded to a whole block.
  private func readMapInContent(orThrow error: TarError) throws -> [Int] {
    var numbers: [Int] = []
    var line: [UInt8] = []
    var expected: Int?
    var mapBytes = 0
    while expected.map({ numbers.count < $0 }) ?? true {
      mapBytes += TarBlock.size
      guard storedLeft >= TarBlock.size, mapBytes <= Self.extensionLimit else { throw error }
      try cursor.read(TarBlock.size, into: &blockBuffer)
      guard blockBuffer.count == TarBlock.size else { throw error }
      storedLeft -= TarBlock.size
      for byte in blockBuffer where expected.map({ numbers.count < $0 }) ?? true {
        if byte != 0x0a {
          guard line.count < 20 else { throw error }
          line.append(byte)
          continue
        }
        guard let number = PaxRecords.decimal(line), number <= Int.max / 4 else { throw error }
        line.removeAll(keepingCapacity: true)
        if expected == nil { expected = number * 2 } else { numbers.append(number) }
      }
    }
    return numbers
  }

  private func setSparse(_ numbers: [Int], size: Int, of member: inout TarMember, orThrow error: TarError) throws {
    guard numbers.count.isMultiple(of: 2) else { throw error }
    var segments: [SparseSegment] = []
    var (end, stored) = (0, 0)
    for index in stride(from: 0, to: numbers.count, by: 2) {
      let (offset, count) = (numbers[index], numbers[index + 1])
      guard offset >= end, count >= 0, case (let sum, let overflow) = offset.addingReportingOverflow(count), !overflow,
        sum <= size
      else { throw error }
      (end, stored) = (sum, stored + count)
      if count > 0 { segments.append(SparseSegment(offset: offset, count: count)) }
    }
    guard stored == storedLeft else { throw error }
    member.size = size
    member.storedSize = stored
    member.sparse = segments
  }
}
