/// One section header: a named part of the file.
public struct ELFSection: Sendable {
  /// What a section holds (`sh_type`). An open set.
  public struct Kind: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt32

    public init(rawValue: UInt32) { self.rawValue = rawValue }

    public static let null = Self(rawValue: 0)
    public static let program = Self(rawValue: 1)
    public static let symbols = Self(rawValue: 2)
    public static let strings = Self(rawValue: 3)
    public static let dynamic = Self(rawValue: 6)
    public static let note = Self(rawValue: 7)
    /// Zeros that the loader makes; no bytes in the file.
    public static let noBits = Self(rawValue: 8)
    public static let dynamicSymbols = Self(rawValue: 11)
    /// Section numbers of symbols, where there are too many for the symbol table.
    public static let symbolSections = Self(rawValue: 18)
  }

  public let kind: Kind
  public let flags: UInt64
  public let address: UInt64
  /// In the file, as the header claims.
  public let offset: UInt64
  public let size: UInt64
  /// The section that this one refers to: of a symbol table its strings.
  public let link: UInt32
  let nameOffset: Int
  /// The bytes it really has in the file: none where the header points behind the end.
  public let fileRange: Range<Int>
  /// The names of all sections, shared by them; nil when they are not at hand.
  var names: [UInt8]?

  init(_ bytes: RawSpan, at start: Int, _ layout: ELFLayout, fileSize: Int) {
    let step = layout.is64 ? 8 : 4
    nameOffset = Int(layout.word(bytes, start))
    kind = Kind(rawValue: layout.word(bytes, start + 4))
    flags = layout.wide(bytes, start + 8)
    address = layout.wide(bytes, start + 8 + step)
    offset = layout.wide(bytes, start + 8 + 2 * step)
    size = layout.wide(bytes, start + 8 + 3 * step)
    link = layout.word(bytes, start + 8 + 4 * step)
    let claimed = kind == .noBits || kind == .null ? nil : Range(offset: offset, count: size)
    fileRange = claimed.map { $0.clamped(to: 0..<fileSize) } ?? 0..<0
  }

  /// Whether the loader puts it into memory.
  public var isLoaded: Bool { flags & 2 != 0 }
  public var isExecutable: Bool { flags & 4 != 0 }
  public var isCompressed: Bool { flags & 0x800 != 0 }

  /// Nil when it could not be read.
  public var name: ArraySlice<UInt8>? {
    guard let names, nameOffset < names.count, let end = names[nameOffset...].firstIndex(of: 0) else { return nil }
    return names[nameOffset..<end]
  }

  /// Whether its name is known and is, or begins with, a given one. Costs no more than the given name is long.
  func isNamed(_ name: StaticString, prefix: Bool = false) -> Bool {
    guard let names, nameOffset < names.count else { return false }
    let count = name.utf8CodeUnitCount
    guard names.count - nameOffset > count else { return false }
    let wanted = UnsafeBufferPointer(start: name.utf8Start, count: count)
    return names[nameOffset..<nameOffset + count].elementsEqual(wanted) && (prefix || names[nameOffset + count] == 0)
  }

  static func list(_ bytes: RawSpan, _ header: ELFHeader, fileSize: Int) -> [ELFSection] {
    let count = bytes.byteCount / max(header.sections.entrySize, header.layout.sectionSize)
    return (0..<count).map {
      ELFSection(bytes, at: $0 * header.sections.entrySize, header.layout, fileSize: fileSize)
    }
  }

  /// The number of sections and the number of the one that holds their names, where the header has no room for them:
  /// the first section then says it.
  static func extended(_ first: RawSpan, _ layout: ELFLayout) -> (count: UInt64, namesIndex: Int) {
    let step = layout.is64 ? 8 : 4
    return (layout.wide(first, 8 + 3 * step), Int(layout.word(first, 8 + 4 * step)))
  }
}
