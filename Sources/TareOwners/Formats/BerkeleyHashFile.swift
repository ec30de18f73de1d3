/// The records of a Berkeley DB hash (versions 8 to 10, either byte order), as RPM kept its headers up to 4.15. Every hash
/// page is looked at in turn, so the table of buckets is not needed. No page is read twice, so time and memory are linear
/// in the file's size.
struct BerkeleyHashFile {
  private let bytes: EndianBytes
  private let pageSize: Int
  private let pageCount: Int

  private static let headerSize = 26

  private enum PageType {
    static let unsortedHash: UInt8 = 2
    static let overflow: UInt8 = 7
    static let hashMeta: UInt8 = 8
    static let hash: UInt8 = 13
  }

  private enum ItemType {
    static let onPage: UInt8 = 1
    static let offPage: UInt8 = 3
  }

  /// - Returns: nil where it is no such file, is encrypted, or has checksums in its pages, which RPM never asked for.
  init?(_ file: UnsafeRawBufferPointer) {
    let magic = EndianBytes(file, isBigEndian: false).uint32(at: 12)
    guard magic == 0x0006_1561 || magic == UInt32(0x0006_1561).byteSwapped else { return nil }
    bytes = EndianBytes(file, isBigEndian: magic != 0x0006_1561)
    guard let version = bytes.uint32(at: 16), (8...10).contains(version), let size = bytes.length(at: 20),
      (512...65_536).contains(size), size & (size - 1) == 0, bytes.number(UInt8.self, at: 24) == 0,
      bytes.number(UInt8.self, at: 25) == PageType.hashMeta, bytes.number(UInt8.self, at: 26).map({ $0 & 1 }) == 0
    else { return nil }
    pageSize = size
    pageCount = file.count / size
  }

  /// - Parameter body: gets keys and values that are valid within it only.
  func forEachRecord(_ body: (_ key: EndianBytes, _ value: UnsafeRawBufferPointer) -> Void) {
    var overflowSeen = Array(repeating: false, count: pageCount)
    var joined: [UInt8] = []
    for number in 1..<max(1, pageCount) {
      guard let page = page(number), let type = page.number(UInt8.self, at: 25),
        type == PageType.hash || type == PageType.unsortedHash, let entries = page.uint16(at: 20)
      else { continue }
      // Items are laid from the page's end towards its start; keys and values in turn.
      var end = pageSize
      var key: UnsafeRawBufferPointer?
      for index in 0..<entries {
        guard let start = page.uint16(at: Self.headerSize + 2 * index), start < end,
          start >= Self.headerSize + 2 * entries, let item = page.part(at: start, count: end - start)
        else { break }
        end = start
        if index.isMultiple(of: 2) {
          key = item.first == ItemType.onPage ? item.from(1) : nil
        } else if let key {
          let key = EndianBytes(key, isBigEndian: bytes.isBigEndian)
          if item.first == ItemType.onPage {
            body(key, item.from(1))
          } else if item.first == ItemType.offPage, join(item, &joined, &overflowSeen) {
            joined.withUnsafeBytes { body(key, $0) }
          }
        }
      }
    }
  }

  private func page(_ number: Int) -> EndianBytes? {
    guard number < pageCount, let page = bytes.part(at: number * pageSize, count: pageSize) else { return nil }
    return EndianBytes(page, isBigEndian: bytes.isBigEndian)
  }

  /// A value on pages of its own.
  private func join(_ item: UnsafeRawBufferPointer, _ joined: inout [UInt8], _ seen: inout [Bool]) -> Bool {
    let item = EndianBytes(item, isBigEndian: bytes.isBigEndian)
    guard var next = item.length(at: 4), let size = item.length(at: 8), size <= bytes.bytes.count else { return false }
    joined.removeAll(keepingCapacity: true)
    while joined.count < size, next > 0, next < pageCount, !seen[next], let page = page(next) {
      seen[next] = true
      guard page.number(UInt8.self, at: 25) == PageType.overflow, let count = page.uint16(at: 22), count > 0,
        count <= size - joined.count, let part = page.part(at: Self.headerSize, count: count),
        let following = page.length(at: 16)
      else { return false }
      joined.append(contentsOf: part)
      next = following
    }
    return joined.count == size
  }
}
