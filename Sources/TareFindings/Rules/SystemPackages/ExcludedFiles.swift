import TareOwners

/// Findings on files of the distribution's packages that its package manager can be told to leave out.
struct ExcludedFiles {
  /// The subject of the title.
  var thing: String
  /// dpkg's patterns for what goes and what stays.
  var patterns: [String]
  var included: [String]
  /// What dnf and its kind are told.
  var rpm: String
  /// Of the file that tells dpkg.
  var fileName: String
  var risk: Risk
  var evidence: [String] = []

  /// Whether the file came with the system rather than with the application: a package's, a runtime's, the base's, or what
  /// package scripts left.
  static func isSystems(_ file: ShownFile, _ context: RuleContext) -> Bool {
    switch context.ownership.owners[Int(file.content)] {
    case .application: false
    case .package(let number): context.package(number).ecosystem != .pypi
    case .base, .nobody: true
    }
  }

  func outcome(_ files: [ShownFile], _ context: RuleContext, nothing: String) -> RuleOutcome {
    guard files.contains(where: { $0.size > 0 }) else { return .nothing(because: nothing) }
    let (base, own) = context.splitByBase(files)
    var findings: [Finding] = []
    if !own.isEmpty {
      findings.append(
        finding("own", "\(thing) of installed packages", own, fixes(own, context), .oneLine, context))
    }
    if !base.isEmpty {
      var finding = finding(
        "base", "\(thing) of the base", base,
        [Finding.Fix("start from a base without them, such as its slim variant; a later rm saves nothing")], .restructure, context)
      // Shared with other images, and not for this Dockerfile to mend.
      finding.severityOfItsOwn = .info
      findings.append(finding)
    }
    return .findings(findings)
  }

  private func finding(
    _ key: String, _ title: String, _ files: [ShownFile], _ fixes: [Finding.Fix], _ effort: Effort, _ context: RuleContext
  ) -> Finding {
    let contents = Set(files.map(\.content)).sorted()
    return Finding(
      key: key, title: title, claim: context.claim(files: files), evidence: context.heaviest(contents) + evidence, effort: effort,
      risk: risk, fixes: fixes, rows: context.rowsHolding(contents))
  }

  private func fixes(_ files: [ShownFile], _ context: RuleContext) -> [Finding.Fix] {
    let endings = context.endings(ofRows: context.rowsHolding(files.map(\.content)))
    switch context.ownership.packages.first(where: { RuleContext.systemEcosystems.contains($0.package.ecosystem) })?.package
      .ecosystem
    {
    case .deb:
      let lines = patterns.prefix(5).map { "path-exclude=\($0)" } + included.map { "path-include=\($0)" }
      return [
        Finding.Fix(
          "write a file in /etc/dpkg/dpkg.cfg.d/ above the first apt-get install: \(lines.joined(separator: ", "))",
          diff: context.diff { (draft) throws(NoSoundEdit) in
            let contents = Set(files.map(\.content)).sorted()
            try draft.exclude(contents, patterns: patterns, included: included, name: fileName)
          }),
        Finding.Fix("delete them \(endings)"),
      ]
    case .rpm: return [Finding.Fix("install without them (\(rpm)), or delete them \(endings)")]
    default: return [Finding.Fix("delete them \(endings)")]
    }
  }
}
