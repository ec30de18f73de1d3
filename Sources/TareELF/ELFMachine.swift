/// The processor that an ELF file is made for (`e_machine`). An open set.
public struct ELFMachine: RawRepresentable, Hashable, Sendable {
  public let rawValue: UInt16

  public init(rawValue: UInt16) { self.rawValue = rawValue }

  public static let i386 = Self(rawValue: 3)
  public static let mips = Self(rawValue: 8)
  public static let powerPC64 = Self(rawValue: 21)
  public static let s390 = Self(rawValue: 22)
  public static let arm = Self(rawValue: 40)
  /// x86-64.
  public static let x64 = Self(rawValue: 62)
  public static let aarch64 = Self(rawValue: 183)
  /// NVIDIA's GPUs.
  public static let cuda = Self(rawValue: 190)
  public static let riscV = Self(rawValue: 243)
  public static let loongArch = Self(rawValue: 258)
}
