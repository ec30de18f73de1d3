/// Binaries built by Go: the main module is the package, the modules linked into it and the standard library are inside.
///
/// The tools of the Go toolchain itself are left to the runtime that they are part of.
package struct GoCatalogue: PackageCatalogue {
  package let readsExecutables = true

  package init() {}

  package func wants(_ file: FileName) -> Bool { false }

  package func packages(in files: any ImageFiles) throws -> [Package] {
    try groups(in: files).groups.map { module, binaries in
      var tool = EmbeddedTool(name: module.path, version: module.version, contains: [])
      for binary in binaries {
        guard let info = try info(of: binary, in: files) else { continue }
        tool.architecture = info.settings["GOARCH"]
        // A module that stands for the main one is not inside itself.
        for part in info.dependencies where part.path != module.path {
          tool.contains.insert(Component(ecosystem: .golang, name: part.path, version: part.version))
        }
        tool.contains.insert(Component(ecosystem: .golang, name: "stdlib", version: info.goVersion))
      }
      return tool.package(.golang, binaries, in: files)
    }
  }

  package func files(of packages: [Package], in files: any ImageFiles) throws -> [PackageFiles] {
    try groups(in: files).files(of: packages)
  }

  private func groups(in files: any ImageFiles) throws -> BinaryGroups<GoBuildInfo.Module> {
    try BinaryGroups(files) { file in
      guard let info = try info(of: file, in: files) else { return nil }
      return info.mainModule ?? .init(path: String(decoding: files.name(file), as: UTF8.self), version: GoBuildInfo.development)
    }
  }

  private func info(of file: Int32, in files: any ImageFiles) throws -> GoBuildInfo? {
    guard let section = try files.section(".go.buildinfo", of: file), let info = GoBuildInfo(section: section) else { return nil }
    return info.packagePath.hasPrefix("cmd/") ? nil : info
  }
}
