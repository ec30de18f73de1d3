/// Elixir: its own application, and those that come with it.
struct ElixirRuntime: RuntimeDetector {
  func wants(_ file: FileName) -> Bool { file.name.equals("elixir.app") && file.directory.hasSuffix("lib/elixir/ebin") }

  func runtime(markedBy marker: Int32, in files: any ImageFiles) throws -> Runtime? {
    guard files.isNamed(marker, "elixir.app"), let root = files.ancestor(of: marker, through: ["ebin", "elixir", "lib"]),
      PrefixClaim(root, in: files).find("bin/elixir") != nil, let text = try files.contents(of: marker),
      let version = text.withUnsafeBytes({ $0.text(after: "{vsn,\"", upTo: 0x22) })
    else { return nil }
    return Runtime(name: "elixir", version: version, prefix: root)
  }

  func claim(_ runtime: Runtime, markedBy marker: Int32, _ claim: inout PrefixClaim) {
    claim.everything()
    for name in ["eex", "elixir", "ex_unit", "iex", "logger", "mix"] { claim.tree("lib/\(name)") }
    for name in ["elixir", "elixirc", "iex", "mix"] { claim.file("bin/\(name)") }
  }
}
