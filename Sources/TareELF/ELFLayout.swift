/// How wide an ELF file's fields are, and which of their bytes comes first.
struct ELFLayout: Sendable, Equatable {
  let is64: Bool
  let isBigEndian: Bool

  var headerSize: Int { is64 ? 64 : 52 }
  var segmentSize: Int { is64 ? 56 : 32 }
  var sectionSize: Int { is64 ? 64 : 40 }
  var dynamicSize: Int { is64 ? 16 : 8 }

  func half(_ bytes: RawSpan, _ offset: Int) -> UInt16 { integer(bytes, offset) }
  func word(_ bytes: RawSpan, _ offset: Int) -> UInt32 { integer(bytes, offset) }

  /// An address, offset or size: 4 bytes or 8.
  func wide(_ bytes: RawSpan, _ offset: Int) -> UInt64 {
    is64 ? integer(bytes, offset) : UInt64(integer(bytes, offset) as UInt32)
  }

  private func integer<Value: FixedWidthInteger & BitwiseCopyable>(_ bytes: RawSpan, _ offset: Int) -> Value {
    let value = bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: Value.self)
    return isBigEndian ? Value(bigEndian: value) : Value(littleEndian: value)
  }
}

extension Range<Int> {
  /// So many bytes from an offset, as a file claims both; nil when no file can hold them.
  init?(offset: UInt64, count: UInt64) {
    let (end, overflow) = offset.addingReportingOverflow(count)
    guard !overflow, end <= UInt64(Int.max) else { return nil }
    self = Int(offset)..<Int(end)
  }
}
