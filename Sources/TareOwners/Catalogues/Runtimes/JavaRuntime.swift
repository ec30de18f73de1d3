/// A Java runtime or development kit: a file `release` beside the class library.
struct JavaRuntime: RuntimeDetector {
  func wants(_ file: FileName) -> Bool { file.name.equals("release") }

  func runtime(markedBy marker: Int32, in files: any ImageFiles) throws -> Runtime? {
    guard files.isNamed(marker, "release") else { return nil }
    let root = PrefixClaim(files.parent(marker), in: files)
    guard root.find("lib/modules") ?? root.find("lib/rt.jar") ?? root.find("jre/lib/rt.jar") != nil,
      let text = try files.contents(of: marker)
    else { return nil }
    let release = Release(text)
    guard let version = release.version else { return nil }
    return Runtime(name: release.product(isKit: root.find("bin/javac") != nil), version: version, prefix: root.directory)
  }

  func claim(_ runtime: Runtime, markedBy marker: Int32, _ claim: inout PrefixClaim) {
    claim.everything()
    for tree in ["jmods", "legal", "lib/server", "lib/security"] { claim.tree(tree) }
    for file in ["bin/java", "lib/modules", "lib/src.zip", "lib/rt.jar"] { claim.file(file) }
  }

  /// Lines `KEY="value"`.
  private struct Release {
    private var values: [String: String] = [:]

    init(_ text: [UInt8]) {
      text.withUnsafeBytes { text in
        for line in text.lines {
          let (key, value) = line.cut(0x3d)
          guard let value = value?.trimmed else { continue }
          values[key.text] = value.first == 0x22 ? value.from(1).cut(0x22).head.text : value.text
        }
      }
    }

    /// The most exact one: of Java 8 only `FULL_VERSION` has the build, and in some builds that is a number of their own.
    var version: String? {
      let short = values["JAVA_VERSION"]
      if let version = values["JAVA_RUNTIME_VERSION"] { return version }
      if let full = values["FULL_VERSION"], full.split(separator: ".").first == short?.split(separator: ".").first { return full }
      return short
    }

    /// As other catalogues call it: everybody builds OpenJDK, some sell it under another name.
    func product(isKit: Bool) -> String {
      let maker = values["IMPLEMENTOR"]?.lowercased() ?? ""
      if maker.contains("azul") { return "zulu" }
      return maker.contains("oracle") || maker.contains("sun ") ? (isKit ? "jdk" : "jre") : "openjdk"
    }
  }
}
