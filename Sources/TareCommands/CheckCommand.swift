import ArgumentParser
import TareBytes
import TareGate
import TareReport

/// `tare check IMAGE`.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Hold an image to a policy: budgets, findings that fail, growth, exceptions. Exit status 1 when it fails.",
    discussion: """
      The policy is .tare.yaml; tare init writes one. Without one, findings of
      severity high fail that can be acted on at no or low risk. The last line is
      for scripts: verdict: pass|fail rules=N failed=N

      EXAMPLES
        tare check app.tar -f Dockerfile
        tare check app.tar --against report.json       growth since an earlier report
        tare check app.tar --report junit=check.xml --report markdown=check.md
        tare check app.tar --dive-ci .dive-ci          dive's rules on tare's figures
        tare check app.tar --dive-compat               and on dive's own

      EXIT STATUS
        0 passed, 1 failed, 2 could not be judged.
      """)

  @OptionGroup var image: ImageOptions
  @OptionGroup var dockerfile: OriginOptions
  @OptionGroup var rules: RuleChoice
  @OptionGroup var policy: PolicyOptions
  @OptionGroup var dive: DiveOptions

  @Option(help: ArgumentHelp("An earlier report of tare (--format json): what growth is measured from.", valueName: "report.json"))
  var against: String?

  @OptionGroup var reports: ReportRequests

  @Flag(help: "Exact bytes instead of SI units.")
  var bytes = false

  func run() throws {
    try reports.check(against: image.image, gates: true)
    let today = CalendarDay.today()
    let dive = try dive.read(beside: dockerfile.file)
    let agreed = rules.joined(with: dive?.isExact == true ? nil : try policy.read(beside: dockerfile.file))
    let base = try against.map { try BaseReport(parsing: Self.report($0), named: $0) }
    let gate = Gate(agreed, against: base, dive: dive, on: today)
    let examination = try image.examine(dockerfile, rules, agreed, on: today)
    var options = ReportOptions()
    options.exactBytes = bytes
    options.image = image.image
    let judgement: Judgement
    do { judgement = try gate.judge(examination) } catch { throw CommandError("\(EscapedText.printable(image.image)): \(error)") }
    options.judgement = judgement
    try reports.write(examination, options)
    if !judgement.passes { throw GateFailed() }
  }

  private static func report(_ name: String) throws -> [UInt8] {
    try PolicyOptions.bytes(name, as: "a report", limit: 1 << 30)
  }
}

/// A gate that did not let an image pass; its report has said so.
struct GateFailed: Error {}

/// dive's rules, by its own names.
struct DiveOptions: ParsableArguments {
  @Option(
    name: .customLong("dive-ci"),
    help: ArgumentHelp("dive's rules. Default: ./.dive-ci, else .dive-ci beside the Dockerfile that -f names.", valueName: "file"))
  var file: String?

  @Option(name: .customLong("lowestEfficiency"), help: ArgumentHelp("dive's rule, as a ratio.", valueName: "ratio"))
  var lowestEfficiency: String?

  @Option(name: .customLong("highestWastedBytes"), help: ArgumentHelp("dive's rule, as 20MB.", valueName: "bytes"))
  var highestWastedBytes: String?

  @Option(name: .customLong("highestUserWastedPercent"), help: ArgumentHelp("dive's rule, as a ratio.", valueName: "ratio"))
  var highestUserWastedPercent: String?

  @Flag(help: "Judge dive's figures by dive's rules, as dive would, and nothing else.")
  var diveCompat = false

  private var flags: DiveRules.Settings {
    DiveRules.Settings(
      lowestEfficiency: lowestEfficiency, highestWastedBytes: highestWastedBytes, highestUserWastedPercent: highestUserWastedPercent
    )
  }

  /// Nil where nobody brings any of dive's rules. As in dive, a file stands in place of flags.
  func read(beside dockerfile: String?) throws -> DiveRules? {
    if let name = file ?? PolicyOptions.found(".dive-ci", beside: dockerfile) {
      let settings = try DiveRules.Settings(parsing: PolicyOptions.bytes(name), named: name)
      let source = EscapedText.printable(name) + (flags.isEmpty ? "" : ", in place of the flags, as in dive")
      return try DiveRules(settings, source: source, isExact: diveCompat)
    }
    guard !flags.isEmpty || diveCompat else { return nil }
    return try DiveRules(flags, source: flags.isEmpty ? "dive's defaults" : "flags", isExact: diveCompat)
  }
}
