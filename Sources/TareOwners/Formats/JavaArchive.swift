/// What a jar is, by its own content: the properties that Maven leaves in what it builds, the manifest, its name.
struct JavaArchive {
  struct Identity {
    /// Empty where nothing says.
    var group = ""
    var name: String
    var version: String
  }

  private(set) var identity: Identity
  private(set) var licences: [String] = []
  /// What was put into it: the classes of other artifacts, and jars with what they contain.
  private(set) var contains: [Component] = []
  /// Whether it carries the jars that it needs, as an application does and a library does not.
  private(set) var isApplication = false
  /// Other jars that it names, relative to its own directory.
  private(set) var classPath: [String] = []

  /// Nil for what is no zip archive.
  init?(_ archive: UnsafeRawBufferPointer, file: UnsafeRawBufferPointer, reader: inout JavaMemberReader, depth: Int = 0) {
    guard let directory = ZipDirectory(archive) else { return nil }
    var manifest: JavaManifest?
    var artifacts: [Identity] = []
    var nested: [Component] = []
    for member in directory {
      let name = member.name
      if name.equals("META-INF/MANIFEST.MF") {
        manifest = reader.readText(member, of: directory) { JavaManifest($0) }
      } else if name.hasPrefix("META-INF/maven/"), name.hasSuffix("/pom.properties") {
        if let artifact = reader.readText(member, of: directory, Self.artifact) ?? nil { artifacts.append(artifact) }
      } else if JavaArchiveName.isArchive(name) {
        if name.hasPrefix("BOOT-INF/lib/") || name.hasPrefix("WEB-INF/lib/") { isApplication = true }
        guard depth < JavaMemberReader.deepest else { continue }
        let inner = name.from((name.lastIndex(of: 0x2f) ?? -1) + 1)
        let found = reader.read(member, of: directory) { bytes, reader in
          JavaArchive(bytes, file: inner, reader: &reader, depth: depth + 1)
        }
        guard let found = found ?? nil else { continue }
        nested.append(
          Component(
            ecosystem: .maven, name: found.identity.name, version: found.identity.version, group: found.identity.group,
            licences: found.licences))
        nested += found.contains
      }
    }
    let fileName = JavaArchiveName(file)
    let own = Self.own(among: artifacts, fileName)
    identity = Identity(
      group: own.map { artifacts[$0].group } ?? manifest?["implementation-vendor-id"] ?? "",
      name: own.map { artifacts[$0].name } ?? Self.name(manifest, fileName),
      version: own.map { artifacts[$0].version }.flatMap { $0.isEmpty ? nil : $0 } ?? Self.version(manifest, fileName))
    classPath = manifest?["class-path"]?.split(separator: " ").map(String.init) ?? []
    // Several are set apart by commas, and each may carry attributes behind a semicolon.
    licences = (manifest?["bundle-license"] ?? "").split(separator: ",").compactMap { part in
      LicenceStatement.line(String(part.prefix { $0 != ";" }))
    }
    var seen: Set<[String]> = []
    let others = artifacts.indices.filter { $0 != own }.map { index in
      Component(
        ecosystem: .maven, name: artifacts[index].name, version: artifacts[index].version, group: artifacts[index].group)
    }
    contains = (others + nested).filter { seen.insert([$0.group, $0.name, $0.version]).inserted }
  }

  /// `META-INF/maven/GROUP/ARTIFACT/pom.properties`.
  private static func artifact(_ bytes: UnsafeRawBufferPointer) -> Identity? {
    var identity = Identity(name: "", version: "")
    for line in bytes.lines {
      let (key, value) = line.cut(0x3d)
      guard let value = value?.trimmed.text, !value.contains("${") else { continue }
      if key.trimmed.equals("groupId") {
        identity.group = value
      } else if key.trimmed.equals("artifactId") {
        identity.name = value
      } else if key.trimmed.equals("version") {
        identity.version = value
      }
    }
    return identity.name.isEmpty ? nil : identity
  }

  /// The artifact that the archive as a whole is, by the name of the file; the others were merged into it.
  private static func own(among artifacts: [Identity], _ file: JavaArchiveName) -> Int? {
    artifacts.firstIndex { file.whole == $0.name || file.whole == "\($0.name)-\($0.version)" }
      ?? artifacts.firstIndex { file.name == $0.name }
      ?? artifacts.firstIndex { !file.name.isEmpty && ($0.name.hasPrefix(file.name) || file.name.hasSuffix($0.name)) }
      ?? artifacts.firstIndex { file.name.hasPrefix("\($0.name)-") }
  }

  private static func name(_ manifest: JavaManifest?, _ file: JavaArchiveName) -> String {
    // Maven's bundles are named GROUP.ARTIFACT; the name of the file often says more of the artifact than the last part.
    if let manifest, manifest["created-by"]?.contains("Apache Maven Bundle Plugin") == true,
      let symbolic = manifest["bundle-symbolicname"]?.prefix(while: { $0 != ";" }),
      let last = symbolic.split(separator: ".").last, !file.name.hasSuffix(last)
    {
      return String(last)
    }
    let isGrouped = ["com.", "org.", "net.", "io.", "be."].contains(where: file.name.hasPrefix)
    if isGrouped, let last = file.name.split(separator: ".").last { return String(last) }
    if !file.name.isEmpty { return file.name }
    return manifest?["bundle-name"] ?? manifest?["implementation-title"] ?? file.whole
  }

  private static func version(_ manifest: JavaManifest?, _ file: JavaArchiveName) -> String {
    if !file.version.isEmpty { return file.version }
    for name in ["implementation-version", "specification-version", "plugin-version", "bundle-version"] {
      if let version = manifest?[name] { return version }
    }
    return ""
  }
}
