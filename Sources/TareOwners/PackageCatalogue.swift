/// How one ecosystem records what is installed. A conformer is a value without state; adding one touches its own file and
/// the list in `Catalogues`.
public protocol PackageCatalogue: Sendable {
  /// Whether it is the package manager of a Linux distribution: the databases that its packages share belong to the base
  /// system.
  var isDistribution: Bool { get }

  /// Whether it looks at the image's ELF files rather than at databases.
  var readsExecutables: Bool { get }

  /// Whether this file must be read, by its path alone: a database, or a part of one. Asked for every regular file of the
  /// image, so the name is looked at first.
  func wants(_ file: FileName) -> Bool

  /// The packages that the wanted files record. It is also asked about earlier states of the image; then `wanted` is what
  /// there was, and everything else is the final tree.
  func packages(in files: any ImageFiles) throws -> [Package]

  /// The files of each of `packages`, which `packages(in:)` gave for the same files.
  func files(of packages: [Package], in files: any ImageFiles) throws -> [PackageFiles]

  /// Of a file that nothing lists, the file whose owner is its owner too: bytecode beside its source.
  func companion(of file: Int32, in files: any ImageFiles) -> Int32?
}

extension PackageCatalogue {
  public var isDistribution: Bool { false }
  public var readsExecutables: Bool { false }

  public func companion(of file: Int32, in files: any ImageFiles) -> Int32? { nil }
}

/// A path in two parts, as the layers keep it.
public struct FileName {
  /// Without slashes at either end; empty for the root.
  public var directory: UnsafeRawBufferPointer
  /// The last part.
  public var name: UnsafeRawBufferPointer

  public init(directory: UnsafeRawBufferPointer, name: UnsafeRawBufferPointer) {
    self.directory = directory
    self.name = name
  }
}
