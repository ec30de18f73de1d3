/// An ELF file as its headers tell it. Nothing of its content is read but a few strings; nothing is allocated by what a
/// header claims. What could not be read is nil, never 0 or empty.
public struct ELFImage: Sendable {
  public enum FileClass: Sendable { case bits32, bits64 }
  public enum Endianness: Sendable { case little, big }

  /// The file's bytes.
  public let size: Int
  public let fileClass: FileClass
  public let endianness: Endianness
  public let type: ELFType
  public let machine: ELFMachine
  public let segments: [ELFSegment]?
  /// In the order of their table, the empty first one included; empty when the file has no such table.
  public let sections: [ELFSection]?
  public let dynamic: ELFDynamic?
  /// The loader that a program names, without its final NUL.
  public let interpreter: [UInt8]?
  public let weights: ELFWeights

  /// Bytes that are read at once at the start of a file, and before the section table, where the names usually lie.
  private static let block = 4096
  private static let nameLimit = 4 << 20

  /// - Parameters:
  ///   - size: the file's bytes.
  ///   - read: the bytes of a range of the file, nil when they are not at hand. Asked some five times.
  public init(size: Int, read: (Range<Int>) throws -> [UInt8]?) throws {
    var ahead = ReadAhead(size: size)
    guard size >= 4, size <= ELFHeader.fileLimit else { throw ELFError.notELF }
    guard let head = try ahead.bytes(in: 0..<min(size, ELFHeader.longest), wider: 0..<Self.block, read) else {
      throw ELFError.headMissing
    }
    let header = try ELFHeader(head.span.bytes)
    self.size = size
    fileClass = header.layout.is64 ? .bits64 : .bits32
    endianness = header.layout.isBigEndian ? .big : .little
    type = header.type
    machine = header.machine
    segments = try Self.segments(header, &ahead, read)
    sections = try Self.sections(header, size, &ahead, read)
    dynamic = try Self.dynamic(header, segments, sections, size, &ahead, read)
    interpreter = try Self.interpreter(segments, size, &ahead, read)
    weights = ELFWeights(sections: sections, segments: segments, fileSize: size)
  }

  /// Whether the program names a loader; nil when that could not be read.
  public var hasInterpreter: Bool? { segments.map { $0.contains { $0.kind == .interpreter } } }

  /// Whether the names of all sections could be read.
  public var hasSectionNames: Bool { sections.map { $0.allSatisfy { $0.kind == .null || $0.name != nil } } ?? false }

  /// The first section of a name; nil when there is none, or names could not be read.
  public func section(named name: StaticString) -> ELFSection? { sections?.first { $0.isNamed(name) } }

  /// Where the content of a section lies in the file; nil as for `section(named:)`, and when it has no bytes there.
  public func contentRange(of name: StaticString) -> Range<Int>? {
    section(named: name).flatMap { $0.fileRange.isEmpty ? nil : $0.fileRange }
  }

  // MARK: The tables

  private static func segments(
    _ header: ELFHeader, _ ahead: inout ReadAhead, _ read: ReadAhead.Read
  ) throws -> [ELFSegment]? {
    guard let range = header.segmentRange, let bytes = try ahead.bytes(in: range, read) else { return nil }
    return ELFSegment.list(bytes.span.bytes, header)
  }

  private static func sections(
    _ header: ELFHeader, _ size: Int, _ ahead: inout ReadAhead, _ read: ReadAhead.Read
  ) throws -> [ELFSection]? {
    guard var range = header.sectionRange() else { return nil }
    guard header.sections.offset != 0 else { return [] }
    var namesIndex = header.namesIndex
    if header.sections.count == 0 || namesIndex == 0xffff {
      guard let first = header.sectionRange(count: 1), let bytes = try ahead.bytes(in: first, read) else { return nil }
      let extended = ELFSection.extended(bytes.span.bytes, header.layout)
      if namesIndex == 0xffff { namesIndex = extended.namesIndex }
      if header.sections.count == 0 {
        guard extended.count <= UInt64(ELFHeader.sectionLimit), let all = header.sectionRange(count: Int(extended.count)) else {
          return nil
        }
        range = all
      }
    }
    let wider = max(0, range.lowerBound - block)..<range.upperBound
    guard let bytes = try ahead.bytes(in: range, wider: wider, read) else { return nil }
    var sections = ELFSection.list(bytes.span.bytes, header, fileSize: size)
    // Number 0 says that there are no names.
    guard namesIndex > 0, namesIndex < sections.count, sections[namesIndex].fileRange.count <= nameLimit else { return sections }
    let names = try ahead.bytes(in: sections[namesIndex].fileRange, read)
    for index in sections.indices { sections[index].names = names }
    return sections
  }

