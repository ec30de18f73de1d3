/// The fields of one 512-byte tar header block.
struct TarBlock {
  static let size = 512
  private let bytes: UnsafeRawBufferPointer

  /// - Parameter bytes: 512 of them, valid while the block is used.
  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  var isZero: Bool {
    for word in stride(from: 0, to: Self.size, by: 8)
    where bytes.loadUnaligned(fromByteOffset: word, as: UInt64.self) != 0 { return false }
    return true
  }

  enum Format { case v7, ustar, gnu, star }

  var format: Format {
    if field(257, 8).elementsEqual("ustar  \0".utf8) { return .gnu }
    guard field(257, 6).elementsEqual("ustar\0".utf8) else { return .v7 }
    return field(508, 4).elementsEqual("tar\0".utf8) ? .star : .ustar
  }

  var hasMagic: Bool { field(257, 5).elementsEqual("ustar".utf8) }
  var type: UInt8 { bytes[156] }
  var isExtendedSparse: Bool { bytes[482] != 0 }

  /// The sum of all bytes with the checksum field as spaces; some old writers added signed bytes.
  var checksumMatches: Bool {
    guard let recorded = Self.number(field(148, 8)) else { return false }
    var sums = SIMD16<UInt16>.zero
    for offset in stride(from: 0, to: Self.size, by: 16) {
      sums &+= SIMD16<UInt16>(truncatingIfNeeded: bytes.loadUnaligned(fromByteOffset: offset, as: SIMD16<UInt8>.self))
    }
    let field = field(148, 8).reduce(0) { $0 + Int($1) }
    let unsigned = (0..<16).reduce(0) { $0 + Int(sums[$1]) } - field + 8 * 0x20
    if recorded == unsigned { return true }
    // Every byte from 128 on counts 256 less when it is signed.
    let high = bytes.indices.count { bytes[$0] >= 0x80 && !(148..<156).contains($0) }
    return recorded == unsigned - 256 * high
  }

  /// The name, with the prefix where the format has one.
  var path: [UInt8] {
    let prefixLength =
      switch format {
      case .ustar: 155
      case .star: 131
      case .v7, .gnu: 0
      }
    let prefix = text(345, prefixLength)
    return prefix.isEmpty ? Array(text(0, 100)) : Array(prefix) + [0x2f] + Array(text(0, 100))
  }

  var linkTarget: [UInt8] { Array(text(157, 100)) }

  func field(_ offset: Int, _ count: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count])
  }

  private func text(_ offset: Int, _ count: Int) -> UnsafeRawBufferPointer.SubSequence {
    let field = field(offset, count)
    return field.prefix { $0 != 0 }
  }

  func number(_ offset: Int, _ count: Int) -> Int? { Self.number(field(offset, count)) }

  /// Octal digits among spaces and NULs, or a base-256 number when the top bit of the first byte is set. Nil when the
  /// field is neither or beyond 63 bits; blank is 0.
  static func number(_ field: UnsafeRawBufferPointer) -> Int? {
    guard let first = field.first else { return 0 }
    if first & 0x80 != 0 { return base256(field) }
    var digits = field[...]
    while let byte = digits.first, byte == 0x20 || byte == 0 { digits.removeFirst() }
    while let byte = digits.last, byte == 0x20 || byte == 0 { digits.removeLast() }
    // What follows a NUL within the field is nobody's number.
    digits = digits.prefix { $0 != 0 && $0 != 0x20 }
    var value = 0
    for digit in digits {
      guard (0x30...0x37).contains(digit) else { return nil }
      let (scaled, overflow) = value.multipliedReportingOverflow(by: 8)
      guard !overflow else { return nil }
      value = scaled + Int(digit - 0x30)
    }
    return value
  }

  private static func base256(_ field: UnsafeRawBufferPointer) -> Int? {
    let negative = field[0] & 0x40 != 0
    var value = negative ? -1 : 0
    for (index, byte) in field.enumerated() {
      let byte = index == 0 ? (negative ? byte | 0x80 : byte & 0x7f) : byte
      let (scaled, overflow) = value.multipliedReportingOverflow(by: 256)
      guard !overflow else { return nil }
      // A negative number is in two's complement: its first byte, sign bits and all, starts from -1.
      value = index == 0 && negative ? Int(Int8(bitPattern: byte)) : scaled + Int(byte)
    }
    return value
  }
}
