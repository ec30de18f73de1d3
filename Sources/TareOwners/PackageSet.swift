/// The packages of one state of the image, by name, with the versions there are.
struct PackageSet: Sendable {
  struct Name: Hashable, Sendable, Comparable {
    var ecosystem: Ecosystem
    var name: String

    static func < (left: Name, right: Name) -> Bool { (left.ecosystem, left.name) < (right.ecosystem, right.name) }
  }

  private(set) var versions: [Name: [String]] = [:]
  /// By ecosystem: the keys, which tell two of one name apart.
  private var keys: [Ecosystem: Set<String>] = [:]

  init() {}

  init(_ packages: [Package]) {
    for package in packages {
      versions[Name(ecosystem: package.ecosystem, name: package.name), default: []].append(package.version)
      keys[package.ecosystem, default: []].insert(package.key)
    }
    versions = versions.mapValues { $0.sorted() }
  }

  mutating func formUnion(_ other: PackageSet) {
    versions.merge(other.versions) { ($0 + $1).sorted() }
    keys.merge(other.keys) { $0.union($1) }
  }

  func without(_ names: Set<Name>) -> PackageSet {
    var rest = self
    for name in names { rest.versions[name] = nil }
    return rest
  }

  /// Whether the package was there, in whatever version.
  func holds(_ package: Package) -> Bool { keys[package.ecosystem]?.contains(package.key) ?? false }
}

extension PackageChanges {
  /// What leads from each state to the next, the first from nothing.
  static func between(_ states: [PackageSet]) -> [PackageChanges] {
    var before = PackageSet()
    return states.map { after in
      defer { before = after }
      var all = PackageChanges()
      for name in Set(before.versions.keys).union(after.versions.keys).sorted() {
        var (gone, come) = (before.versions[name] ?? [], after.versions[name] ?? [])
        for version in come {
          guard let index = gone.firstIndex(of: version), let other = come.firstIndex(of: version) else { continue }
          gone.remove(at: index)
          come.remove(at: other)
        }
        for index in 0..<max(gone.count, come.count) {
          all.changes.append(
            Change(
              ecosystem: name.ecosystem, name: name.name, before: index < gone.count ? gone[index] : nil,
              after: index < come.count ? come[index] : nil))
        }
      }
      return all
    }
  }
}
