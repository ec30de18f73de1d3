/// .NET packages, by the deps.json beside the assemblies of an application or in a shared framework. Libraries of the kind
/// `project` are the application.
package struct NugetCatalogue: PackageCatalogue {
  package init() {}

  package func wants(_ file: FileName) -> Bool { file.name.last == 0x6e && file.name.hasSuffix(".deps.json") }

  package func packages(in files: any ImageFiles) throws -> [Package] {
    var packages: [Package] = []
    var seen: Set<String> = []
    for (record, libraries) in try documents(in: files) {
      let asked = Set(libraries.filter { $0.kind == "project" }.flatMap(\.needs))
      for library in libraries where Self.isPackage(library) {
        let key = key(library.identity, record, files)
        // Several applications may be published into one directory.
        guard seen.insert(key).inserted else { continue }
        let (name, version) = Self.split(library.identity)
        var package = Package(ecosystem: .nuget, name: name, version: version, record: record, key: key)
        package.needs = library.needs.map { Need([self.key($0, record, files)]) }
        package.intent = asked.isEmpty ? .unknown : asked.contains(library.identity) ? .asked : .automatic
        packages.append(package)
      }
    }
    return packages
  }

  package func files(of packages: [Package], in files: any ImageFiles) throws -> [PackageFiles] {
    var found: [String: PackageFiles] = [:]
    for (record, libraries) in try documents(in: files) {
      let directory = files.parent(record)
      let path = files.path(directory)
      let framework = Self.isSharedFramework(record, in: files)
      for library in libraries where Self.isPackage(library) {
        let key = key(library.identity, record, files)
        guard found[key] == nil else { continue }
        var mine = PackageFiles(trees: framework ? [directory] : [])
        for asset in library.assets {
          guard let file = files.find(path + "/\(asset)".utf8), files.kind(file) == .regular else { continue }
          mine.listed.append(.init(path: file))
        }
        found[key] = mine
      }
    }
    return packages.map { found[$0.key] ?? PackageFiles() }
  }

  private func documents(in files: any ImageFiles) throws -> [(record: Int32, libraries: [DotnetDependencies.Library])] {
    try files.wanted.compactMap { record in
      try files.contents(of: record)?.withUnsafeBytes(DotnetDependencies.init).map { (record, $0.libraries) }
    }
  }

  private func key(_ identity: String, _ record: Int32, _ files: any ImageFiles) -> String {
    "\(String(decoding: files.path(files.parent(record)), as: UTF8.self))/\(identity)"
  }

  private static func isPackage(_ library: DotnetDependencies.Library) -> Bool {
    library.kind == "package" || library.kind == "runtimepack"
  }

  private static func split(_ identity: String) -> (name: String, version: String) {
    let parts = identity.split(separator: "/", maxSplits: 1)
    return (String(parts.first ?? ""), parts.count > 1 ? String(parts[1]) : "")
  }

  /// `shared/NAME/VERSION/NAME.deps.json` of an installed .NET.
  private static func isSharedFramework(_ record: Int32, in files: any ImageFiles) -> Bool {
    let framework = files.parent(files.parent(record))
    guard framework > 0, files.name(record).elementsEqual(files.name(framework) + ".deps.json".utf8) else { return false }
    return files.name(files.parent(framework)).elementsEqual("shared".utf8)
  }
}
