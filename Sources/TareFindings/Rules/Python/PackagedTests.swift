import TareLayers
import TareTree

/// Test suites that distributions bring along inside their packages.
///
/// numpy, scipy, sympy and many others install their tests with their modules. A service does not run them: delete
/// directories named `tests` and `test` in the instruction that installs, or in the build stage before the copy. Test programs
/// in machine code (googletest) go with them.
///
/// A directory is claimed only where nothing imports it: no source of the application that was read, and no module of the same
/// distribution outside of its tests. `numpy.testing` and `django.test` are modules for others to use, and are no test suites.
///
/// `pip check` and uninstalling still work; `RECORD` then names files that are not there.
struct PackagedTests: Rule {
  static let name = "packaged-tests"
  static let family = RuleFamily.python
  static let summary = "Test suites inside installed distributions"

  func findings(in context: RuleContext) throws -> RuleOutcome {
    let installed = InstalledFiles(context)
    guard !installed.files.isEmpty else { return .nothing(because: "no distributions are installed") }
    let suites = try TestSuites(installed, context)
    let programs = TestPrograms(installed, context)
    let sites = installed.bySite { suites.contains($0.shown.path) || programs.contains($0.shown) }
    guard !sites.isEmpty else {
      let kept = suites.kept.isEmpty ? "" : ", but for those that are imported"
      return .nothing(because: "no installed distribution holds directories of tests\(kept)")
    }
    return .findings(sites.map { finding($0.site, $0.files, installed, suites, context) })
  }

  private func finding(
    _ site: Int32, _ files: [InstalledFiles.File], _ installed: InstalledFiles, _ suites: TestSuites, _ context: RuleContext
  ) -> Finding {
    let rows = context.rowsHolding(Set(files.map(\.shown.content)))
    var evidence = installed.heaviest(files)
    let kept = suites.kept.filter { context.paths.lies($0.key, in: site) }.sorted { $0.key < $1.key }
    if let first = kept.first {
      let more = kept.count > 1 ? ", and \(kept.count - 1) more" : ""
      evidence.append("stays: \(context.text(first.key)), which \(context.text(first.value)) imports\(more)")
    }
    evidence.append(
      suites.unread == 0
        ? "no module outside of these directories imports them, of \(context.counted(suites.read, "source")) that were read"
        : "\(context.counted(suites.unread, "source")) could not be read to see whether they import them")
    return Finding(
      key: context.text(site), title: "Tests inside the distributions of \(context.text(site))",
      claim: context.claim(files: files.map(\.shown)), evidence: evidence, effort: .oneLine,
      risk: Risk(
        suites.unread == 0 ? .low : .medium,
        "a program that imports a distribution's own tests by a name made at run time no longer finds them"),
      fixes: [
        installed.fix(
          files,
          "-depth -type d '(' -name tests -o -name test -o -name _tests ')'\(staying(kept.map(\.key), context)) -exec rm -rf {} +",
          rows)
      ], rows: rows)
  }

  private func staying(_ suites: [Int32], _ context: RuleContext) -> String {
    suites.map { " ! -path '\(context.text($0))*'" }.joined()
  }
}
