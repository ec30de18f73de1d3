/// PHP packages that Composer installed, by its own record in vendor/composer. What it generates there itself, the
/// autoloader, is of no package.
package struct ComposerCatalogue: PackageCatalogue {
  package init() {}

  package func wants(_ file: FileName) -> Bool {
    guard file.name.last == 0x6e else { return false }
    if file.name.equals("installed.json") { return file.directory.hasSuffix("/composer") }
    // The project's own; each package has one too.
    return file.name.equals("composer.json") && !Self.isInVendor(file.directory)
  }

  package func packages(in files: any ImageFiles) throws -> [Package] {
    var asked: [Int32: Set<String>] = [:]
    var packages: [Package] = []
    for record in files.wanted where files.name(record).first == 0x63 {
      guard let bytes = try files.contents(of: record) else { continue }
      asked[files.parent(record)] = bytes.withUnsafeBytes(Self.requirements)
    }
    for (record, entries) in try installed(in: files) {
      let vendor = files.parent(files.parent(record))
      let wanted = asked[files.parent(vendor)]
      let prefix = String(decoding: files.path(vendor), as: UTF8.self) + "/"
      var seen: Set<String> = []
      for entry in entries where seen.insert(entry.name).inserted {
        var package = Package(
          ecosystem: .composer, name: entry.name, version: entry.version, record: record, key: prefix + entry.name)
        package.provides = entry.provides.map { prefix + $0 }
        package.needs = entry.requires.map { Need([prefix + $0]) }
        package.intent = wanted.map { $0.contains(entry.name) ? .asked : .automatic } ?? .unknown
        package.isLocal = entry.isLocal
        package.licences = LicenceStatement.choice(entry.licences)
        packages.append(package)
      }
    }
    return packages
  }

  package func files(of packages: [Package], in files: any ImageFiles) throws -> [PackageFiles] {
    var found: [String: PackageFiles] = [:]
    for (record, entries) in try installed(in: files) {
      let vendor = files.parent(files.parent(record))
      let prefix = String(decoding: files.path(vendor), as: UTF8.self) + "/"
      let above = ancestors(of: record, in: files)
      for entry in entries where found[prefix + entry.name] == nil {
        let path = entry.installPath.map { files.path(files.parent(record)) + "/\($0)".utf8 }
        var mine = PackageFiles()
        // A record that claims what it lies in itself is damaged.
        if let tree = files.resolve(path ?? Array((prefix + entry.name).utf8)), files.kind(tree) == .directory,
          !above.contains(tree)
        {
          mine.trees = [tree]
        }
        for executable in entry.executables {
          let name = executable.split(separator: "/").last ?? ""
          if let file = files.find(Array("\(prefix)bin/\(name)".utf8)), files.kind(file) == .regular {
            mine.listed.append(.init(path: file))
          }
        }
        found[prefix + entry.name] = mine
      }
    }
    return packages.map { found[$0.key] ?? PackageFiles() }
  }

  private func installed(in files: any ImageFiles) throws -> [(record: Int32, entries: [ComposerInstalled.Entry])] {
    try files.wanted.filter { files.name($0).first == 0x69 }.compactMap { record in
      try files.contents(of: record)?.withUnsafeBytes(ComposerInstalled.init).map { (record, $0.entries) }
    }
  }

  private func ancestors(of file: Int32, in files: any ImageFiles) -> Set<Int32> {
    var ancestors: Set<Int32> = []
    var next = files.parent(file)
    while next >= 0, ancestors.insert(next).inserted { next = files.parent(next) }
    return ancestors
  }

  private static func isInVendor(_ directory: UnsafeRawBufferPointer) -> Bool {
    directory.parts(0x2f).contains { $0.equals("vendor") || $0.equals("node_modules") }
  }

  /// What a composer.json requires, for development too.
  private static func requirements(_ bytes: UnsafeRawBufferPointer) -> Set<String> {
    var json = JSONScanner(bytes)
    var names: Set<String> = []
    guard json.beginObject() else { return [] }
    while let key = json.nextKey() {
      if key == "require" || key == "require-dev" { names.formUnion(json.keys()) } else { json.skip() }
    }
    return names
  }
}
