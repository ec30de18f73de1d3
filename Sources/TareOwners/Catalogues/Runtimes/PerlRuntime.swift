/// Perl built from source: `lib/perl5/VERSION`. What CPAN installs lies beside, in `site_perl`.
struct PerlRuntime: RuntimeDetector {
  func wants(_ file: FileName) -> Bool {
    file.name.equals("strict.pm") && file.directory.lastPart.isVersion
      && file.directory.withoutLastPart.hasSuffix("lib/perl5")
  }

  func runtime(markedBy marker: Int32, in files: any ImageFiles) throws -> Runtime? {
    guard files.isNamed(marker, "strict.pm"), let prefix = files.ancestor(of: marker, through: [nil, "perl5", "lib"]) else {
      return nil
    }
    return Runtime(
      name: "perl", version: String(decoding: files.name(files.parent(marker)), as: UTF8.self), prefix: prefix)
  }

  func claim(_ runtime: Runtime, markedBy marker: Int32, _ claim: inout PrefixClaim) {
    claim.tree(claim.files.parent(marker))
    for name in Self.programs { claim.file("bin/\(name)") }
    claim.file("bin/perl\(runtime.version)")
  }

  private static let programs = [
    "perl", "corelist", "cpan", "enc2xs", "encguess", "h2ph", "h2xs", "instmodsh", "json_pp", "libnetcfg", "perlbug", "perldoc",
    "perlivp", "perlthanks", "piconv", "pl2pm", "pod2html", "pod2man", "pod2text", "pod2usage", "podchecker", "prove", "ptar",
    "ptardiff", "ptargrep", "shasum", "splain", "streamzip", "xsubpp", "zipdetails",
  ]
}
