/// The Go toolchain: `VERSION` beside `bin/go` and the sources.
struct GoToolchain: RuntimeDetector {
  func wants(_ file: FileName) -> Bool { file.name.equals("VERSION") }

  func runtime(markedBy marker: Int32, in files: any ImageFiles) throws -> Runtime? {
    guard files.isNamed(marker, "VERSION") else { return nil }
    let root = PrefixClaim(files.parent(marker), in: files)
    guard root.find("bin/go") != nil, root.find("src") ?? root.find("pkg") != nil, let text = try files.contents(of: marker)
    else { return nil }
    let version = text.withUnsafeBytes { text -> String? in
      guard let line = text.lines.first(where: { _ in true })?.trimmed, line.hasPrefix("go"), line.count > 2, line[2].isDigit
      else { return nil }
      return line.from(2).text
    }
    return version.map { Runtime(name: "go", version: $0, prefix: root.directory) }
  }

  func claim(_ runtime: Runtime, markedBy marker: Int32, _ claim: inout PrefixClaim) {
    claim.everything()
    for tree in ["api", "doc", "misc", "pkg", "src", "test", "lib/time", "lib/wasm"] { claim.tree(tree) }
    for file in ["bin/go", "bin/gofmt", "go.env"] { claim.file(file) }
  }
}
