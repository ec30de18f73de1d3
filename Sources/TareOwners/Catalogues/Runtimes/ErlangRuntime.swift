/// Erlang/OTP: `releases/N/OTP_VERSION` beside the emulator.
struct ErlangRuntime: RuntimeDetector {
  func wants(_ file: FileName) -> Bool {
    file.name.equals("OTP_VERSION") && file.directory.withoutLastPart.lastPart.equals("releases")
  }

  func runtime(markedBy marker: Int32, in files: any ImageFiles) throws -> Runtime? {
    guard files.isNamed(marker, "OTP_VERSION"), let root = files.ancestor(of: marker, through: [nil, "releases"]),
      files.children(of: root).contains(where: { files.name($0).starts(with: "erts-".utf8) }),
      let text = try files.contents(of: marker)
    else { return nil }
    return Runtime(name: "erlang", version: text.withUnsafeBytes { $0.trimmed.text }, prefix: root)
  }

  func claim(_ runtime: Runtime, markedBy marker: Int32, _ claim: inout PrefixClaim) {
    claim.everything()
    claim.entries(of: claim.directory) { $0.hasPrefix("erts-") || $0.equals("releases") }
  }
}
