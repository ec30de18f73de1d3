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
      package.licences = [record.licence].compactMap(\.self)
      package.qualifiers = Self.qualifiers(of: record)
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

  /// What is listed, in the environment and in the package cache where that was kept, and the record.
  package func files(of packages: [Package], in files: any ImageFiles) throws -> [PackageFiles] {
    var paths = ListedPaths(files)
    // Environments share a cache: the first has what is in it.
    var claimed: Set<Int32> = []
    return try packages.map { package in
      var found = PackageFiles(listed: [PackageFiles.Listed(path: package.record)])
      guard let text = try files.contents(of: package.record) else { return found }
      let prefix = files.path(files.parent(files.parent(package.record)))
      text.withUnsafeBytes { text in
        guard let record = CondaRecord(text) else { return }
        paths.start(from: prefix)
        found.listed += listed(text, &paths)
        if record.unpacked.first == 0x2f, let unpacked = directory(record.unpacked, files),
          claimed.insert(unpacked).inserted
        {
          paths.start(from: record.unpacked)
          found.listed += cached(text, &paths)
          found.trees.append(unpacked)
        }
        if record.archive.first == 0x2f, let archive = files.find(record.archive), files.kind(archive) == .regular,
          claimed.insert(archive).inserted
        {
          found.listed.append(PackageFiles.Listed(path: archive))
        }
      }
      return found
    }
  }

  private func listed(_ record: UnsafeRawBufferPointer, _ paths: inout ListedPaths) -> [PackageFiles.Listed] {
    var listed: [PackageFiles.Listed] = []
    CondaRecord.forEachFile(in: record) { path, digest in
      if let number = paths.find(path) { listed.append(PackageFiles.Listed(path: number, digest: digest)) }
    }
    return listed
  }

  /// The same files before they were linked: the environment's path is not in them yet, so that digests differ, and what
  /// is for any Python is in no Python's directory.
  private func cached(_ record: UnsafeRawBufferPointer, _ paths: inout ListedPaths) -> [PackageFiles.Listed] {
    var listed: [PackageFiles.Listed] = []
    CondaRecord.forEachFile(in: record) { path, _ in
      var number = paths.find(path)
      // lib/python3.11/site-packages/…
      if number == nil, path.hasPrefix("lib/python"), let version = path.from(4).cut(0x2f).tail { number = paths.find(version) }
      if let number { listed.append(PackageFiles.Listed(path: number)) }
    }
    return listed
  }

  private func directory(_ path: [UInt8], _ files: any ImageFiles) -> Int32? {
    files.find(path).flatMap { files.kind($0) == .directory ? $0 : nil }
  }

  private static func qualifiers(of record: CondaRecord) -> [String: String] {
    // Of `https://conda.anaconda.org/conda-forge/linux-64` the name is the part before the subdirectory.
    let channel = record.channel.split(separator: "/").last { $0 != record.subdirectory }.map(String.init) ?? ""
    return ["build": record.build, "channel": channel, "subdir": record.subdirectory].filter { !$0.value.isEmpty }
  }

  private func isRecord(_ number: Int32, _ files: any ImageFiles) -> Bool { files.name(number).last == 0x6e }

  /// `/opt/conda|`
  private func prefix(of record: Int32, _ files: any ImageFiles) -> String {
    String(decoding: files.path(files.parent(files.parent(record))), as: UTF8.self) + "|"
  }
}
