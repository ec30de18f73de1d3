/// Headers as RPM keeps them, and databases of them, for the tests.
struct RpmHeaderBuilder {
  private var entries: [UInt8] = []
  private var store: [UInt8] = []
  private var count: UInt32 = 0

  init(_ name: String, _ version: String = "1", release: String = "1", architecture: String? = "noarch") {
    string(1000, name)
    string(1001, version)
    string(1002, release)
    if let architecture { string(1022, architecture) }
  }

  mutating func string(_ tag: UInt32, _ value: String) { add(tag, 6, 1, Array(value.utf8) + [0]) }

  mutating func strings(_ tag: UInt32, _ values: [String]) {
    add(tag, 8, UInt32(values.count), values.flatMap { Array($0.utf8) + [0] })
  }

  mutating func numbers(_ tag: UInt32, _ values: [UInt32]) {
    while !store.count.isMultiple(of: 4) { store.append(0) }
    add(tag, 4, UInt32(values.count), values.flatMap(bigEndian))
  }

  mutating func shorts(_ tag: UInt32, _ values: [UInt16]) {
    while !store.count.isMultiple(of: 2) { store.append(0) }
    add(tag, 3, UInt32(values.count), values.flatMap(bigEndian))
  }

  mutating func bytes(_ tag: UInt32, _ values: [UInt8]) { add(tag, 1, UInt32(values.count), values) }

  struct File {
    var path: String
    var mode: UInt16 = 0o100644
    var flags: UInt32 = 0
    var state: UInt8 = 0
    var digest = ""
  }

  mutating func files(_ files: [File]) {
    let split = files.map { file in
      let slash = file.path.lastIndex(of: "/")!
      return (directory: String(file.path[...slash]), name: String(file.path[file.path.index(after: slash)...]))
    }
    let directories = Set(split.map(\.directory)).sorted()
    strings(1118, directories)
    strings(1117, split.map(\.name))
    numbers(1116, split.map { UInt32(directories.firstIndex(of: $0.directory)!) })
    shorts(1030, files.map(\.mode))
    numbers(1037, files.map(\.flags))
    bytes(1029, files.map(\.state))
    strings(1035, files.map(\.digest))
    numbers(5011, [8])
  }

  private mutating func add(_ tag: UInt32, _ type: UInt32, _ count: UInt32, _ value: [UInt8]) {
    for field in [tag, type, UInt32(store.count), count] { entries += bigEndian(field) }
    store += value
    self.count += 1
  }

  var blob: [UInt8] { bigEndian(count) + bigEndian(UInt32(store.count)) + entries + store }
}

func bigEndian(_ value: some FixedWidthInteger) -> [UInt8] { withUnsafeBytes(of: value.bigEndian) { Array($0) } }
func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] { withUnsafeBytes(of: value.littleEndian) { Array($0) } }

enum RpmDatabaseBuilder {
  /// One page of slots, then the blobs.
  static func ndb(_ records: [(number: UInt32, blob: [UInt8])]) -> [UInt8] {
    var slots: [UInt8] = Array("RpmP".utf8) + [0, 1, 1, 100].flatMap { littleEndian(UInt32($0)) }
    slots += Array(repeating: 0, count: 32 - slots.count)
    var blobs: [UInt8] = []
    for (number, blob) in records {
      var body = Array("BlbS".utf8) + littleEndian(number) + littleEndian(UInt32(1)) + littleEndian(UInt32(blob.count)) + blob
      body += Array(repeating: 0, count: (16 - (body.count + 12) % 16) % 16) + littleEndian(UInt32(0))
      body += littleEndian(UInt32(blob.count)) + Array("BlbE".utf8)
      slots += Array("Slot".utf8) + littleEndian(number) + littleEndian(UInt32((4096 + blobs.count) / 16))
      slots += littleEndian(UInt32(body.count / 16))
      blobs += body
    }
    while slots.count < 4096 { slots += Array("Slot".utf8) + Array(repeating: 0, count: 12) }
    return slots + blobs
  }

  /// A meta page, a hash page with the counter and short records, and overflow pages for the long ones.
  static func berkeley(_ records: [(number: UInt32, blob: [UInt8])], pageSize: Int = 512, big: Bool = false) -> [UInt8] {
    func bytes(_ value: some FixedWidthInteger) -> [UInt8] { big ? bigEndian(value) : littleEndian(value) }
    func page(_ number: Int, next: Int = 0, entries: Int = 0, offset: Int = 0, type: UInt8) -> [UInt8] {
      Array(repeating: 0, count: 8) + bytes(UInt32(number)) + bytes(UInt32(0)) + bytes(UInt32(next)) + bytes(UInt16(entries))
        + bytes(UInt16(offset)) + [0, type]
    }
    func filled(_ bytes: [UInt8]) -> [UInt8] { bytes + Array(repeating: 0, count: pageSize - bytes.count) }

    var pages: [[UInt8]] = []
    var items: [[UInt8]] = [[1] + bytes(UInt32(0)), [1] + bytes(UInt32(records.count))]
    for (number, blob) in records {
      items.append([1] + bytes(number))
      guard blob.count > 60 else {
        items.append([1] + blob)
        continue
      }
      items.append([3, 0, 0, 0] + bytes(UInt32(pages.count + 2)) + bytes(UInt32(blob.count)))
      let room = pageSize - 26
      for start in stride(from: 0, to: blob.count, by: room) {
        let part = blob[start..<min(start + room, blob.count)]
        let number = pages.count + 2
        let next = start + room < blob.count ? number + 1 : 0
        pages.append(filled(page(number, next: next, offset: part.count, type: 7) + part))
      }
    }
    var ends: [UInt8] = []
    var content: [UInt8] = []
    for item in items {
      content = item + content
      ends += bytes(UInt16(pageSize - content.count))
    }
    let header = page(1, entries: items.count, offset: pageSize - content.count, type: 13) + ends
    let hash = header + Array(repeating: 0, count: pageSize - header.count - content.count) + content
    let meta = Array(repeating: 0, count: 12) + bytes(UInt32(0x0006_1561)) + bytes(UInt32(9)) + bytes(UInt32(pageSize)) + [0, 8, 0]
    return filled(meta) + hash + pages.flatMap(\.self)
  }
}
