import TareELF

/// A shared object with everything that the tests look at, and how it is read.
struct Library {
  var needed = ["libm.so.6", "libc.so.6"]
  var soname: String? = "libx.so.1"
  var rpath: String?
  var runpath: String? = "$ORIGIN/../lib"
  /// Bytes before and behind these strings in their table.
  var stringsBefore = 0
  var stringsAfter = 0
  /// Bytes of code between the strings and what points at them.
  var code = 300
  /// The strings stand behind the dynamic section, where tools put them that change them.
  var stringsAreLast = false
  /// Sections that no segment holds, in order.
  var tail: [(name: String, type: UInt32, count: Int)] = [(".comment", 1, 30)]
  var builder = ELFBuilder()

  init(_ layout: ELFBuilder.Layout = .usual) { builder.layout = layout }

  /// The builder, filled.
  var filled: ELFBuilder {
    var builder = builder
    var strings: [UInt8] = [0] + ELFBuilder.filler(stringsBefore)
    if stringsBefore > 0 { strings.append(0) }
    func add(_ text: String) -> UInt64 {
      defer { strings += Array(text.utf8) + [0] }
      return UInt64(strings.count)
    }
    var entries: [(tag: UInt64, value: UInt64?)] = needed.map { (1, add($0)) }
    if let soname { entries.append((14, add(soname))) }
    if let rpath { entries.append((15, add(rpath))) }
    if let runpath { entries.append((29, add(runpath))) }
    strings += ELFBuilder.filler(stringsAfter) + (stringsAfter > 0 ? [0] : [])
    entries += [(5, nil), (10, UInt64(strings.count)), (0x6fff_fffb, 1), (0, 0)]
    let own = builder.sections
    builder.sections = []
    builder.section(".interp", flags: 2, Array("/lib/ld.so\0".utf8))
    if !stringsAreLast { builder.section(".dynstr", type: 3, flags: 2, strings) }
    builder.section(".text", flags: 6, count: code)
    builder.section(".rodata", flags: 2, count: 200)
    builder.sections.append(ELFBuilder.Section(name: ".dynamic", type: 6, flags: 3, content: .dynamic(entries)))
    builder.section(".data", flags: 3, count: 100)
    builder.sections += own
    if stringsAreLast { builder.section(".dynstr", type: 3, flags: 2, strings) }
    let last = builder.sections.last?.name ?? ".data"
    builder.sections.append(ELFBuilder.Section(name: ".bss", type: 8, flags: 3, content: .zeros(4096)))
    for section in tail { builder.section(section.name, type: section.type, count: section.count) }
    builder.segment(3, from: ".interp", to: ".interp")
    builder.segment(1, flags: 5, from: nil, to: ".rodata")
    builder.segment(1, flags: 6, from: ".dynamic", to: last)
    builder.segment(2, flags: 6, from: ".dynamic", to: ".dynamic")
    return builder
  }

  var bytes: [UInt8] {
    var builder = filled
    return builder.finished()
  }

  /// What the file's dynamic section says, when it is read.
  var dynamic: ELFDynamic {
    var dynamic = ELFDynamic()
    dynamic.needed = needed.map { Array($0.utf8) }
    dynamic.soname = soname.map { Array($0.utf8) }
    dynamic.rpath = rpath.map { Array($0.utf8) }
    dynamic.runpath = runpath.map { Array($0.utf8) }
    dynamic.flags = 1
    return dynamic
  }
}

extension ELFImage {
  init(_ file: [UInt8]) throws { try self.init(size: file.count) { Array(file[$0]) } }

  var names: [String]? {
    sections.map { $0.map { section in section.name.map { String(decoding: $0, as: UTF8.self) } ?? "?" } }
  }
}

extension ELFWeights {
  var all: [Int?] { [code, data, symbols, debug, gpuCode, relocatableGPUCode, other, rest] }
  /// Nil when one of them is unknown.
  var sum: Int? { all.reduce(0) { sum, part in sum.flatMap { sum in part.map { sum + $0 } } } }
}
