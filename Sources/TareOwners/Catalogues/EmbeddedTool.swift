/// A tool whose binaries themselves say what they were built from. Binaries of one project and version that lie in one
/// directory are one tool (uv and uvx): they are installed, and go, together.
struct EmbeddedTool {
  var name: String
  var version: String
  var architecture: String?
  var contains: Set<Component>

  func package(_ ecosystem: Ecosystem, _ binaries: [Int32], in files: any ImageFiles) -> Package {
    var package = Package(
      ecosystem: ecosystem, name: name, version: version, record: binaries[0],
      key: String(decoding: files.path(binaries[0]), as: UTF8.self))
    package.architecture = architecture
    package.contains = contains.sorted { ($0.name, $0.version) < ($1.name, $1.version) }
    return package
  }
}

/// Binaries that belong together, in the order of the first of each.
struct BinaryGroups<Identity: Hashable> {
  private struct Key: Hashable {
    var directory: Int32
    var identity: Identity
  }

  private(set) var groups: [(identity: Identity, binaries: [Int32])] = []
  private var known: [Key: Int] = [:]

  /// - Parameter identity: equal for binaries of one tool; nil for a file that is no such binary.
  init(_ files: any ImageFiles, _ identity: (Int32) throws -> Identity?) rethrows {
    for file in files.executables {
      guard let identity = try identity(file) else { continue }
      let key = Key(directory: files.parent(file), identity: identity)
      if let index = known[key] {
        groups[index].binaries.append(file)
      } else {
        known[key] = groups.count
        groups.append((identity, [file]))
      }
    }
  }

  /// The binaries of each of `packages`, known by their records.
  func files(of packages: [Package]) -> [PackageFiles] {
    let byRecord = Dictionary(groups.map { ($0.binaries[0], $0.binaries) }, uniquingKeysWith: { first, _ in first })
    return packages.map { PackageFiles(listed: (byRecord[$0.record] ?? []).map { .init(path: $0) }) }
  }
}
