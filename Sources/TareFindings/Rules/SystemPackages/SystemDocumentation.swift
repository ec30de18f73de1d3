/// Manual pages, documents and changelogs that packages of the distribution bring.
///
/// Nobody reads a manual inside a container. Debian's slim images keep them out with `path-exclude` lines for dpkg, which act
/// on every later installation; write these lines into `/etc/dpkg/dpkg.cfg.d/` above the first `apt-get install`. With rpm it
/// is `tsflags=nodocs`, and Alpine has them in packages of their own (`-doc`). Files that say what may be done with a program
/// (`copyright`, and licences outside Debian) are never claimed: many licences ask that they come along.
///
/// What lies in the base's layers can only go with another base, as a slim variant.
///
/// Leave it where the image is a place to work in, with `man` for people.
struct SystemDocumentation: Rule {
  static let name = "system-documentation"
  static let family = RuleFamily.systemPackages
  static let summary = "Manual pages and documents of the distribution's packages"

  func findings(in context: RuleContext) -> RuleOutcome {
    var files: [ShownFile] = []
    for place in Self.places {
      guard let directory = context.find(place), context.isDirectory(directory) else { continue }
      files += context.files(below: directory).filter { !Self.isLicence($0, context) && ExcludedFiles.isSystems($0, context) }
    }
    let excluded = ExcludedFiles(
      thing: "Manual pages and documents", patterns: Self.places.map { $0 + "/*" }, included: ["/usr/share/doc/*/copyright"],
      rpm: "--setopt=tsflags=nodocs", fileName: "01-no-documents",
      risk: Risk(.none, "nothing but a reader of manuals opens these files"))
    return excluded.outcome(files, context, nothing: "no manual pages and no documents below /usr/share and /usr/local/share")
  }

  private static let places = [
    "/usr/share/doc", "/usr/share/man", "/usr/share/info", "/usr/share/groff", "/usr/share/lintian", "/usr/share/linda",
    "/usr/share/gtk-doc", "/usr/share/help", "/usr/local/share/man", "/usr/local/share/doc", "/usr/local/share/info",
  ]

  private static func isLicence(_ file: ShownFile, _ context: RuleContext) -> Bool {
    let name = context.lastPart(file.path).lowercased()
    if name == "copyright" { return true }
    guard context.package(owning: file.content, in: [.deb]) == nil else { return false }
    return ["license", "licence", "copying", "notice", "copyright"].contains { name.hasPrefix($0) }
  }
}
