/// Node.js, as its archives unpack. What lies in `lib/node_modules` is npm's.
struct NodeRuntime: RuntimeDetector {
  func wants(_ file: FileName) -> Bool { file.name.equals("node_version.h") && file.directory.hasSuffix("include/node") }

  func runtime(markedBy marker: Int32, in files: any ImageFiles) throws -> Runtime? {
    guard files.isNamed(marker, "node_version.h"), let prefix = files.ancestor(of: marker, through: ["node", "include"]),
      let text = try files.contents(of: marker)
    else { return nil }
    let numbers = text.withUnsafeBytes { text in
      ["NODE_MAJOR_VERSION", "NODE_MINOR_VERSION", "NODE_PATCH_VERSION"].compactMap { text.definition(of: $0) }
    }
    guard numbers.count == 3 else { return nil }
    return Runtime(name: "node", version: numbers.joined(separator: "."), prefix: prefix)
  }

  func claim(_ runtime: Runtime, markedBy marker: Int32, _ claim: inout PrefixClaim) {
    for tree in ["include/node", "share/doc/node"] { claim.tree(tree) }
    for file in ["bin/node", "bin/nodejs", "share/man/man1/node.1", "share/systemtap/tapset/node.stp"] { claim.file(file) }
    // At the top of the archive.
    for file in ["CHANGELOG.md", "LICENSE", "README.md"] { claim.file(file) }
  }
}
