/// Runtimes that no package manager installed, known by files of their own: an interpreter built from source, an archive
/// unpacked under `/usr/local` or `/opt`, as official images have them.
///
/// One that a distribution's package installed has the same files. Its marker is listed there, so it is that package's.
package struct RuntimeCatalogue: PackageCatalogue {
  /// Adding a runtime: a detector of its own, and a line here.
  private static let detectors: [any RuntimeDetector] = [
    PythonRuntime(), NodeRuntime(), GoToolchain(), JavaRuntime(), RubyRuntime(), PHPRuntime(), DotNetRuntime(),
    ErlangRuntime(), ElixirRuntime(), PerlRuntime(), RustToolchain(),
  ]

  package init() {}

  package func wants(_ file: FileName) -> Bool { Self.detectors.contains { $0.wants(file) } }

  package func packages(in files: any ImageFiles) throws -> [Package] {
    try files.wanted.compactMap { marker in
      guard let (_, runtime) = try Self.detect(marker, files) else { return nil }
      // A runtime is one of its kind within its directory, except that versions may stand side by side.
      let prefix = String(decoding: files.path(runtime.prefix), as: UTF8.self)
      return Package(
        ecosystem: .generic, name: runtime.name, version: runtime.version, record: marker,
        key: "\(prefix) \(runtime.name) \(runtime.version)")
    }
  }

  package func files(of packages: [Package], in files: any ImageFiles) throws -> [PackageFiles] {
    try packages.map { package in
      guard let (detector, runtime) = try Self.detect(package.record, files) else { return PackageFiles() }
      var claim = PrefixClaim(runtime.prefix, in: files)
      try detector.claim(runtime, markedBy: package.record, &claim)
      claim.file(package.record)
      return claim.claimed
    }
  }

  private static func detect(_ marker: Int32, _ files: any ImageFiles) throws -> (any RuntimeDetector, Runtime)? {
    for detector in detectors {
      if let runtime = try detector.runtime(markedBy: marker, in: files) { return (detector, runtime) }
    }
    return nil
  }
}
