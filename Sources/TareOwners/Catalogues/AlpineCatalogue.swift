/// Alpine's packages, as apk records them under `/lib/apk/db` or, since version 3, `/usr/lib/apk/db`; `/etc/apk/world` is
/// what was asked for. apk knows no packages that may never be removed.
package struct AlpineCatalogue: PackageCatalogue {
  package let isDistribution = true
  package init() {}

  package func wants(_ file: FileName) -> Bool {
    switch file.name.count {
    case 5: file.name.equals("world") && file.directory.equals("etc/apk")
    case 9:
      file.name.equals("installed") && (file.directory.equals("lib/apk/db") || file.directory.equals("usr/lib/apk/db"))
    default: false
    }
  }

  package func packages(in files: any ImageFiles) throws -> [Package] {
    var found: [Package] = []
    /// Pairs of a package and what brought it along.
    var brought: [(package: Int, by: String)] = []
    var numbers: [String: Int] = [:]
    for record in databases(in: files) {
      guard let text = try files.contents(of: record) else { continue }
      text.withUnsafeBytes { text in
        for entry in AlpineInstalled(text) {
          let name = entry.name.text
          guard numbers[name] == nil else { continue }
          numbers[name] = found.count
          var package = Package(ecosystem: .apk, name: name, version: entry.version, record: record, key: name)
          package.architecture = entry.architecture
          package.licences = [entry.licence].compactMap(\.self)
          package.needs = AlpineDependency.all(in: entry.dependencies).map { Need([$0.name]) }
          package.provides = AlpineDependency.all(in: entry.provides).map(\.name)
          // `busybox-doc` says `docs busybox=1.36`: of its conditions the one bound to a version is where it comes from.
          let conditions = AlpineDependency.all(in: entry.installIf)
          if let origin = conditions.last(where: \.isExact) ?? conditions.last { brought.append((found.count, origin.name)) }
          found.append(package)
        }
      }
    }
    for (package, origin) in brought {
      if let number = numbers[origin] { found[number].needs.append(Need([found[package].key], .recommends)) }
    }
    try setIntents(of: &found, numbers, in: files)
    return found
  }

  package func files(of packages: [Package], in files: any ImageFiles) throws -> [PackageFiles] {
    var numbers = Dictionary(packages.enumerated().map { ($1.name, $0) }) { first, _ in first }
    var lists = packages.map { _ in FoundFiles(files) }
    for record in databases(in: files) {
      guard let text = try files.contents(of: record) else { continue }
      text.withUnsafeBytes { text in
        for entry in AlpineInstalled(text) {
          let name = entry.name.text
          guard let number = numbers[name], packages[number].record == record else { continue }
          numbers[name] = nil
          entry.forEachFile { path, digest in
            if let file = files.find(path) { lists[number].add(file, digest) }
          }
        }
      }
    }
    return lists.map { PackageFiles(listed: $0.listed) }
  }

  private func databases(in files: any ImageFiles) -> [Int32] {
    files.wanted.filter { number in
      let path = files.path(number)
      return path.withUnsafeBytes { $0.equals("/lib/apk/db/installed") || $0.equals("/usr/lib/apk/db/installed") }
    }
  }

  /// A word of `world` that is no package's name stands for whatever provides it.
  private func setIntents(of packages: inout [Package], _ numbers: [String: Int], in files: any ImageFiles) throws {
    let world = files.wanted.first { number in files.path(number).withUnsafeBytes { $0.equals("/etc/apk/world") } }
    guard let text = try world.flatMap(files.contents) else { return }
    let asked = Set(text.withUnsafeBytes { AlpineDependency.all(in: $0).map(\.name) })
    for index in packages.indices {
      let isAsked =
        asked.contains(packages[index].name)
        || packages[index].provides.contains { asked.contains($0) && numbers[$0] == nil }
      packages[index].intent = isAsked ? .asked : .automatic
    }
  }
}
