/// The write-ahead log beside an SQLite database: pages that were committed and not yet written back.
struct SQLiteLog {
  let pageSize: Int
  /// What the last commit says the database has.
  private(set) var pageCount: UInt32?
  /// Frames up to the last commit.
  private(set) var frameCount = 0
  private let bytes: EndianBytes
  /// The last committed frame of a page.
  private var frames: [UInt32: Int] = [:]

  private static let headerSize = 32
  private static let frameHeaderSize = 24

  /// - Returns: nil where nothing is committed.
  init?(_ log: UnsafeRawBufferPointer) {
    bytes = EndianBytes(log, isBigEndian: true)
    guard let magic = bytes.uint32(at: 0), magic & ~1 == 0x377f_0682, let size = bytes.length(at: 8), size >= 512,
      size <= 65_536, let salts = bytes.number(UInt64.self, at: 16)
    else { return nil }
    pageSize = size
    // Checksums are over words in the byte order of the machine that wrote them.
    let words = EndianBytes(log, isBigEndian: magic & 1 == 1)
    var sum = Checksum()
    sum.add(words, at: 0, count: 24)
    guard sum.equals(bytes, at: 24) else { return nil }
    var pending: [(page: UInt32, frame: Int)] = []
    var frame = 0
    while case let start = Self.headerSize + frame * (Self.frameHeaderSize + size),
      start <= log.count - Self.frameHeaderSize - size, bytes.number(UInt64.self, at: start + 8) == salts,
      let page = bytes.uint32(at: start), let committed = bytes.uint32(at: start + 4)
    {
      sum.add(words, at: start, count: 8)
      sum.add(words, at: start + Self.frameHeaderSize, count: size)
      // A torn write, or what is left of an earlier log.
      guard sum.equals(bytes, at: start + 16) else { break }
      pending.append((page, frame))
      frame += 1
      guard committed > 0 else { continue }
      for (page, frame) in pending { frames[page] = frame }
      pending.removeAll(keepingCapacity: true)
      pageCount = committed
      frameCount = frame
    }
    guard frameCount > 0 else { return nil }
  }

  func frame(of page: UInt32) -> Int? { frames[page] }

  func page(inFrame frame: Int) -> UnsafeRawBufferPointer? {
    bytes.part(at: Self.headerSize + frame * (Self.frameHeaderSize + pageSize) + Self.frameHeaderSize, count: pageSize)
  }

  func page(_ number: UInt32) -> UnsafeRawBufferPointer? { frame(of: number).flatMap(page(inFrame:)) }

  private struct Checksum {
    private var first: UInt32 = 0
    private var second: UInt32 = 0

    /// - Parameter count: a multiple of 8.
    mutating func add(_ words: EndianBytes, at offset: Int, count: Int) {
      for position in stride(from: offset, to: offset + count, by: 8) {
        guard let one = words.uint32(at: position), let other = words.uint32(at: position + 4) else { return }
        first = first &+ one &+ second
        second = second &+ other &+ first
      }
    }

    func equals(_ bytes: EndianBytes, at offset: Int) -> Bool {
      bytes.uint32(at: offset) == first && bytes.uint32(at: offset + 4) == second
    }
  }
}
