/// The name of a git object, SHA-1 or SHA-256.
public struct ObjectID: Sendable, Hashable, CustomStringConvertible {
  /// Filled from the left; the rest is zero.
  private let words: SIMD4<UInt64>
  private let digits: UInt8

  /// Nil unless `hex` is 40 or 64 hexadecimal digits.
  package init?(hex: some Collection<UInt8>) {
    guard hex.count == 40 || hex.count == 64 else { return nil }
    var words = SIMD4<UInt64>.zero
    for (index, digit) in hex.enumerated() {
      let value: UInt8
      switch digit {
      case 0x30...0x39: value = digit - 0x30
      case 0x61...0x66: value = digit - 0x61 + 10
      default: return nil
      }
      words[index / 16] |= UInt64(value) << UInt64((15 - index % 16) * 4)
    }
    self.words = words
    digits = UInt8(hex.count)
  }

  public var description: String {
    var text = ""
    for index in 0..<4 {
      let part = String(words[index], radix: 16)
      text += String(repeating: "0", count: 16 - part.count) + part
    }
    return String(text.prefix(Int(digits)))
  }

  package var isZero: Bool { words == .zero }

  /// For a hash over it.
  package func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    withUnsafeBytes(of: words, body)
  }
}
