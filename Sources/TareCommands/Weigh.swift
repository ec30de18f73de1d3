import ArgumentParser
import TareBytes
import TareFindings
import TareOCI
import TareReach
import TareReport
import TareTree

/// `tare IMAGE`: the main job.
struct Weigh: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Weigh an image: every layer with its size, and what in it is dead. The default command.",
    discussion: """
      EXAMPLES
        tare app.tar                        the table, and where the dead bytes are
        docker save app:latest | tare -     straight from Docker, without a file
        tare app.tar --layer 7              one layer, opened
        tare app.tar -f Dockerfile          with the lines that made the layers
        tare app.tar -f Dockerfile --finding package-lists
                                            one finding, with its fix as a diff
        tare app.tar --format json          everything, for programs
        tare app.tar --format markdown -o report.md
        tare app.tar -f Dockerfile --format html -o report.html
                                            one page to look at and to send; it loads nothing
        tare app.tar --report json=report.json --report markdown=report.md
        tare app.tar -f Dockerfile --report sarif=tare.sarif
                                            for code scanning; github and gitlab
                                            for the logs and widgets of these
        tare check app.tar                  hold it to what .tare.yaml says
        tare app.tar --format cyclonedx     a bill of materials; or spdx
        tare app.tar --format csv --table files

      Sizes are bytes of content in SI units (1 kB = 1,000 bytes), as Docker prints them.
      """)

  @OptionGroup var image: ImageOptions
  @OptionGroup var dockerfile: OriginOptions

  @OptionGroup var rules: RuleChoice

  @OptionGroup var policy: PolicyOptions

  @OptionGroup var reports: ReportRequests

  @Option(help: "Open one layer, by its number in the table. For the terminal.")
  var layer: Int?

  @Option(
    help: ArgumentHelp(
      "Open one finding, by its id, or all of a rule: evidence, paths, lines, and the fix as a diff. For the terminal.",
      valueName: "id"))
  var finding: String?

  @Option(help: "How many rows each list has.")
  var top: Int?

  @Flag(help: "Exact bytes instead of SI units.")
  var bytes = false

  func validate() throws {
    if let top, top < 1 { throw ValidationError("--top takes a number from 1") }
    if layer != nil, let format = reports.format, format != .terminal {
      throw ValidationError("--layer goes with the terminal format; \(format.rawValue) has all layers")
    }
    if top != nil, reports.format == .html { throw ValidationError("--top goes with the other formats; html has all rows") }
    if finding != nil, let format = reports.format, format != .terminal {
      throw ValidationError("--finding goes with the terminal format; \(format.rawValue) has all findings")
    }
    if finding != nil, layer != nil { throw ValidationError("--finding and --layer open one thing each; give one of them") }
  }

  /// The part of its help that is about arguments and options: what `tare --help` lacks.
  static var optionsHelp: String {
    let help = helpMessage()
    return help.ranges(of: "ARGUMENTS:").first.map { String(help[$0.lowerBound...]) } ?? help
  }

  func run() throws {
    try reports.check(against: image.image)
    let agreed = rules.joined(with: try policy.read(beside: dockerfile.file))
    let examination = try image.examine(dockerfile, rules, agreed, on: .today())
    let analysis = examination.analysis
    var options = ReportOptions()
    options.exactBytes = bytes
    options.top = top
    options.layer = try ImageOptions.checked(layer, in: analysis.weighing)
    options.image = image.image
    options.policy = agreed.summary
    options.table = reports.table ?? .packages
    if image.image == "-" { options.feed = analysis.weighing.feed }
    if let finding { try check(finding, examination) }
    options.finding = finding
    try reports.write(examination, options)
  }
}

extension Weigh {
  /// - Throws: `CommandError` when no finding has that name.
  private func check(_ name: String, _ examination: Examination) throws {
    guard FindingPage.findings(named: name, in: examination).isEmpty else { return }
    let shown = EscapedText.printable(name)
    if let checked = examination.findings.checked.first(where: { $0.rule == name }) {
      throw CommandError("\(image.image): no finding of \(shown): \(checked.reason)")
    }
    let near = examination.findings.findings.filter { $0.id.hasPrefix(name) || $0.rule.hasPrefix(name) }.prefix(3).map(\.id)
    let hint = near.isEmpty ? "--format json lists the ids, tare rules the rules" : "there is \(near.joined(separator: ", "))"
    throw CommandError("\(image.image): no finding named \(shown); \(hint)")
  }
}

extension Weighing {
  /// What most likely fed standard input.
  fileprivate var feed: String {
    guard let reference, Reference.isPlausible(reference) else { return "…" }
    return format == .dockerArchive ? "docker save \(reference)" : "…"
  }
}
