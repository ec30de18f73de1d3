/// Debian's packages: what dpkg keeps under `/var/lib/dpkg`, and apt of who was asked for. Images made without dpkg
/// (distroless) have a control file for each package in `status.d` and its digests beside it.
package struct DebianCatalogue: PackageCatalogue {
  package let isDistribution = true
  package init() {}

  package func wants(_ file: FileName) -> Bool {
    switch file.directory.count {
    case 11: file.name.equals("extended_states") && file.directory.equals("var/lib/apt")
    case 12: (file.name.equals("status") || file.name.equals("diversions")) && file.directory.equals("var/lib/dpkg")
    case 17: (file.name.hasSuffix(".list") || file.name.hasSuffix(".md5sums")) && file.directory.equals("var/lib/dpkg/info")
    case 21: file.directory.equals("var/lib/dpkg/status.d")
    default: false
    }
  }

  package func packages(in files: any ImageFiles) throws -> [Package] {
    let database = DebianDatabase(files)
    var found: [(control: DebianControl, record: Int32)] = []
    for record in database.statuses + database.controls {
      guard let text = try files.contents(of: record) else { continue }
      for control in text.withUnsafeBytes(DebianControl.installed) { found.append((control, record)) }
    }
    guard !found.isEmpty else { return [] }
    let native = Self.nativeArchitecture(of: found.map(\.control))
    let automatic = try database.extendedStates.flatMap(files.contents)?
      .withUnsafeBytes { Self.automatic(in: $0, native: native) }
    let keys = DebianKeys(found.map(\.control), native: native)
    var seen: Set<String> = []
    return found.compactMap { control, record in
      let key = keys.key(of: control)
      // Of two paragraphs on one package the first counts.
      guard seen.insert(key).inserted else { return nil }
      var package = Package(ecosystem: .deb, name: control.name, version: control.version, record: record, key: key)
      package.architecture = control.architecture.isEmpty ? nil : control.architecture
      package.provides = keys.provides(of: control)
      package.needs = keys.needs(of: control)
      package.isEssential = control.isEssential
      if database.statuses.contains(record) {
        package.intent = automatic?.contains(keys.qualified(control.name, control)) == true ? .automatic : .asked
      }
      return package
    }
  }

  package func files(of packages: [Package], in files: any ImageFiles) throws -> [PackageFiles] {
    let database = DebianDatabase(files)
    var lists = try DebianFileLists(database, in: files)
    return try packages.map { try lists.files(of: $0) }
  }

  /// The architecture that dpkg itself has, else what most packages have.
  private static func nativeArchitecture(of controls: [DebianControl]) -> String {
    if let dpkg = controls.first(where: { $0.name == "dpkg" }) { return dpkg.architecture }
    var counts: [String: Int] = [:]
    for control in controls where control.architecture != "all" { counts[control.architecture, default: 0] += 1 }
    return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? "all"
  }

  /// The packages that apt installed for others, as name and architecture. apt writes the native one for `all`.
  private static func automatic(in text: UnsafeRawBufferPointer, native: String) -> Set<String> {
    var reader = FieldReader(text)
    var found: Set<String> = []
    while reader.beginParagraph() {
      var (name, architecture, isAutomatic) = ("", native, false)
      while let field = reader.next() {
        if field.name.equalsIgnoringCase("Package") { name = field.value.text }
        if field.name.equalsIgnoringCase("Architecture"), !field.value.equals("all") { architecture = field.value.text }
        if field.name.equalsIgnoringCase("Auto-Installed") { isAutomatic = field.value.equals("1") }
      }
      if isAutomatic { found.insert(name + ":" + architecture) }
    }
    return found
  }
}
