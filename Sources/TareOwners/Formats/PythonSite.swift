/// A directory that Python imports modules from and that distributions are recorded in.
struct PythonSite {
  var number: Int32
  /// Which interpreter imports from it.
  var environment = PythonMarkerEnvironment()
  /// `site-packages` or `dist-packages`; else a project or the target of `pip install --target`.
  var isNamedAsOne: Bool
  /// Of a virtual environment; those see no other site unless their `pyvenv.cfg` says so.
  var isVirtual = false
  var seesSystem = false

  /// - Parameter environments: `pyvenv.cfg` by directory.
  init(_ number: Int32, _ files: any ImageFiles, environments: [Int32: Int32]) throws {
    self.number = number
    isNamedAsOne = files.name(number).withUnsafeBytes { $0.equals("site-packages") || $0.equals("dist-packages") }
    // PREFIX/lib/python3.11/site-packages
    var directory = number
    for _ in 0..<4 where directory >= 0 {
      if environment.version.isEmpty { readVersion(ofDirectory: directory, files) }
      if let settings = environments[directory], let text = try files.contents(of: settings) {
        isVirtual = true
        text.withUnsafeBytes { readSettings($0) }
        return
      }
      directory = files.parent(directory)
    }
  }

  private mutating func readVersion(ofDirectory directory: Int32, _ files: any ImageFiles) {
    let name = files.name(directory)
    if let version = name.withUnsafeBytes(Self.version) {
      environment.version = version
      environment.isPyPy = name.starts(with: "pypy".utf8)
    } else if name.elementsEqual("python3".utf8), files.parent(directory) >= 0 {
      // Debian's packages are for any Python 3; which one there is, its library says.
      let versions = Set(files.children(of: files.parent(directory)).compactMap { files.name($0).withUnsafeBytes(Self.version) })
      if versions.count == 1, let version = versions.first { environment.version = version }
    }
  }

  /// Of `python3.11` or `pypy3.9`.
  private static func version(_ name: UnsafeRawBufferPointer) -> [Int]? {
    let length = name.hasPrefix("python") ? 6 : name.hasPrefix("pypy") ? 4 : 0
    guard length > 0, let version = PythonVersion(name.from(length)), version.release.count == 2 else { return nil }
    return version.release
  }

  private mutating func readSettings(_ text: UnsafeRawBufferPointer) {
    for line in text.lines {
      let (key, value) = line.cut(0x3d)
      guard let value = value?.trimmed else { continue }
      switch key.trimmed.text {
      // `3.11.7`, and virtualenv's `3.11.7.final.0`.
      case "version", "version_info":
        let release = value.parts(0x2e).prefix(3).compactMap { Int($0.text) }
        if release.count == 3 { environment.version = release }
      case "include-system-site-packages": seesSystem = value.equalsIgnoringCase("true")
      case "implementation": environment.isPyPy = value.equalsIgnoringCase("PyPy")
      default: break
      }
    }
  }

  /// The machine that the image's dynamic loader is for, in Python's words.
  static func machine(_ files: any ImageFiles) -> String? {
    let loaders: [(path: String, machine: String)] = [
      ("/lib64/ld-linux-x86-64.so.2", "x86_64"), ("/lib/ld-musl-x86_64.so.1", "x86_64"),
      ("/lib/ld-linux-aarch64.so.1", "aarch64"), ("/lib/ld-musl-aarch64.so.1", "aarch64"),
      ("/lib64/ld64.so.2", "ppc64le"), ("/lib/ld64.so.1", "s390x"), ("/lib/ld-linux-armhf.so.3", "armv7l"),
      ("/lib/ld-linux-riscv64-lp64d.so.1", "riscv64"), ("/lib/ld-linux.so.2", "i686"), ("/lib/ld-musl-i386.so.1", "i686"),
    ]
    return loaders.first { files.find(Array($0.path.utf8)) != nil }?.machine
  }
}