  private static func interpreter(
    _ segments: [ELFSegment]?, _ size: Int, _ ahead: inout ReadAhead, _ read: ReadAhead.Read
  ) throws -> [UInt8]? {
    guard let range = segments?.first(where: { $0.kind == .interpreter })?.range(in: size), range.count <= block else {
      return nil
    }
    return try ahead.bytes(in: range, read).map { Array($0.prefix { $0 != 0 }) }
  }

  // MARK: What the loader is told

  private static func dynamic(
    _ header: ELFHeader, _ segments: [ELFSegment]?, _ sections: [ELFSection]?, _ size: Int, _ ahead: inout ReadAhead,
    _ read: ReadAhead.Read
  ) throws -> ELFDynamic? {
    guard let segments else { return nil }
    guard let segment = segments.first(where: { $0.kind == .dynamic }) else { return ELFDynamic() }
    // Debug information kept in a file of its own has the headers of the program and nothing behind them.
    let isElsewhere = sections?.contains { $0.kind == .noBits && $0.address == segment.address && $0.size > 0 && $0.isLoaded }
    guard isElsewhere != true else { return ELFDynamic() }
    guard let range = Range(offset: segment.offset, count: segment.fileSize), range.count <= DynamicTable.byteLimit,
      let bytes = try ahead.bytes(in: range, read), let table = DynamicTable(bytes.span.bytes, header.layout)
    else { return nil }
    var dynamic = ELFDynamic()
    dynamic.flags = table.flags
    let offsets = table.offsets
    guard !offsets.isEmpty else { return dynamic }
    guard let strings = table.strings(segments, fileSize: size) else { return nil }
    func string(_ offset: UInt64) throws -> [UInt8]? {
      try Self.string(offset, of: offsets, in: strings, &ahead, read)
    }
    for offset in table.needed {
      guard let name = try string(offset) else { return nil }
      dynamic.needed.append(name)
    }
    for (offset, path) in [
      (table.soname, \ELFDynamic.soname), (table.rpath, \ELFDynamic.rpath), (table.runpath, \ELFDynamic.runpath),
    ] {
      guard let offset else { continue }
      guard let text = try string(offset) else { return nil }
      dynamic[keyPath: path] = text
    }
    return dynamic
  }

  /// The string at an offset of the string table, up to its NUL.
  private static func string(
    _ offset: UInt64, of offsets: [UInt64], in table: Range<Int>, _ ahead: inout ReadAhead, _ read: ReadAhead.Read
  ) throws -> [UInt8]? {
    guard offset < UInt64(table.count) else { return nil }
    let start = table.lowerBound + Int(offset)
    // Linkers put these strings side by side, most often.
    let reach = UInt64(8 * block)
    let first = offsets.first { $0 >= offset - min(offset, reach) } ?? offset
    let last = offsets.last { $0 <= offset + reach && $0 < UInt64(table.count) } ?? offset
    let wider = start - Int(offset - first)..<min(start + Int(last - offset) + DynamicTable.stringSteps[0], table.upperBound)
    for count in DynamicTable.stringSteps {
      let end = min(start + count, table.upperBound)
      guard let bytes = try ahead.bytes(in: start..<end, wider: wider, read) else { return nil }
      if let length = bytes.firstIndex(of: 0) { return Array(bytes[..<length]) }
      if end == table.upperBound { return nil }
    }
    return nil
  }
}
