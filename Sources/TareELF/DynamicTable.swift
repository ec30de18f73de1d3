/// The dynamic section as numbers: its strings are offsets in a table that lies elsewhere.
struct DynamicTable {
  /// Bytes of the section that are looked at, and libraries; the largest programs have some hundred entries.
  static let byteLimit = 1 << 18
  static let neededLimit = 4096
  /// Bytes of one string that are read first, and then if it goes on.
  static let stringSteps = [256, 1024, 4096]

  private(set) var needed: [UInt64] = []
  private(set) var soname: UInt64?
  private(set) var rpath: UInt64?
  private(set) var runpath: UInt64?
  private(set) var flags: UInt64 = 0
  private var stringsAddress: UInt64?
  private var stringsSize: UInt64?

  /// Nil when it has more entries than can be meant.
  init?(_ bytes: RawSpan, _ layout: ELFLayout) {
    let size = layout.dynamicSize
    for start in stride(from: 0, through: bytes.byteCount - size, by: size) {
      let value = layout.wide(bytes, start + size / 2)
      // Of an entry that may stand only once the loader takes the last.
      switch layout.wide(bytes, start) {
      case 0: return
      case 1:
        guard needed.count < Self.neededLimit else { return nil }
        needed.append(value)
      case 5: stringsAddress = value
      case 10: stringsSize = value
      case 14: soname = value
      case 15: rpath = value
      case 29: runpath = value
      case 0x6fff_fffb: flags = value
      default: break
      }
    }
  }

  /// Offsets of all strings, in the order of the file.
  var offsets: [UInt64] { (needed + [soname, rpath, runpath].compactMap(\.self)).sorted() }

  /// The bytes of the file that hold the strings, as far as file and segment reach; nil when they cannot be found.
  func strings(_ segments: [ELFSegment], fileSize: Int) -> Range<Int>? {
    guard let stringsAddress, let location = ELFSegment.location(of: stringsAddress, in: segments) else { return nil }
    let table = location.clamped(to: 0..<fileSize)
    guard let stringsSize, stringsSize < UInt64(table.count) else { return table }
    return table.lowerBound..<table.lowerBound + Int(stringsSize)
  }
}
