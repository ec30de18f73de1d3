/// Java's archives: each jar, war or ear is a package with one file, and what was put into it is under `contains`.
package struct MavenCatalogue: PackageCatalogue {
  private let inflate: @Sendable ([UInt8], Int) -> [UInt8]?

  /// `inflate` expands a raw DEFLATE stream to as many bytes as it is told; nil for a damaged one.
  package init(inflate: @escaping @Sendable ([UInt8], Int) -> [UInt8]?) { self.inflate = inflate }

  package func wants(_ file: FileName) -> Bool { JavaArchiveName.isArchive(file.name) }

  package func packages(in files: any ImageFiles) throws -> [Package] {
    var packages: [Package] = []
    var classPaths: [[String]] = []
    var keys: [Int32: String] = [:]
    for record in files.wanted {
      guard let bytes = try files.contents(of: record) else { continue }
      var reader = JavaMemberReader(archiveSize: bytes.count, inflate: inflate)
      let archive = bytes.withUnsafeBytes { bytes in
        files.name(record).withUnsafeBytes { JavaArchive(bytes, file: $0, reader: &reader) }
      }
      guard let archive else { continue }
      let identity = archive.identity
      let key = "\(identity.group):\(identity.name):\(String(decoding: files.path(record), as: UTF8.self))"
      var package = Package(ecosystem: .maven, name: identity.name, version: identity.version, record: record, key: key)
      package.group = identity.group
      package.licences = archive.licences
      package.contains = archive.contains
      package.isLocal = archive.isApplication
      packages.append(package)
      classPaths.append(archive.classPath)
      keys[record] = key
    }
    for (index, classPath) in classPaths.enumerated() {
      let directory = files.path(files.parent(packages[index].record))
      packages[index].needs = classPath.compactMap { path in
        // URLs relative to the jar; a directory names no jar.
        let absolute = path.utf8.first == 0x2f ? Array(path.utf8) : directory + [0x2f] + path.utf8
        return files.resolve(absolute).flatMap { keys[$0] }.map { Need([$0]) }
      }
    }
    return packages
  }

  package func files(of packages: [Package], in files: any ImageFiles) throws -> [PackageFiles] {
    packages.map { PackageFiles(listed: [.init(path: $0.record)]) }
  }
}
