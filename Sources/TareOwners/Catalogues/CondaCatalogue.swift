/// conda's packages: `conda-meta` in each environment has a record for every package, with its files and their digests.
package struct CondaCatalogue: PackageCatalogue {
  package init() {}

  package func wants(_ file: FileName) -> Bool {
    (file.name.hasSuffix(".json") || file.name.equals("history"))
      && (file.directory.hasSuffix("/conda-meta") || file.directory.equals("conda-meta"))
  }

  package func packages(in files: any ImageFiles) throws -> [Package] {
    var histories: [Int32: CondaHistory] = [:]
    for number in files.wanted where !isRecord(number, files) {
      guard let text = try files.contents(of: number) else { continue }
      histories[files.parent(number)] = text.withUnsafeBytes(CondaHistory.init)
    }
    var packages: [Package] = []
    var requested: [[String]?] = []
    var seen: Set<String> = []
    for number in files.wanted where isRecord(number, files) {
      guard let text = try files.contents(of: number), let record = text.withUnsafeBytes(CondaRecord.init) else { continue }
      let prefix = prefix(of: number, files)
      let key = prefix + record.name
      // A record that an interrupted upgrade left behind has the same name.
      guard seen.insert(key).inserted else { continue }
      var package = Package(ecosystem: .conda, name: record.name, version: record.version, record: number, key: key)
      package.architecture = record.subdirectory.isEmpty ? nil : record.subdirectory
      package.needs = Set(record.depends).sorted().map { Need([prefix + $0]) }
      packages.append(package)
      requested.append(record.requested)
    }
    // A record without the field says nothing; one that has it does, where any of its environment was asked for.
    let telling = Set(packages.indices.filter { requested[$0]?.isEmpty == false }.map { files.parent(packages[$0].record) })
    for index in packages.indices {
      let environment = files.parent(packages[index].record)
      if requested[index]?.isEmpty == false || histories[environment]?.asked.contains(packages[index].name) == true {
        packages[index].intent = .asked
      } else if histories[environment] != nil || requested[index] != nil && telling.contains(environment) {
        packages[index].intent = .automatic
      }
    }
    return packages
  }

  /// What is listed; the record; and the package's own in the package cache, where that was kept.
  package func files(of packages: [Package], in files: any ImageFiles) throws -> [PackageFiles] {
    var paths = ListedPaths(files)
    return try packages.map { package in
      var found = PackageFiles(listed: [PackageFiles.Listed(path: package.record)])
      guard let text = try files.contents(of: package.record) else { return found }
      paths.start(from: files.path(files.parent(files.parent(package.record))))
      text.withUnsafeBytes { text in
        CondaRecord.forEachFile(in: text) { path, digest in
          if let number = paths.find(path) { found.listed.append(PackageFiles.Listed(path: number, digest: digest)) }
        }
        guard let record = CondaRecord(text) else { return }
        if record.unpacked.first == 0x2f, let directory = files.find(record.unpacked), files.kind(directory) == .directory {
          found.trees.append(directory)
        }
        if record.archive.first == 0x2f, let archive = files.find(record.archive), files.kind(archive) == .regular {
          found.listed.append(PackageFiles.Listed(path: archive))
        }
      }
      return found
    }
  }

  private func isRecord(_ number: Int32, _ files: any ImageFiles) -> Bool { files.name(number).last == 0x6e }

  /// `/opt/conda|`
  private func prefix(of record: Int32, _ files: any ImageFiles) -> String {
    String(decoding: files.path(files.parent(files.parent(record))), as: UTF8.self) + "|"
  }
}
