/// RPM: a database of headers, which list what a package provides, requires and brings. Packages are given in the order
/// in which they were installed.
package struct RpmCatalogue: PackageCatalogue {
  package let isDistribution = true
  package init() {}

  package func wants(_ file: FileName) -> Bool { RpmDatabase.wants(file) || RpmIntents.wants(file) }

  package func packages(in files: any ImageFiles) throws -> [Package] {
    let databases = try RpmDatabase.all(in: files)
    guard !databases.isEmpty else { return [] }
    var records = Self.records(databases)
    Self.addPaths(to: &records, databases, files)

    var copies: [String: Int] = [:]
    var provided: Set<String> = []
    for record in records {
      copies[record.identity.name, default: 0] += 1
      provided.insert(record.identity.name)
      provided.formUnion(record.provides)
    }
    let intents = try RpmIntents(files)
    return records.map { record in
      let identity = record.identity
      // Kernels, keys and architectures side by side share a name.
      let isOnly = copies[identity.name] == 1
      let key = isOnly ? identity.name : "\(identity.name)-\(identity.version).\(identity.architecture ?? "")"
      var package = Package(
        ecosystem: .rpm, name: identity.name, version: identity.version, record: record.record, key: key)
      package.architecture = identity.architecture
      package.licences = [record.licence].compactMap(\.self)
      package.provides = record.provides.filter { $0 != key }
      if !isOnly, !record.provides.contains(identity.name) { package.provides.append(identity.name) }
      package.needs = record.needs(where: provided.contains)
      package.intent = intents[identity.name, identity.architecture]
      return package
    }
  }

  /// Of each package once, however many databases have it.
  private static func records(_ databases: [RpmDatabase]) -> [RpmRecord] {
    var known: Set<RpmIdentity> = []
    return databases.flatMap { database in
      var records: [RpmRecord] = []
      database.forEachHeader { number, header in
        guard let identity = RpmIdentity(header), known.insert(identity).inserted else { return }
        records.append(RpmRecord(header, identity, number: number, record: database.record))
      }
      return records.sorted { ($0.installed, $0.number, $0.identity.name) < ($1.installed, $1.number, $1.identity.name) }
    }
  }

  /// Adds to what a package provides the paths it lists and a package requires.
  private static func addPaths(to records: inout [RpmRecord], _ databases: [RpmDatabase], _ files: any ImageFiles) {
    var required: Set<String> = []
    for record in records {
      for (dependency, _) in record.requirements {
        dependency.forEachName { if $0.utf8.first == 0x2f { required.insert($0) } }
      }
    }
    guard !required.isEmpty else { return }
    var paths = RpmRequiredPaths(required, in: files)
    var places = Dictionary(uniqueKeysWithValues: records.indices.map { (records[$0].identity, $0) })
    for database in databases {
      database.forEachHeader { _, header in
        guard let identity = RpmIdentity(header), let place = places.removeValue(forKey: identity) else { return }
        let paths = paths.provided(by: header)
        guard !paths.isEmpty else { return }
        var known = Set(records[place].provides)
        records[place].provides += paths.filter { known.insert($0).inserted }
      }
    }
  }

  package func files(of packages: [Package], in files: any ImageFiles) throws -> [PackageFiles] {
    var places: [RpmIdentity: Int] = [:]
    for (index, package) in packages.enumerated() { places[RpmIdentity(package)] = index }
    var result = Array(repeating: PackageFiles(), count: packages.count)
    for database in try RpmDatabase.all(in: files) {
      // Paths are as long as a header makes them; all of a sound database's are shorter than the database.
      var budget = 4 * database.size
      database.forEachHeader { _, header in
        guard let identity = RpmIdentity(header), let place = places.removeValue(forKey: identity) else { return }
        result[place].listed = Self.listed(header, of: database, in: files, &budget)
      }
    }
    return result
  }

  private static func listed(_ header: RpmHeader, of database: RpmDatabase, in files: any ImageFiles, _ budget: inout Int)
    -> [PackageFiles.Listed]
  {
    let list = RpmFileList(header)
    var found = FoundFiles(files)
    var path: [UInt8] = []
    var directory = -1
    var isThere = false
    for file in list where file.isInstalled && !file.isDirectory {
      let prefix = list.directories[file.directory]
      if file.directory != directory {
        directory = file.directory
        budget -= prefix.count
        guard budget >= 0 else { break }
        isThere = prefix.count < 2 || files.find(Array(prefix.upTo(prefix.count - 1))) != nil
      }
      guard isThere else { continue }
      budget -= prefix.count + file.name.count
      guard budget >= 0 else { break }
      path.removeAll(keepingCapacity: true)
      path.append(contentsOf: prefix)
      path.append(contentsOf: file.name)
      guard let number = files.find(path) else { continue }
      // RPM's package lists the databases as ghosts; they are everybody's.
      if file.isGhost, files.parent(number) == database.directory { continue }
      let digest = file.isGhost || file.digest.isEmpty ? nil : file.digest.hexDecoded
      found.add(number, digest.flatMap { bytes in list.digestAlgorithm.map { RecordedDigest($0, bytes) } })
    }
    return found.listed
  }
}
