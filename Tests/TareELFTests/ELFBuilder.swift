import Testing

/// Makes ELF files in memory, of every width and byte order, in the layout that a test asks for.
struct ELFBuilder {
  enum Content {
    case bytes([UInt8])
    /// Takes no bytes of the file.
    case zeros(Int)
    /// Tags with numbers; `nil` stands for the address of `.dynstr`.
    case dynamic([(tag: UInt64, value: UInt64?)])
  }

  struct Section {
    var name: String
    var type: UInt32
    var flags: UInt64
    var content: Content
    var link: UInt32 = 0
  }

  struct Segment {
    var type: UInt32
    var flags: UInt32
    /// Names of its first and last section; nil is the start of the file.
    var from: String?
    var to: String
  }

  struct Layout: CustomTestStringConvertible, Sendable {
    var is64: Bool
    var isBigEndian: Bool

    var testDescription: String { "\(is64 ? 64 : 32) bit, \(isBigEndian ? "big" : "little") endian" }

    static let all = [true, false].flatMap { width in [false, true].map { Layout(is64: width, isBigEndian: $0) } }
    static let usual = Layout(is64: true, isBigEndian: false)
  }

  static let base: UInt64 = 0x10000

  var layout = Layout.usual
  var type: UInt16 = 3
  var machine: UInt16 = 62
  var sections: [Section] = []
  var segments: [Segment] = []
  /// Where the names of sections stand among them; at the end if nil.
  var namesPosition: Int?
  /// Right behind the segments, as Go's linker puts it.
  var tableIsFirst = false
  var hasTable = true
  /// The number of sections and of their names' one stand in the first section.
  var usesExtendedNumbers = false
  /// A tool has moved the list of segments to this section, and left the old one.
  var segmentsMovedTo: String?

  private(set) var offsets: [String: Int] = [:]

  mutating func section(_ name: String, type: UInt32 = 1, flags: UInt64 = 0, _ bytes: [UInt8], link: UInt32 = 0) {
    sections.append(Section(name: name, type: type, flags: flags, content: .bytes(bytes), link: link))
  }

  mutating func section(_ name: String, type: UInt32 = 1, flags: UInt64 = 0, count: Int) {
    section(name, type: type, flags: flags, Self.filler(count))
  }

  mutating func segment(_ type: UInt32, flags: UInt32 = 4, from: String?, to: String) {
    segments.append(Segment(type: type, flags: flags, from: from, to: to))
  }

  /// Bytes in which nothing is found by accident.
  static func filler(_ count: Int) -> [UInt8] { [UInt8](repeating: 0xcc, count: count) }

  // MARK: Writing

