/// Packages of Node: the directories in node_modules, as npm, yarn and pnpm lay them out, and Debian's.
///
/// The manifest beside the outermost node_modules is the application's and no package, but for a package that was unpacked
/// where it lies (`/opt/yarn-v1.22.22`) and one that node_modules links to.
package struct NpmCatalogue: PackageCatalogue {
  package init() {}

  package func wants(_ file: FileName) -> Bool {
    guard file.name.last == 0x6e, file.name.equals("package.json") else { return false }
    return switch NodePlace(file.directory) {
    case .package, .outside: true
    case .inside: false
    }
  }

  package func packages(in files: any ImageFiles) throws -> [Package] {
    var installed: [NodeResolution.Installed] = []
    var outside: [Int32: NodeManifest] = [:]
    for record in files.wanted {
      guard let bytes = try files.contents(of: record), let manifest = bytes.withUnsafeBytes(NodeManifest.init) else { continue }
      let directory = files.parent(record)
      let place = files.path(directory).withUnsafeBytes { NodePlace($0.from(1)) }
      if place == .outside { outside[directory] = manifest }
      if !manifest.name.isEmpty, place == .package || isUnpacked(manifest, in: files.name(directory)) {
        installed.append(.init(record: record, directory: directory, manifest: manifest))
      }
    }
    var resolution = NodeResolution(installed, outside: outside, files)
    resolution.resolve()
    return resolution.packages
  }

  package func files(of packages: [Package], in files: any ImageFiles) throws -> [PackageFiles] {
    packages.map { PackageFiles(trees: [files.parent($0.record)]) }
  }

  /// A directory named for the package and version in it holds an archive as it was published.
  private func isUnpacked(_ manifest: NodeManifest, in directory: [UInt8]) -> Bool {
    guard !manifest.name.isEmpty, !manifest.version.isEmpty else { return false }
    return directory.elementsEqual("\(manifest.name)-v\(manifest.version)".utf8)
      || directory.elementsEqual("\(manifest.name)-\(manifest.version)".utf8)
  }
}
