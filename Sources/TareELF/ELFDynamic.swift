/// What an ELF file tells the dynamic loader. Empty for a file that has nothing to tell, as a static program.
public struct ELFDynamic: Sendable, Equatable {
  /// Libraries that it needs (`DT_NEEDED`), in order.
  public var needed: [[UInt8]] = []
  /// The name by which others need it.
  public var soname: [UInt8]?
  /// Where the loader looks for libraries: of old the first, today the second, colons between folders.
  public var rpath: [UInt8]?
  public var runpath: [UInt8]?
  /// `DT_FLAGS_1`.
  public var flags: UInt64 = 0

  /// A program, for all that its type says "shared object".
  public var isPositionIndependentProgram: Bool { flags & 0x0800_0000 != 0 }
  /// The loader's own folders do not count for it.
  public var ignoresDefaultFolders: Bool { flags & 0x800 != 0 }

  public init() {}
}
