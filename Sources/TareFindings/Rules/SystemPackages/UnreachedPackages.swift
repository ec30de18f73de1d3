/// Programs that an instruction installed and that nothing which runs reaches: database clients, editors, version control.
///
/// They come for a shell in the container, for a step of the build, or from a template. Take them out of the install line; for
/// looking into a running container use a debug container beside it. The claim is the package with all that only it keeps. Where
/// it brings more that is reached than not, it is what the image was meant to have, and no finding.
///
/// Reached is what ENTRYPOINT, CMD and HEALTHCHECK run, what the application's scripts and sources name as a program, what
/// binaries load, and what distributions are known to start. What a program puts together at run time, this cannot see: look
/// for the name in your code and in your runbooks before you take it out.
///
/// Data is not claimed: certificates, time zones, fonts and locales are read by libraries that name no package.
struct UnreachedPackages: Rule {
  static let name = "unreached-packages"
  static let family = RuleFamily.systemPackages
  static let summary = "Programs that somebody installed by name and nothing which runs reaches"

  func findings(in context: RuleContext) throws -> RuleOutcome {
    if let reason = RunTimeNeeds.unknown(context) { return .nothing(because: reason) }
    let asked = try AskedPackages(context)
    var reasons: [String] = []
    for (package, by) in asked.reached where asked.hasPrograms(package) {
      reasons.append("\(context.package(package).name) (\(by))")
    }
    let clients = asked.unreached.filter { number in
      let name = context.package(number).name
      return !BuildPackages.contains(name) && !Self.isData(name) && !ManagerNames.contains(number, context)
    }
    var findings: [Finding] = []
    for package in clients.prefix(AskedPackages.searchLimit) {
      let leaving = asked.leaving([package])
      guard !leaving.packages.isEmpty, leaving.freed.contains(where: { asked.hasPrograms($0) }), isMeant(package, asked, context)
      else { continue }
      findings.append(finding(package, leaving, asked, context))
    }
    guard !findings.isEmpty else {
      if reasons.isEmpty { return .nothing(because: "no instruction of the image asked for a program that nothing reaches") }
      return .nothing(because: "what was asked for is reached: \(context.listed(reasons, limit: 4))")
    }
    return .findings(findings)
  }

  private static let data: Set<String> = [
    "ca-certificates", "ca-certificates-bundle", "ca-certificates-java", "tzdata", "locales", "locales-all", "netbase",
    "media-types",
    "mime-support", "mailcap", "fontconfig", "iso-codes", "shared-mime-info", "hicolor-icon-theme", "ssl-cert", "musl-locales",
    "base-files", "passwd", "adduser", "shadow", "shadow-utils", "libc-bin", "glibc-langpack-en", "glibc-all-langpacks",
    "debian-archive-keyring", "ubuntu-keyring", "tini", "dumb-init", "catatonit",
  ]

  private static func isData(_ name: String) -> Bool {
    data.contains(name)
      || ["fonts-", "ttf-", "font-", "xfonts-", "language-pack-", "glibc-langpack-"].contains { name.hasPrefix($0) }
  }

  /// Whether somebody asked for the sake of programs: the package has some, or is a name for others that have. A library with
  /// programs beside it may be loaded by sources that nobody can read all of.
  private func isMeant(_ package: Int32, _ asked: AskedPackages, _ context: RuleContext) -> Bool {
    asked.hasPrograms(package) || context.ownership.packages[Int(package)].own <= Self.nameLimit
  }

  /// Bytes of a package that holds nothing but the names of others, with its documents.
  private static let nameLimit = 128 << 10

  private func finding(
    _ package: Int32, _ leaving: AskedPackages.Leaving, _ asked: AskedPackages, _ context: RuleContext
  ) -> Finding {
    let name = context.package(package).name
    let freed = leaving.freed
    let row = context.rowInstalling(package)
    var evidence = context.heaviest(packages: freed)
    let others = freed.count - 1
    let more = others > 0 ? "; with \(context.counted(others, "package")) that only it keeps" : ""
    evidence.append("asked for by \(context.place(row: row))\(more)")
    evidence.append(
      "no ENTRYPOINT, CMD or HEALTHCHECK, no file of the application and no package that runs names one of its programs")
    if asked.unread > 0 {
      evidence.append("\(context.counted(asked.unread, "file")) of the application could not be read for such names")
    }
    return Finding(
      key: name, title: "\(name), which nothing at run time reaches", claim: context.claim(packages: freed), evidence: evidence,
      effort: .oneLine,
      risk: Risk(
        .medium, "whoever starts it by a name that is put together at run time, or by hand in the container, finds it missing"),
      fixes: [
        Finding.Fix(
          "take \(name) out of \(context.place(row: row))\(asked.instead(leaving))",
          diff: context.diff { (draft) throws(NoSoundEdit) in
            try draft.leaveOut(leaving.packages, freed: freed, instead: asked.systems(leaving), row: row)
          })
      ], rows: [row])
  }
}