  func integer(_ value: UInt64, _ count: Int) -> [UInt8] {
    let little = (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * UInt64($0))) }
    return layout.isBigEndian ? little.reversed() : little
  }

  private func wide(_ value: UInt64) -> [UInt8] { integer(value, layout.is64 ? 8 : 4) }

  private var headerSize: Int { layout.is64 ? 64 : 52 }
  private var segmentSize: Int { layout.is64 ? 56 : 32 }
  private var sectionSize: Int { layout.is64 ? 64 : 40 }

  private func count(of content: Content) -> Int {
    switch content {
    case .bytes(let bytes): bytes.count
    case .zeros(let count): count
    case .dynamic(let entries): entries.count * (layout.is64 ? 16 : 8)
    }
  }

  /// The header of a file of nothing but so many segments, which follow it.
  func emptyHeader(segments: Int, sectionsAt offset: UInt64) -> [UInt8] {
    header(segmentTable: headerSize, segmentCount: segments, sectionTable: offset, sectionCount: 64, namesIndex: 1)
  }

  private func header(
    segmentTable: Int, segmentCount: Int, sectionTable: UInt64, sectionCount: UInt64, namesIndex: UInt64
  ) -> [UInt8] {
    var header: [UInt8] = [0x7f, 0x45, 0x4c, 0x46, layout.is64 ? 2 : 1, layout.isBigEndian ? 2 : 1, 1]
    header += [UInt8](repeating: 0, count: 9) + integer(UInt64(type), 2) + integer(UInt64(machine), 2) + integer(1, 4)
    header += wide(0) + wide(segmentCount == 0 ? 0 : UInt64(segmentTable)) + wide(sectionTable) + integer(0, 4)
    header += [headerSize, segmentSize, segmentCount, sectionSize].flatMap { integer(UInt64($0), 2) }
    return header + integer(sectionCount, 2) + integer(namesIndex, 2)
  }

  mutating func finished() -> [UInt8] {
    var all = sections
    var names: [UInt8] = [0]
    var nameOffsets = all.map { section in
      defer { names += Array(section.name.utf8) + [0] }
      return names.count
    }
    let position = namesPosition ?? all.count
    if hasTable {
      nameOffsets.insert(names.count, at: position)
      names += Array(".shstrtab\0".utf8)
      all.insert(Section(name: ".shstrtab", type: 3, flags: 0, content: .bytes(names)), at: position)
    }
    let tableCount = hasTable ? (all.count + 1) * sectionSize : 0
    var end = headerSize + segments.count * segmentSize
    let firstTable = end
    if tableIsFirst { end += tableCount }
    var places: [Int] = []
    for section in all {
      end = (end + 15) / 16 * 16
      places.append(end)
      offsets[section.name] = end
      if case .zeros = section.content { continue }
      end += count(of: section.content)
    }
    end = (end + 7) / 8 * 8
    let table = tableIsFirst ? firstTable : end
    if !tableIsFirst { end += tableCount }

    var file = [UInt8](repeating: 0, count: end)
    func put(_ bytes: [UInt8], at offset: Int) { file.replaceSubrange(offset..<offset + bytes.count, with: bytes) }
    let segmentTable = segmentsMovedTo.flatMap { offsets[$0] } ?? headerSize
    let sectionCount = UInt64(all.count + 1)
    let header = header(
      segmentTable: segmentTable, segmentCount: segments.count, sectionTable: UInt64(hasTable ? table : 0),
      sectionCount: hasTable && !usesExtendedNumbers ? sectionCount : 0,
      namesIndex: usesExtendedNumbers ? 0xffff : hasTable ? UInt64(position + 1) : 0)
    put(header, at: 0)
    for (section, place) in zip(all, places) {
      switch section.content {
      case .bytes(let bytes): put(bytes, at: place)
      case .zeros: break
      case .dynamic(let entries):
        let strings = Self.base + UInt64(offsets[".dynstr"] ?? 0)
        put(entries.flatMap { wide($0.tag) + wide($0.value ?? strings) }, at: place)
      }
    }
    let list = segments.flatMap { segment in
      let start = segment.from.flatMap { offsets[$0] } ?? 0
      let last = all.firstIndex { $0.name == segment.to } ?? 0
      let size = places[last] + count(of: all[last].content) - start
      let address = Self.base + UInt64(start)
      let (flags, type) = (integer(UInt64(segment.flags), 4), integer(UInt64(segment.type), 4))
      let fields = wide(UInt64(start)) + wide(address) + wide(address) + wide(UInt64(size)) + wide(UInt64(size))
      return layout.is64 ? type + flags + fields + wide(1) : type + fields + flags + wide(1)
    }
    put(list, at: headerSize)
    if segmentTable != headerSize { put(list, at: segmentTable) }
    guard hasTable else { return file }
    var first = [UInt8](repeating: 0, count: sectionSize)
    if usesExtendedNumbers {
      let step = layout.is64 ? 8 : 4
      first.replaceSubrange(8 + 3 * step..<8 + 4 * step, with: wide(sectionCount))
      first.replaceSubrange(8 + 4 * step..<12 + 4 * step, with: integer(UInt64(position + 1), 4))
    }
    put(first, at: table)
    for (index, section) in all.enumerated() {
      let address = section.flags & 2 == 0 ? 0 : Self.base + UInt64(places[index])
      var entry = integer(UInt64(nameOffsets[index]), 4) + integer(UInt64(section.type), 4) + wide(section.flags)
      entry += wide(address) + wide(UInt64(places[index])) + wide(UInt64(count(of: section.content)))
      entry += integer(UInt64(section.link), 4) + integer(0, 4) + wide(1) + wide(0)
      put(entry, at: table + (index + 1) * sectionSize)
    }
    return file
  }
}
