/// RPM's own database format "ndb", file `Packages.db`: pages of slots, each of which says in which blocks a header lies.
/// Little-endian throughout.
struct RpmNdbFile {
  private let bytes: EndianBytes
  private let slotPages: Int

  private static let pageSize = 4_096
  /// Of a slot, and of the file's header in slots.
  private static let slotSize = 16
  private static let headerSlots = 2
  private static let blockSize = 16

  private enum Magic {
    /// `RpmP`, `Slot`, `BlbS`.
    static let file: UInt32 = 0x506d_7052
    static let slot: UInt32 = 0x746f_6c53
    static let blob: UInt32 = 0x5362_6c42
  }

  /// - Returns: nil where it is no such file, or of a version that is not known.
  init?(_ file: UnsafeRawBufferPointer) {
    bytes = EndianBytes(file, isBigEndian: false)
    guard bytes.uint32(at: 0) == Magic.file, bytes.uint32(at: 4) == 0, let pages = bytes.length(at: 12) else { return nil }
    slotPages = min(pages, file.count / Self.pageSize)
  }

  func forEachRecord(_ body: (_ number: UInt32, _ value: UnsafeRawBufferPointer) -> Void) {
    // Slots that share their blocks are not sound; together they cannot have more than the file.
    var budget = bytes.bytes.count
    for slot in Self.headerSlots..<max(Self.headerSlots, slotPages * Self.pageSize / Self.slotSize) {
      let at = slot * Self.slotSize
      guard bytes.uint32(at: at) == Magic.slot, let number = bytes.uint32(at: at + 4), let block = bytes.length(at: at + 8),
        block > 0, let blocks = bytes.length(at: at + 12)
      else { continue }
      let blob = block * Self.blockSize
      guard bytes.uint32(at: blob) == Magic.blob, bytes.uint32(at: blob + 4) == number, let size = bytes.length(at: blob + 12),
        size <= blocks * Self.blockSize - 16, let value = bytes.part(at: blob + 16, count: size)
      else { continue }
      budget -= size + 16
      guard budget >= 0 else { return }
      body(number, value)
    }
  }
}
