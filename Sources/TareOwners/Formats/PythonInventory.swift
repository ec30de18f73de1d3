/// The distributions of an image and what they are to one another.
struct PythonInventory {
  struct Item {
    var record: PythonRecords.Distribution
    var metadata: PythonMetadata
    var normalised: String
    /// Where in `sites` its site is.
    var site: Int
    var key: String
    /// A part of the application.
    var isLocal = false
    /// The project whose own files are imported.
    var editable: Int32?
    var isRequested = false
    var installer = ""
    /// The distribution that this one was shipped in.
    var parent: Int?
    /// The installed distribution that was made from this project.
    var project: Int?
    /// A copy in an installer's cache of what is installed elsewhere.
    var isCached = false
    /// It stands for itself: it is neither inside another one nor a trace of one.
    var isInstalled: Bool { parent == nil && project == nil && !isCached }
    /// The records that the build left in the project: `.egg-info` directories.
    var projectRecords: [Int32] = []
    /// What makes it importable from its project: `.egg-link` files.
    var links: [Int32] = []
    var contains: [PythonMetadata] = []
  }

  /// In the order of their records' paths.
  private(set) var items: [Item] = []
  private(set) var sites: [PythonSite] = []
  /// By key.
  private(set) var byKey: [String: Int] = [:]
  private var siteKeys: [String] = []
  /// So many directories above a record may be marked as a cache.
  private static let cacheDepth = 8

  init(_ files: any ImageFiles) throws {
    let records = PythonRecords(files)
    try collect(records, files)
    assumeOneInterpreter(PythonSite.machine(files))
    try findVendored(files)
    findCached(files)
    try findOrigins(records, files)
    giveKeys(files)
  }

  private mutating func collect(_ records: PythonRecords, _ files: any ImageFiles) throws {
    var places: [Int32: Int] = [:]
    for record in records.distributions {
      guard let text = try files.contents(of: record.metadata), var metadata = text.withUnsafeBytes(PythonMetadata.init)
      else { continue }
      if let requires = try record.requires.flatMap(files.contents) {
        metadata.requirements += requires.withUnsafeBytes(PythonRequirement.ofEgg)
      }
      let site: Int
      if let known = places[record.site] {
        site = known
      } else {
        site = sites.count
        places[record.site] = site
        sites.append(try PythonSite(record.site, files, environments: records.environments))
        siteKeys.append(String(decoding: files.path(record.site), as: UTF8.self) + "|")
      }
      let normalised = Array(metadata.name.utf8).withUnsafeBytes(PythonName.normalised)
      var item = Item(record: record, metadata: metadata, normalised: normalised, site: site, key: "")
      item.isRequested = record.requested != nil
      if let installer = try record.installer.flatMap(files.contents) {
        item.installer = installer.withUnsafeBytes { $0.trimmed.text }
      }
      items.append(item)
    }
  }

  /// A site whose path names no version is for the interpreter that the others are for, if they agree.
  private mutating func assumeOneInterpreter(_ machine: String?) {
    let versions = Set(sites.map(\.environment.version).filter { !$0.isEmpty }.map { Array($0.prefix(2)) })
    for index in sites.indices {
      sites[index].environment.machine = machine
      if sites[index].environment.version.isEmpty, versions.count == 1, let version = versions.first {
        sites[index].environment.version = version
      }
    }
  }

  // MARK: Inside one another

  private mutating func findVendored(_ files: any ImageFiles) throws {
    let places = Dictionary(sites.enumerated().map { ($1.number, $0) }, uniquingKeysWith: { first, _ in first })
    var outer: [Int: [Int]] = [:]
    for (place, site) in sites.enumerated() where !site.isNamedAsOne {
      var directory = files.parent(site.number)
      while directory >= 0, places[directory] == nil { directory = files.parent(directory) }
      if let around = places[directory] { outer[around, default: []].append(place) }
    }
    guard !outer.isEmpty else { return }
    let bySite = Dictionary(grouping: items.indices) { items[$0].site }
    for (around, inner) in outer.sorted(by: { $0.key < $1.key }) {
      let candidates = inner.flatMap { bySite[$0] ?? [] }
      try findParents(of: candidates, among: bySite[around] ?? [], below: sites[around].number, files)
    }
    // What is shipped in something shipped belongs to the outermost.
    for index in items.indices {
      guard var parent = items[index].parent else { continue }
      while let next = items[parent].parent { parent = next }
      items[index].parent = parent
      items[parent].contains.append(items[index].metadata)
    }
  }

  /// The parent is who lists the record; where nobody keeps a list, who has the name of the directory that it is in.
  private mutating func findParents(of candidates: [Int], among owners: [Int], below site: Int32, _ files: any ImageFiles) throws {
    let base = files.path(site).count + (site == 0 ? 0 : 1)
    let paths = candidates.map { Array(files.path(items[$0].record.metadata).dropFirst(base)) }
    var open = Dictionary(zip(paths, candidates), uniquingKeysWith: { first, _ in first })
    let byName = Dictionary(owners.map { (items[$0].normalised, $0) }, uniquingKeysWith: { first, _ in first })
    func named(_ path: [UInt8]) -> Int? {
      path.withUnsafeBytes { byName[PythonName.normalised($0.cut(0x2f).head)] }
    }
    // The likely ones first; mostly the others' lists need not be read then.
    let likely = Set(paths.compactMap(named))
    for owner in likely.sorted() + owners.filter({ !likely.contains($0) }) where !open.isEmpty {
      guard let list = try items[owner].record.record.flatMap(files.contents) else { continue }
      list.withUnsafeBytes { list in
        Self.forEachRecord(in: list) { path in
          if let candidate = open.removeValue(forKey: path) { items[candidate].parent = owner }
        }
      }
    }
    for (path, candidate) in open {
      if let owner = named(path), items[owner].record.record == nil { items[candidate].parent = owner }
    }
  }

