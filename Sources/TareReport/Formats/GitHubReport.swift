import TareBytes
import TareFindings
import TareGate

/// Annotations for GitHub Actions: failed checks, then findings in their order, at most as many of a level as GitHub shows of
/// one step; then a line for who reads the log.
struct GitHubReport {
  let examination: Examination
  let options: ReportOptions

  /// Annotations of a level that GitHub shows of one step.
  static let shown = 10

  private var findings: [Finding] { examination.findings.findings.filter { $0.exception == nil } }

  func render() -> String {
    let commands = checks + annotations
    var text = ""
    for level in WorkflowCommand.Level.allCases {
      let some = commands.filter { $0.command.level == level }
      guard some.count > Self.shown else {
        text += some.map(\.command.text).joined()
        continue
      }
      text += some.prefix(Self.shown - 1).map(\.command.text).joined()
      text += rest(Array(some.dropFirst(Self.shown - 1)), level).text
    }
    return text + WorkflowCommand.inert(summary) + "\n"
  }

  private struct Annotation {
    var command: WorkflowCommand
    var finding: Finding?
  }

  private var checks: [Annotation] {
    let places = FindingPlaces(examination: examination, options: options)
    let messages = FindingMessage(examination, options)
    return (options.judgement?.checks ?? []).filter { !$0.passed }.map { check in
      Annotation(
        command: command(
          .error, places.places(ofRows: check.rows)[0], EscapedText.printable(check.name), messages.sentences(check)))
    }
  }

  private var annotations: [Annotation] {
    let places = FindingPlaces(examination: examination, options: options)
    let messages = FindingMessage(examination, options)
    return findings.map { finding in
      let level: WorkflowCommand.Level =
        switch ReportLevel(finding, isJudged: options.judgement != nil) {
        case .error: .error
        case .warning: .warning
        case .note: .notice
        }
      let sentences = messages.sentences(finding).dropFirst() + ["tare explain \(finding.rule) says more."]
      let title = messages.summary(finding)
      return Annotation(command: command(level, places.places(of: finding)[0], title, Array(sentences)), finding: finding)
    }
  }

  private func command(_ level: WorkflowCommand.Level, _ place: FindingPlace, _ title: String, _ sentences: [String])
    -> WorkflowCommand
  {
    WorkflowCommand(
      level: level, file: place.isImage ? nil : place.file, lines: place.isImage ? nil : place.lines, title: title,
      message: sentences.joined(separator: "\n"))
  }

  /// What GitHub would leave out without a word.
  private func rest(_ annotations: [Annotation], _ level: WorkflowCommand.Level) -> WorkflowCommand {
    let added = annotations.reduce(0) { $0 + ($1.finding?.added ?? 0) }
    let titles = annotations.map { $0.command.title }
    return WorkflowCommand(
      level: level, title: "\(Quantity.count(annotations.count)) more",
      message: "GitHub shows \(Self.shown) of a kind; left out here"
        + (added > 0 ? ", with \(options.size(added)) that no finding above has" : "") + ":\n" + titles.joined(separator: "\n"))
  }

  /// `shop/api:1.4: 779 MB, of which 468 MB can go at no risk; 21 findings, 3 checks of 7 failed`.
  private var summary: String {
    let totals = examination.findings.totals
    let weighing = examination.analysis.weighing
    var text = "tare: \(weighing.reference ?? options.image): \(options.size(examination.context.imageBytes))"
    text += ", of which \(options.size(totals.none)) can go at no risk and \(options.size(totals.high)) in all; "
    text += findings.count == 1 ? "1 finding" : "\(Quantity.count(findings.count)) findings"
    if let judgement = options.judgement { text += "; \(judgement.failed) of \(judgement.checks.count) checks failed" }
    return text
  }
}
