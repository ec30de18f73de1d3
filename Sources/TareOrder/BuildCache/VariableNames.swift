/// The variables that a text mentions, in a shell's way or the builder's.
enum VariableNames {
  /// Too many rather than too few: also those that quotes or escapes keep from being one.
  static func all(in text: some Sequence<UInt8>) -> Set<[UInt8]> {
    var names: Set<[UInt8]> = []
    var name: [UInt8]?
    for byte in text {
      if let begun = name {
        if isPart(byte) {
          name = begun + [byte]
          continue
        }
        if begun.isEmpty, byte == 0x7b || byte == 0x23 || byte == 0x21 { continue }
        if !begun.isEmpty { names.insert(begun) }
        name = nil
      }
      if byte == 0x24 { name = [] }
    }
    if let name, !name.isEmpty { names.insert(name) }
    return names
  }

  private static func isPart(_ byte: UInt8) -> Bool {
    (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a || byte == 0x5f || (0x30...0x39).contains(byte)
  }
}
