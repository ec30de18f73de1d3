/// A small ELF file of 64 bits for tests: code, what the loader is told, and sections that nothing loads.
struct SmallELF {
  var needed: [String] = []
  var soname: String?
  /// Bytes of code, all the same: two files of different code differ.
  var code = 64
  var filler: UInt8 = 0xcc
  var isProgram = false
  /// Loaded sections behind the code, and those that nothing loads.
  var loaded: [(name: String, bytes: [UInt8])] = []
  var loose: [(name: String, bytes: [UInt8])] = []
  /// A symbol table of so many entries, with its strings of 10 bytes an entry; none at 0.
  var symbols = 0

  private struct Section {
    var name: String
    var kind: Int
    var flags: Int
    var bytes: [UInt8]
    var link = 0
  }

  /// What stripping takes off: both tables, their headers and names. Lengths here are multiples of 8, so no padding changes.
  var strippable: Int { symbols == 0 ? 0 : symbols * 24 + symbols * 16 + 2 * 64 + 16 }

  var bytes: [UInt8] {
    var strings: [UInt8] = [0]
    func add(_ text: String) -> Int {
      defer { strings += Array(text.utf8) + [0] }
      return strings.count
    }
    var entries: [(Int, Int)] = needed.map { (1, add($0)) }
    if let soname { entries.append((14, add(soname))) }
    strings += [UInt8](repeating: 0, count: (8 - strings.count % 8) % 8)
    let segments = isProgram ? 3 : 2
    let start = 64 + segments * 56
    entries += [(5, start), (10, strings.count), (0, 0)]
    var sections = [
      Section(name: ".dynstr", kind: 3, flags: 2, bytes: strings),
      Section(name: ".dynamic", kind: 6, flags: 3, bytes: entries.flatMap { Self.word($0.0, 8) + Self.word($0.1, 8) }, link: 1),
      Section(name: ".text", kind: 1, flags: 6, bytes: [UInt8](repeating: filler, count: code)),
    ]
    sections += loaded.map { Section(name: $0.name, kind: 1, flags: 2, bytes: $0.bytes) }
    let loadedCount = sections.count
    sections += loose.map { Section(name: $0.name, kind: 1, flags: 0, bytes: $0.bytes) }
    if symbols > 0 {
      let table = [UInt8](repeating: 0, count: symbols * 24)
      sections.append(Section(name: ".symtab", kind: 2, flags: 0, bytes: table, link: sections.count + 2))
      sections.append(Section(name: ".strtab", kind: 3, flags: 0, bytes: [UInt8](repeating: 0x61, count: symbols * 16)))
    }
    var names: [UInt8] = [0]
    var nameOffsets: [Int] = []
    for name in sections.map(\.name) + [".shstrtab"] {
      nameOffsets.append(names.count)
      names += Array(name.utf8) + [0]
    }
    names += [UInt8](repeating: 0, count: (8 - names.count % 8) % 8)
    sections.append(Section(name: ".shstrtab", kind: 3, flags: 0, bytes: names))
    var offsets: [Int] = []
    var end = start
    for section in sections {
      offsets.append(end)
      end += section.bytes.count
      precondition(section.bytes.count % 8 == 0, "lengths are multiples of 8")
    }
    var file: [UInt8] = [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1] + [UInt8](repeating: 0, count: 9)
    file += Self.word(3, 2) + Self.word(62, 2) + Self.word(1, 4) + Self.word(0, 8) + Self.word(64, 8) + Self.word(end, 8)
    file += Self.word(0, 4) + Self.word(64, 2) + Self.word(56, 2) + Self.word(segments, 2) + Self.word(64, 2)
    file += Self.word(sections.count + 1, 2) + Self.word(sections.count, 2)
    let loadedEnd = offsets[loadedCount - 1] + sections[loadedCount - 1].bytes.count
    file += Self.segment(1, 0, loadedEnd, 4096) + Self.segment(2, offsets[1], sections[1].bytes.count, 8)
    if isProgram { file += Self.segment(3, offsets[0], 1, 1) }
    for section in sections { file += section.bytes }
    file += [UInt8](repeating: 0, count: 64)
    for (index, section) in sections.enumerated() {
      file += Self.word(nameOffsets[index], 4) + Self.word(section.kind, 4) + Self.word(section.flags, 8)
      file += Self.word(section.flags & 2 == 0 ? 0 : offsets[index], 8) + Self.word(offsets[index], 8)
      file += Self.word(section.bytes.count, 8) + Self.word(section.link, 4) + Self.word(0, 4) + Self.word(8, 8) + Self.word(0, 8)
    }
    return file
  }

  private static func segment(_ kind: Int, _ offset: Int, _ size: Int, _ alignment: Int) -> [UInt8] {
    word(kind, 4) + word(4, 4) + word(offset, 8) + word(offset, 8) + word(offset, 8) + word(size, 8) + word(size, 8)
      + word(alignment, 8)
  }

  static func word(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}
