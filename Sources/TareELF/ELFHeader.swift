/// The first bytes of an ELF file: what it is, and where its two tables lie.
struct ELFHeader: Sendable, Equatable {
  /// A table as the header claims it: offset in the file, bytes of one entry, number of entries.
  struct Table: Sendable, Equatable {
    let offset: UInt64
    let entrySize: Int
    let count: Int
  }

  /// Bytes that hold the header of every ELF file.
  static let longest = 64
  /// Bytes that no file reaches, so that small numbers can be added to an offset within one.
  static let fileLimit = 1 << 60
  /// A program has a dozen segments. Only core dumps have more than this.
  static let segmentLimit = 4096
  /// More sections than any linked file has; object files with one per function come near.
  static let sectionLimit = 1 << 17

  let layout: ELFLayout
  let type: ELFType
  let machine: ELFMachine
  let segments: Table
  let sections: Table
  /// Which section holds the names of sections.
  let namesIndex: Int

  static func hasMagic(_ bytes: RawSpan) -> Bool {
    bytes.byteCount >= 4 && bytes.unsafeLoadUnaligned(as: UInt32.self).bigEndian == 0x7f45_4c46
  }

  init(_ bytes: RawSpan) throws(ELFError) {
    guard Self.hasMagic(bytes) else { throw .notELF }
    guard bytes.byteCount >= 16 else { throw .badHeader }
    let (width, order) = (bytes.unsafeLoad(fromByteOffset: 4, as: UInt8.self), bytes.unsafeLoad(fromByteOffset: 5, as: UInt8.self))
    guard width == 1 || width == 2, order == 1 || order == 2 else { throw .badHeader }
    layout = ELFLayout(is64: width == 2, isBigEndian: order == 2)
    guard bytes.byteCount >= layout.headerSize else { throw .badHeader }
    type = ELFType(rawValue: layout.half(bytes, 16))
    machine = ELFMachine(rawValue: layout.half(bytes, 18))
    // What follows the three addresses lies at the end, whatever their width.
    let address = layout.is64 ? 8 : 4
    let counts = 24 + 3 * address + 4
    segments = Table(
      offset: layout.wide(bytes, 24 + address), entrySize: Int(layout.half(bytes, counts + 2)),
      count: Int(layout.half(bytes, counts + 4)))
    sections = Table(
      offset: layout.wide(bytes, 24 + 2 * address), entrySize: Int(layout.half(bytes, counts + 6)),
      count: Int(layout.half(bytes, counts + 8)))
    namesIndex = Int(layout.half(bytes, counts + 10))
  }

  /// Where the segments are listed; nil when the header cannot be right.
  var segmentRange: Range<Int>? {
    guard segments.count > 0 else { return 0..<0 }
    guard segments.entrySize >= layout.segmentSize, segments.count <= Self.segmentLimit else { return nil }
    return Range(offset: segments.offset, count: UInt64(segments.entrySize * segments.count))
  }

  /// Where the sections are listed, empty when the file has no such list; nil when the header cannot be right.
  /// - Parameter count: their number, where the header has no room for it.
  func sectionRange(count: Int? = nil) -> Range<Int>? {
    guard sections.offset != 0 else { return 0..<0 }
    let count = count ?? sections.count
    guard sections.entrySize >= layout.sectionSize, count <= Self.sectionLimit else { return nil }
    return Range(offset: sections.offset, count: UInt64(sections.entrySize * count))
  }
}
