/// Why one node needs another. An open set of small numbers; where a node needs another for several reasons the lowest is
/// told, so the stronger bond has the lower number.
///
/// From 128 on a bond is weak: it keeps a node in the image, but the node can go without the one that asked for it. All
/// else is for people to read.
public struct EdgeKind: RawRepresentable, Sendable, Hashable, Comparable {
  public var rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

  public var isWeak: Bool { rawValue >= 128 }

  /// A package relation that its manager enforces.
  public static let preDepends = Self(rawValue: 0)
  public static let depends = Self(rawValue: 1)
  /// An optional part of the needed package's dependencies that the needing one asked for (`requests[socks]`).
  public static let extra = Self(rawValue: 2)
  /// What files say: ELF NEEDED, an import in a source, a `#!` line, a name in a literal string or in a command.
  public static let elf = Self(rawValue: 16)
  public static let `import` = Self(rawValue: 17)
  public static let interpreter = Self(rawValue: 18)
  public static let mention = Self(rawValue: 19)
  /// A package relation that its manager follows when it installs, and lets go.
  public static let recommends = Self(rawValue: 128)
  public static let suggests = Self(rawValue: 129)
  /// An import in a test or a script that nothing which runs reaches.
  public static let developmentImport = Self(rawValue: 130)

  /// As the report has it; numbers that this list does not know are plain needs.
  public var name: String {
    switch self {
    case .preDepends: "pre-depends"
    case .depends: "depends"
    case .extra: "extra"
    case .elf: "elf"
    case .import: "import"
    case .interpreter: "interpreter"
    case .mention: "mention"
    case .recommends: "recommends"
    case .suggests: "suggests"
    case .developmentImport: "import in development code"
    default: "needs"
    }
  }
}