  /// The paths in a RECORD that name a distribution.
  private static func forEachRecord(in list: UnsafeRawBufferPointer, _ body: ([UInt8]) -> Void) {
    for line in list.lines {
      let path = line.cut(0x2c).head
      guard path.hasSuffix("-info/METADATA") || path.hasSuffix("-info/PKG-INFO") || path.hasSuffix(".egg-info") else { continue }
      body(Array(path))
    }
  }

  // MARK: In caches

  /// Installers unpack into caches (uv does); nothing imports from there. `CACHEDIR.TAG` marks them. What is recorded
  /// nowhere else is kept: an environment may consist of links into a cache.
  private mutating func findCached(_ files: any ImageFiles) {
    let cached = sites.map { site in
      var directory = site.isNamedAsOne ? -1 : site.number
      for _ in 0..<Self.cacheDepth where directory > 0 {
        if files.find(files.path(directory) + "/CACHEDIR.TAG".utf8) != nil { return true }
        directory = files.parent(directory)
      }
      return false
    }
    guard cached.contains(true) else { return }
    func release(_ item: Item) -> String { item.normalised + "|" + item.metadata.version }
    let elsewhere = Set(items.lazy.filter { $0.parent == nil && !cached[$0.site] }.map(release))
    for index in items.indices where items[index].parent == nil && cached[items[index].site] {
      items[index].isCached = elsewhere.contains(release(items[index]))
    }
  }

  // MARK: From a path

  private mutating func findOrigins(_ records: PythonRecords, _ files: any ImageFiles) throws {
    var projects: [Int32: Int] = [:]
    var archives: [[UInt8]: [Int]] = [:]
    for index in items.indices where items[index].parent == nil {
      let item = items[index]
      if let text = try item.record.directURL.flatMap(files.contents), let url = text.withUnsafeBytes(PythonDirectURL.init) {
        let directory = url.isDirectory ? files.directory(url.path) : nil
        if url.isDirectory {
          items[index].isLocal = true
          if let directory { projects[directory] = index }
          if url.isEditable { items[index].editable = directory }
        } else {
          archives[Array(url.path.prefix(url.path.lastIndex(of: 0x2f) ?? 0)), default: []].append(index)
        }
      }
    }
    // One archive is what was built for this image; a directory of several may be a store of what an index gave.
    for case let built in archives.values where built.count == 1 {
      for index in built { items[index].isLocal = true }
    }
    try findProjects(projects, linked: try linkedProjects(records, files), files)
  }

  /// By the directory of the project, the links to it.
  private func linkedProjects(_ records: PythonRecords, _ files: any ImageFiles) throws -> [Int32: [Int32]] {
    var linked: [Int32: [Int32]] = [:]
    for link in records.links {
      guard let text = try files.contents(of: link) else { continue }
      let path = text.withUnsafeBytes { Array($0.cut(0x0a).head.trimmed) }
      if path.first == 0x2f, let directory = files.directory(path) { linked[directory, default: []].append(link) }
    }
    return linked
  }

  /// An egg's information outside a site was left there by a build of the project.
  private mutating func findProjects(_ projects: [Int32: Int], linked: [Int32: [Int32]], _ files: any ImageFiles) throws {
    var places = Dictionary(sites.enumerated().map { ($1.number, $0) }, uniquingKeysWith: { first, _ in first })
    for index in items.indices where items[index].parent == nil && items[index].record.form == .eggInfo {
      let record = items[index].record
      guard !sites[items[index].site].isNamedAsOne else { continue }
      // Installed ones have a version in their names.
      guard !files.name(record.directory).dropLast(".egg-info".utf8.count).contains(0x2d) else { continue }
      items[index].isLocal = true
      if let links = linked[record.site], let link = links.first {
        items[index].links = links
        items[index].editable = record.site
        let site = files.parent(link)
        if places[site] == nil {
          places[site] = sites.count
          sites.append(try PythonSite(site, files, environments: [:]))
          siteKeys.append(String(decoding: files.path(site), as: UTF8.self) + "|")
        }
        items[index].site = places[site] ?? items[index].site
        continue
      }
      var directory = record.site
      while directory >= 0 {
        if let owner = projects[directory] {
          if items[owner].normalised == items[index].normalised {
            items[index].project = owner
            items[owner].projectRecords.append(record.directory)
          }
          break
        }
        directory = files.parent(directory)
      }
    }
  }

  // MARK: Keys

  func key(_ name: String, in site: Int) -> String { siteKeys[site] + name }

  /// An upgrade may leave the old record behind; the key is then whose files are listed.
  private mutating func giveKeys(_ files: any ImageFiles) {
    for index in items.indices where items[index].isInstalled {
      items[index].key = key(items[index].normalised, in: items[index].site)
      if let other = byKey[items[index].key] {
        if items[other].record.record != nil || items[index].record.record == nil {
          setKeyApart(index, files)
          continue
        }
        setKeyApart(other, files)
      }
      byKey[items[index].key] = index
    }
  }

  private mutating func setKeyApart(_ index: Int, _ files: any ImageFiles) {
    let path = String(decoding: files.path(items[index].record.metadata), as: UTF8.self)
    items[index].key += "|" + path
    byKey[items[index].key] = index
  }
}
