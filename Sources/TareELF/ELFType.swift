/// What an ELF file is for (`e_type`). An open set.
public struct ELFType: RawRepresentable, Hashable, Sendable {
  public let rawValue: UInt16

  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// An object file, not yet linked.
  public static let relocatable = Self(rawValue: 1)
  /// A program at a fixed address.
  public static let executable = Self(rawValue: 2)
  /// A shared object, or a program that can be loaded anywhere.
  public static let shared = Self(rawValue: 3)
  public static let core = Self(rawValue: 4)
}
