/// The files of Python distributions, as their records have them.
struct PythonFileLists {
  private let inventory: PythonInventory
  private let files: any ImageFiles
  private var paths: ListedPaths
  /// Of sites whose distributions keep no lists: what is there, by the normalised name before the first dot.
  private var modules: [Int32: [String: [Int32]]] = [:]

  init(_ inventory: PythonInventory, _ files: any ImageFiles) {
    self.inventory = inventory
    self.files = files
    paths = ListedPaths(files)
  }

  mutating func files(of index: Int) throws -> PackageFiles {
    let item = inventory.items[index]
    var found = PackageFiles(trees: item.projectRecords)
    switch item.record.form {
    case .distInfo:
      found.trees.append(item.record.directory)
      if let list = try item.record.record.flatMap(files.contents) {
        found.listed = listed(list, from: item.record.site)
        found.trees += libraries(of: item.record)
      } else {
        try addModules(of: item, to: &found)
      }
    case .eggInfo:
      found.trees.append(item.record.directory)
      if !item.links.isEmpty {
        break
      } else if let list = try item.record.installedFiles.flatMap(files.contents) {
        found.listed = lines(list, from: item.record.directory)
      } else if inventory.sites[item.site].isNamedAsOne || !item.isLocal {
        try addModules(of: item, to: &found)
      }
    case .eggInfoFile:
      found.listed.append(PackageFiles.Listed(path: item.record.metadata))
      try addModules(of: item, to: &found)
    case .egg:
      found.trees.append(item.record.directory)
    }
    found.listed += item.links.map { PackageFiles.Listed(path: $0) }
    if let project = item.editable, mayOwn(project, site: inventory.sites[item.site]) { found.trees.append(project) }
    return found
  }

  /// The files that are there of those that `list` names.
  private mutating func listed(_ list: [UInt8], from site: Int32) -> [PackageFiles.Listed] {
    var found: [PackageFiles.Listed] = []
    paths.start(from: files.path(site))
    list.withUnsafeBytes { list in
      var record = PythonRecord(list)
      record.read { path, digest in
        if let number = paths.find(path) { found.append(PackageFiles.Listed(path: number, digest: digest)) }
      }
    }
    return found
  }

  /// One path a line.
  private mutating func lines(_ list: [UInt8], from directory: Int32) -> [PackageFiles.Listed] {
    var found: [PackageFiles.Listed] = []
    paths.start(from: files.path(directory))
    list.withUnsafeBytes { list in
      for line in list.lines { if let number = paths.find(line.trimmed) { found.append(PackageFiles.Listed(path: number)) } }
    }
    return found
  }

  /// `NAME.libs`: shared libraries that were put into a wheel when it was repaired.
  private func libraries(of record: PythonRecords.Distribution) -> [Int32] {
    let name = files.name(record.directory)
    let stem = name[..<(name.firstIndex(of: 0x2d) ?? 0)]
    guard !stem.isEmpty else { return [] }
    let path = (stem + ".libs".utf8).withUnsafeBytes { ListedPaths.joined(files.path(record.site), $0) }
    return files.find(path).map { files.kind($0) == .directory ? [$0] : [] } ?? []
  }

  /// A project is the distribution's unless it holds the environment itself, as `/` and `/usr` would. A virtual
  /// environment may lie in its project.
  private func mayOwn(_ project: Int32, site: PythonSite) -> Bool {
    guard project > 0, !site.isVirtual else { return project > 0 }
    var directory = site.number
    while directory >= 0 {
      if directory == project { return false }
      directory = files.parent(directory)
    }
    return true
  }

  // MARK: Without a list

  /// What the distribution's own modules are: those that `top_level.txt` names, else the one of its name.
  private mutating func addModules(of item: PythonInventory.Item, to found: inout PackageFiles) throws {
    let site = item.record.site
    func names(_ file: Int32?) throws -> [String] {
      guard let text = try file.flatMap(files.contents) else { return [] }
      return text.withUnsafeBytes { text in text.lines.map { PythonName.normalised($0.trimmed) } }.filter { !$0.isEmpty }
    }
    let topLevel = try names(item.record.topLevel)
    let namespaces = Set(try names(item.record.namespaces))
    for name in Set(topLevel.isEmpty ? [item.normalised] : topLevel).subtracting(namespaces).sorted() {
      for number in modules(named: name, in: site) {
        if files.kind(number) == .directory { found.trees.append(number) } else { found.listed.append(.init(path: number)) }
      }
    }
    guard !namespaces.isEmpty, let sources = try item.record.sources.flatMap(files.contents) else { return }
    paths.start(from: files.path(site))
    sources.withUnsafeBytes { sources in
      for line in sources.lines {
        let inProject = line.trimmed
        let path = inProject.hasPrefix("src/") || inProject.hasPrefix("lib/") ? inProject.from(4) : inProject
        guard topLevel.contains(PythonName.normalised(path.cut(0x2f).head)) else { continue }
        if let number = paths.find(path) { found.listed.append(.init(path: number)) }
      }
    }
  }

  private mutating func modules(named name: String, in site: Int32) -> [Int32] {
    if modules[site] == nil {
      var all: [String: [Int32]] = [:]
      for child in files.children(of: site) where files.kind(child) == .directory || isModule(child) {
        let name = files.name(child)
        let stem = name.withUnsafeBytes { $0.cut(0x2e) }
        if files.kind(child) == .directory, stem.tail != nil { continue }
        all[PythonName.normalised(stem.head), default: []].append(child)
      }
      modules[site] = all
    }
    return modules[site]?[name] ?? []
  }

  private func isModule(_ file: Int32) -> Bool {
    files.name(file).withUnsafeBytes { $0.hasSuffix(".py") || $0.hasSuffix(".so") || $0.hasSuffix(".pyc") }
  }
}
