/// The packages of one state of the image, by name, with the versions there are.
struct PackageSet: Sendable {
  struct Name: Hashable, Sendable, Comparable {
    var ecosystem: Ecosystem
    var name: String

    static func < (left: Name, right: Name) -> Bool { (left.ecosystem, left.name) < (right.ecosystem, right.name) }
  }

  private(set) var versions: [Name: [String]] = [:]

  init() {}

  init(_ packages: [Package]) {
    for package in packages {
      versions[Name(ecosystem: package.ecosystem, name: package.name), default: []].append(package.version)
    }
    for name in versions.keys { versions[name]!.sort() }
  }

  mutating func formUnion(_ other: PackageSet) {
    versions.merge(other.versions) { ($0 + $1).sorted() }
  }

  func holds(_ package: Package) -> Bool { versions[Name(ecosystem: package.ecosystem, name: package.name)] != nil }
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
          guard let index = gone.firstIndex(of: version) else { continue }
          gone.remove(at: index)
          come.remove(at: come.firstIndex(of: version)!)
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
