/// Ruby built from source: `lib/ruby/X.Y.0`. Gems beside it are gem's.
struct RubyRuntime: RuntimeDetector {
  func wants(_ file: FileName) -> Bool {
    guard file.name.equals("rbconfig.rb") else { return false }
    let library = file.directory.withoutLastPart
    return library.lastPart.isVersion && library.withoutLastPart.hasSuffix("lib/ruby")
  }

  func runtime(markedBy marker: Int32, in files: any ImageFiles) throws -> Runtime? {
    guard files.isNamed(marker, "rbconfig.rb"), let prefix = files.ancestor(of: marker, through: [nil, nil, "ruby", "lib"]),
      let text = try files.contents(of: marker)
    else { return nil }
    let version = text.withUnsafeBytes { text -> String? in
      let numbers = [
        text.text(after: "CONFIG[\"MAJOR\"] = \"", upTo: 0x22), text.text(after: "CONFIG[\"MINOR\"] = \"", upTo: 0x22),
        text.text(after: "CONFIG[\"TEENY\"] = \"", upTo: 0x22),
      ].compactMap { $0 }
      return numbers.count == 3 ? numbers.joined(separator: ".") : nil
    }
    return version.map { Runtime(name: "ruby", version: $0, prefix: prefix) }
  }

  func claim(_ runtime: Runtime, markedBy marker: Int32, _ claim: inout PrefixClaim) {
    let library = claim.files.parent(claim.files.parent(marker))
    let interface = String(decoding: claim.files.name(library), as: UTF8.self)
    claim.tree(library)
    for tree in ["include/ruby-\(interface)", "share/ri/\(interface)", "share/doc/ruby"] { claim.tree(tree) }
    for file in ["bin/ruby", "bin/gem", "lib/pkgconfig/ruby-\(interface.dropLast(2)).pc"] { claim.file(file) }
    claim.entries(of: "lib") { $0.hasPrefix("libruby.so") || $0.hasPrefix("libruby-static.a") }
    claim.entries(of: "share/man/man1") { name in
      (["ruby.1", "erb.1", "irb.1", "ri.1"] as [StaticString]).contains { name.equals($0) }
    }
  }
}
