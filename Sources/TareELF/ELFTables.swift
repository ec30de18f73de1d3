/// What a rewriter must know of a file's two tables beyond what `ELFImage` tells: where they lie, and how their entries
/// are to be aligned.
struct ELFTables {
  /// The largest alignment that is taken for one; that of pages of 1 GiB.
  private static let alignmentLimit: UInt64 = 1 << 30

  let layout: ELFLayout
  let sectionSize: Int
  let segmentTable: Range<Int>
  let sectionTable: Range<Int>
  /// Which section holds the names of sections.
  let namesIndex: Int
  /// Powers of two, in the order of the tables.
  let segmentAlignments: [Int]
  let sectionAlignments: [Int]
  /// The second reference of each section: of relocations the section that they change.
  let sectionInfos: [UInt32]

  /// Nil when the tables are not at hand, or say what cannot be.
  init?(_ image: ELFImage, read: (Range<Int>) throws -> [UInt8]?) rethrows {
    guard let sections = image.sections, let segments = image.segments, !sections.isEmpty,
      let head = try read(0..<min(image.size, ELFHeader.longest)), let header = try? ELFHeader(head.span.bytes),
      let segmentTable = header.segmentRange, let sectionTable = header.sectionRange(count: sections.count),
      segmentTable.upperBound <= image.size, sectionTable.upperBound <= image.size, let list = try read(sectionTable),
      let segmentList = try segmentTable.isEmpty ? [] : read(segmentTable)
    else { return nil }
    let (layout, entrySize) = (header.layout, header.sections.entrySize)
    let (bytes, segmentBytes) = (list.span.bytes, segmentList.span.bytes)
    let fields = layout.is64 ? 40 : 24
    sectionInfos = sections.indices.map { layout.word(bytes, $0 * entrySize + fields + 4) }
    let sectionAlignments = sections.indices.map { layout.wide(bytes, $0 * entrySize + fields + 8) }
    let segmentAlignments = segments.indices.map {
      layout.wide(segmentBytes, $0 * header.segments.entrySize + (layout.is64 ? 48 : 28))
    }
    guard (sectionAlignments + segmentAlignments).allSatisfy({ $0 <= Self.alignmentLimit && $0 & ($0 &- 1) == 0 }) else {
      return nil
    }
    self.sectionAlignments = sectionAlignments.map { max(1, Int($0)) }
    self.segmentAlignments = segmentAlignments.map { max(1, Int($0)) }
    namesIndex = header.namesIndex == 0xffff ? ELFSection.extended(bytes, layout).namesIndex : header.namesIndex
    self.layout = layout
    self.segmentTable = segmentTable
    self.sectionTable = sectionTable
    sectionSize = entrySize
    guard sections.indices.contains(namesIndex) else { return nil }
  }
}
