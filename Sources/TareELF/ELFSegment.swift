/// One program header: a part of the file and where the loader puts it.
public struct ELFSegment: Sendable, Equatable {
  /// What a segment is (`p_type`). An open set.
  public struct Kind: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt32

    public init(rawValue: UInt32) { self.rawValue = rawValue }

    public static let load = Self(rawValue: 1)
    public static let dynamic = Self(rawValue: 2)
    public static let interpreter = Self(rawValue: 3)
    public static let note = Self(rawValue: 4)
  }

  public let kind: Kind
  public let isExecutable: Bool
  public let isWritable: Bool
  /// In the file, with the bytes it claims there.
  public let offset: UInt64
  public let fileSize: UInt64
  /// In memory.
  public let address: UInt64
  public let memorySize: UInt64

  init(_ bytes: RawSpan, at start: Int, _ layout: ELFLayout) {
    kind = Kind(rawValue: layout.word(bytes, start))
    let flags = layout.word(bytes, start + (layout.is64 ? 4 : 24))
    isExecutable = flags & 1 != 0
    isWritable = flags & 2 != 0
    let step = layout.is64 ? 8 : 4
    // Two words of 4 bytes, or one: the flags stand second where fields are 8 bytes wide, and seventh where not.
    let fields = start + (layout.is64 ? 8 : 4)
    offset = layout.wide(bytes, fields)
    address = layout.wide(bytes, fields + step)
    fileSize = layout.wide(bytes, fields + 3 * step)
    memorySize = layout.wide(bytes, fields + 4 * step)
  }

  /// Its bytes in a file of a given size.
  func range(in size: Int) -> Range<Int>? {
    Range(offset: offset, count: fileSize).map { $0.clamped(to: 0..<size) }
  }

  /// Whether it is of a usual kind and lies within the file.
  func looksRight(in size: Int) -> Bool {
    let isUsual = (1...7).contains(kind.rawValue) || (0x6474_e550...0x6474_e553).contains(kind.rawValue)
    return isUsual && Range(offset: offset, count: fileSize).map { $0.upperBound <= size } ?? false
  }

  static func list(_ bytes: RawSpan, _ header: ELFHeader) -> [ELFSegment] {
    let count = min(header.segments.count, bytes.byteCount / max(header.segments.entrySize, header.layout.segmentSize))
    return (0..<count).map { ELFSegment(bytes, at: $0 * header.segments.entrySize, header.layout) }
  }

  /// Where in the file an address of the program lies, and how many bytes follow within its segment.
  static func location(of address: UInt64, in segments: [ELFSegment]) -> Range<Int>? {
    for segment in segments where segment.kind == .load && address >= segment.address {
      let distance = address - segment.address
      guard distance < segment.fileSize else { continue }
      let (offset, overflow) = segment.offset.addingReportingOverflow(distance)
      return overflow ? nil : Range(offset: offset, count: segment.fileSize - distance)
    }
    return nil
  }
}
