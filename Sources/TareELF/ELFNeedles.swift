import TareBytes

extension ByteNeedle {
  /// Names of sections are found by the one name that every table of them holds.
  static let sectionNames = ByteNeedle(".shstrtab\0")
  /// Libraries are named so, with or without a version behind.
  static let library = ByteNeedle(".so", before: [0, 0x2e])
  /// Libraries are looked for beside the one that needs them.
  static let origin = ByteNeedle("ORIGIN")
  /// Behind a byte that is no text.
  static let goBuildInfo = ByteNeedle("\u{20}Go buildinf:")
}
