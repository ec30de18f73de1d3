/// Binaries built by `cargo auditable`: the root crate is the package, the crates linked into it are inside.
package struct RustCatalogue: PackageCatalogue {
  package let readsExecutables = true

  private let inflate: @Sendable ([UInt8], Int) -> [UInt8]?

  /// - Parameter inflate: unpacks a zlib stream (RFC 1950) to at most so many bytes; nil for what is none, or larger.
  package init(inflate: @escaping @Sendable (_ stream: [UInt8], _ limit: Int) -> [UInt8]?) { self.inflate = inflate }

  package func wants(_ file: FileName) -> Bool { false }

  package func packages(in files: any ImageFiles) throws -> [Package] {
    try groups(in: files).groups.compactMap { section, binaries in
      guard let audit = CargoAudit(section: section, inflate: inflate), let root = audit.root, !root.name.isEmpty else {
        return nil
      }
      let crates = audit.packages.lazy.filter { $0.isLinked && $0.root != true }
      let tool = EmbeddedTool(
        name: root.name, version: root.version,
        contains: Set(crates.map { Component(ecosystem: .cargo, name: $0.name, version: $0.version) }))
      return tool.package(.cargo, binaries, in: files)
    }
  }

  package func files(of packages: [Package], in files: any ImageFiles) throws -> [PackageFiles] {
    try groups(in: files).files(of: packages)
  }

  /// The binaries of one crate have the same section, to the byte.
  private func groups(in files: any ImageFiles) throws -> BinaryGroups<[UInt8]> {
    try BinaryGroups(files) { try files.section(CargoAudit.section, of: $0) }
  }
}
