public import TareTree

/// Whom a live content belongs to; exactly one.
public enum Owner: Sendable, Hashable {
  /// By its number in `Ownership.packages`.
  case package(Int32)
  case application
  case base
  case nobody
}

/// A package with its place in the image.
public struct OwnedPackage: Sendable {
  public var package: Package
  /// Bytes of its live contents.
  public var own = 0
  /// Contents counted in `own`.
  public var files = 0
  /// By layer (lowest is 0): its live bytes there.
  public var bytesOfLayer: [Int: Int] = [:]
  /// Whether the base has it already, in whatever version.
  public var fromBase = false
  /// The package of another ecosystem whose files record this one: a wheel inside a Debian package.
  public var inside: Int32?
}

/// Exactly one owner for every live byte.
public struct Ownership: Sendable {
  /// Those of the distribution first, then by ecosystem, as their records stand.
  public internal(set) var packages: [OwnedPackage]
  /// By content; dead ones are nobody's.
  public internal(set) var owners: [Owner]
  public internal(set) var base: BaseLayers
  public internal(set) var distribution: LinuxDistribution?
  /// What each layer did to the packages, by layer.
  public internal(set) var changes: [PackageChanges]
  public internal(set) var totals: Totals
  public internal(set) var binaries: Binaries
  package internal(set) var loader: LoaderSettings
  public internal(set) var sources: ApplicationSources
  public internal(set) var notes: [Weighing.Note]
  /// By content: the layer that first wrote these bytes at this path, which a later `chown` may have written again.
  public internal(set) var firstWriters: [Int32]

  /// Live bytes by kind of owner; they sum to the live bytes of the image.
  public struct Totals: Sendable, Equatable {
    public var application = 0
    public var packages = 0
    public var base = 0
    public var nobody = 0
    /// Of the application.
    public var source = 0
    public var bytecode = 0

    public var all: Int { application + packages + base + nobody }
  }

  /// Whom the content at a path belongs to; nil where there is none.
  public func owner(of path: Int32, in weighing: Weighing) -> Owner? {
    let content = weighing.tree.nodes[Int(path)].content
    return content >= 0 ? owners[Int(content)] : nil
  }
}

/// What a layer did to the packages of the image.
public struct PackageChanges: Sendable, Equatable {
  public struct Change: Sendable, Equatable {
    public var ecosystem: Ecosystem
    public var name: String
    /// Nil for one that was added.
    public var before: String?
    /// Nil for one that was removed.
    public var after: String?
  }

  /// By ecosystem and name.
  public var changes: [Change] = []

  public var added: [Change] { changes.filter { $0.before == nil } }
  public var removed: [Change] { changes.filter { $0.after == nil } }
  public var upgraded: [Change] { changes.filter { $0.before != nil && $0.after != nil } }
}
