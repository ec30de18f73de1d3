/// Bytes with numbers in one byte order. Every offset may be a file's claim: what lies beyond the bytes is nil.
struct EndianBytes {
  let bytes: UnsafeRawBufferPointer
  let isBigEndian: Bool

  init(_ bytes: UnsafeRawBufferPointer, isBigEndian: Bool) {
    self.bytes = bytes
    self.isBigEndian = isBigEndian
  }

  func uint16(at offset: Int) -> Int? { number(UInt16.self, at: offset).map(Int.init) }
  func uint32(at offset: Int) -> UInt32? { number(UInt32.self, at: offset) }

  /// An offset or a length of 32 bits.
  func length(at offset: Int) -> Int? { number(UInt32.self, at: offset).map(Int.init) }

  func number<Number: FixedWidthInteger>(_ type: Number.Type, at offset: Int) -> Number? {
    guard offset >= 0, offset <= bytes.count - MemoryLayout<Number>.size else { return nil }
    let value = bytes.loadUnaligned(fromByteOffset: offset, as: type)
    return isBigEndian ? Number(bigEndian: value) : Number(littleEndian: value)
  }

  /// All of `count` bytes, or nil.
  func part(at offset: Int, count: Int) -> UnsafeRawBufferPointer? {
    guard offset >= 0, count >= 0, offset <= bytes.count, count <= bytes.count - offset else { return nil }
    return UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count])
  }
}
