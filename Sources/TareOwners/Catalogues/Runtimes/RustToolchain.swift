/// A Rust toolchain as its installer, or rustup, lays it out: `lib/rustlib` has a list of the files of each component.
struct RustToolchain: RuntimeDetector {
  func wants(_ file: FileName) -> Bool {
    file.directory.hasSuffix("lib/rustlib") && (file.name.equals("components") || file.name.hasPrefix("manifest-"))
  }

  func runtime(markedBy marker: Int32, in files: any ImageFiles) throws -> Runtime? {
    guard files.isNamed(marker, "components"), let prefix = files.ancestor(of: marker, through: ["rustlib", "lib"]) else {
      return nil
    }
    return Runtime(name: "rust", version: try version(prefix, files) ?? "", prefix: prefix)
  }

  /// The compiler was compiled by itself, and compilers sign their work, but for old ones. Else rustup's name of the directory
  /// has it, but for channels: `1.63.0-x86_64-unknown-linux-gnu`.
  private func version(_ prefix: Int32, _ files: any ImageFiles) throws -> String? {
    if let compiler = PrefixClaim(prefix, in: files).find("bin/rustc"), let text = try files.section(".comment", of: compiler),
      let version = text.withUnsafeBytes({ $0.text(after: "rustc version ", upTo: 0x20) })
    {
      return version
    }
    return files.name(prefix).withUnsafeBytes { name in
      let version = name.cut(0x2d).head
      return version.isVersion && version.count { $0 == 0x2e } == 2 ? version.text : nil
    }
  }

  func claim(_ runtime: Runtime, markedBy marker: Int32, _ claim: inout PrefixClaim) throws {
    let library = claim.files.parent(marker)
    claim.tree(library)
    for list in claim.files.children(of: library) {
      guard claim.files.name(list).starts(with: "manifest-".utf8), let text = try claim.files.contents(of: list) else { continue }
      text.withUnsafeBytes { text in
        for line in text.lines {
          let (kind, path) = line.cut(0x3a)
          // Nothing outside of where it is installed.
          guard let path, !path.isEmpty, !path.parts(0x2f).contains(where: { $0.isEmpty || $0.first == 0x2e }) else { continue }
          if kind.equals("file") { claim.file(path.text) } else if kind.equals("dir") { claim.tree(path.text) }
        }
      }
    }
  }
}
