/// Models, data sets and spaces in a cache of the Hugging Face hub
/// (https://huggingface.co/docs/huggingface_hub/guides/manage-cache): `models--ORG--NAME` holds `blobs`, which links in
/// `snapshots/REVISION` name, and `refs`, which name revisions.
package struct HuggingFaceCatalogue: PackageCatalogue {
  package init() {}

  /// References, and blobs that the hub keeps in git, which are small: where a model was fetched by its revision nothing
  /// refers to it.
  package func wants(_ file: FileName) -> Bool {
    if file.name.count == 40, file.directory.hasSuffix("/blobs") { return Self.isInRepository(file.directory) }
    let directory = file.directory
    guard directory.hasSuffix("/refs") || directory.hasSuffix("/refs/refs/pr") || directory.hasSuffix("/refs/refs/convert") else {
      return false
    }
    return Self.isInRepository(directory)
  }

  package func packages(in files: any ImageFiles) throws -> [Package] {
    var references: [Int32: [(name: [UInt8], file: Int32)]] = [:]
    var order: [Int32] = []
    for file in files.wanted {
      var name = files.name(file)
      var directory = files.parent(file)
      var isReference = false
      while directory > 0, files.name(directory).withUnsafeBytes(Self.kind) == nil {
        let part = files.name(directory)
        directory = files.parent(directory)
        isReference = part.elementsEqual("refs".utf8)
        name = part + [0x2f] + name
      }
      guard directory > 0 else { continue }
      if references[directory] == nil {
        references[directory] = []
        order.append(directory)
      }
      if isReference { references[directory]?.append((name, file)) }
    }
    return try order.compactMap { directory in
      guard let name = files.name(directory).withUnsafeBytes(Self.name) else { return nil }
      let references = references[directory] ?? []
      let version = try revisions(of: directory, references, files)
      let key = String(decoding: files.path(directory), as: UTF8.self)
      return Package(ecosystem: .huggingface, name: name, version: version, record: references.first?.file ?? directory, key: key)
    }
  }

  package func files(of packages: [Package], in files: any ImageFiles) throws -> [PackageFiles] {
    packages.map { package in
      var directory = package.record
      while directory > 0, files.name(directory).withUnsafeBytes(Self.kind) == nil { directory = files.parent(directory) }
      return PackageFiles(trees: directory > 0 ? [directory] : [])
    }
  }

  /// What `main` refers to; else all that is referred to; else the revisions that there are.
  private func revisions(of directory: Int32, _ references: [(name: [UInt8], file: Int32)], _ files: any ImageFiles) throws
    -> String
  {
    var revisions: [String] = []
    for (name, file) in references.sorted(by: { $0.name.lexicographicallyPrecedes($1.name) }) {
      guard let text = try files.contents(of: file) else { continue }
      let revision = text.withUnsafeBytes { $0.trimmed.upTo(64).text }
      if name.elementsEqual("refs/main".utf8) { return revision }
      if !revision.isEmpty, !revisions.contains(revision) { revisions.append(revision) }
    }
    if revisions.isEmpty {
      let snapshots = files.children(of: directory).first { files.name($0).elementsEqual("snapshots".utf8) }
      revisions = snapshots.map { files.children(of: $0).map { String(decoding: files.name($0), as: UTF8.self) } } ?? []
    }
    return revisions.joined(separator: ",")
  }

  // MARK: Names

  /// Of REPOSITORY/blobs, REPOSITORY/refs and REPOSITORY/refs/refs/pr.
  private static func isInRepository(_ path: UnsafeRawBufferPointer) -> Bool {
    var path = path
    for _ in 0..<3 {
      guard let slash = path.lastIndex(of: 0x2f) else { return false }
      path = path.upTo(slash)
      if kind(path.from(path.lastIndex(of: 0x2f).map { $0 + 1 } ?? 0)) != nil { return true }
    }
    return false
  }

  private static func kind(_ name: UnsafeRawBufferPointer) -> StaticString? {
    name.hasPrefix("models--") ? "" : name.hasPrefix("datasets--") ? "datasets/" : name.hasPrefix("spaces--") ? "spaces/" : nil
  }

  /// `ORG/NAME`, as the hub has it; of data sets and spaces with `datasets/` and `spaces/` before it.
  private static func name(_ directory: UnsafeRawBufferPointer) -> String? {
    guard let kind = kind(directory), let dash = directory.firstIndex(of: 0x2d) else { return nil }
    var name: [UInt8] = []
    var rest = directory.from(dash + 2)
    while let dash = rest.indices.first(where: { $0 + 1 < rest.count && rest[$0] == 0x2d && rest[$0 + 1] == 0x2d }) {
      name += rest.upTo(dash) + [0x2f]
      rest = rest.from(dash + 2)
    }
    name += Array(rest)
    return name.isEmpty ? nil : kind.description + String(decoding: name, as: UTF8.self)
  }
}
