import TareBytes
public import TareFindings
import TareOrigins
import TareTree

/// `tare IMAGE --finding ID`: one finding, or all of one rule, opened.
public struct FindingPage {
  private let examination: Examination
  private let findings: [Finding]
  private let options: ReportOptions

  /// What a user may have meant: a finding's id, or the name of a rule.
  public static func findings(named name: String, in examination: Examination) -> [Finding] {
    let all = examination.findings.findings
    let one = all.filter { $0.id == name }
    return one.isEmpty ? all.filter { $0.rule == name } : one
  }

  public init(_ findings: [Finding], _ examination: Examination, options: ReportOptions) {
    self.findings = findings
    self.examination = examination
    self.options = options
  }

  private var text: FindingText { FindingText(examination: examination, options: options) }
  private static let pathsShown = 10
  private static let linesShown = 24

  public func render() -> String {
    var paths = ClaimPaths(examination.context.table)
    return findings.map { finding in page(finding, paths.paths(of: finding.claim)) }.joined(separator: "\n")
  }

  private func page(_ finding: Finding, _ claims: [ClaimedPath]) -> String {
    var page = wrapped(Style.strong.apply(finding.title, options.colour))
    page += Style.dim.apply(finding.id, options.colour) + "\n"
    page += wrapped(facts(finding).joined(separator: "; "))
    page += wrapped("risk \(finding.risk.level.name): \(finding.risk.words)")
    if !finding.evidence.isEmpty { page += "\n" + finding.evidence.map { indented($0) }.joined() }
    page += self.claims(finding, claims) + lines(finding)
    for (index, fix) in finding.fixes.enumerated() {
      page += "\n" + wrapped("\(index == 0 ? "Fix" : "Or"): \(fix.text)")
      if let diff = fix.diff { page += "\n" + DiffText(diff.text).terminal(options.colour) }
    }
    return page
  }

  private func facts(_ finding: Finding) -> [String] {
    var facts = ["\(text.bytes(finding)) (\(text.share(finding.bytes)))"]
    if finding.counts, finding.added != finding.bytes {
      facts.append("\(options.size(finding.added)) beyond those ranked above it")
    }
    if let exception = finding.exception {
      facts.append("excepted: \(EscapedText.printable(exception))")
    } else if !finding.counts {
      facts.append(finding.intent.map { "counts with the word \($0)" } ?? "an alternative to another one, which saves more")
    }
    if finding.needsBase { facts.append("\(options.size(finding.baseBytes)) of it in the base") }
    return facts + ["severity \(finding.severity.name)", "effort \(finding.effort.name)"]
  }

  /// What is claimed, the heaviest first.
  private func claims(_ finding: Finding, _ claims: [ClaimedPath]) -> String {
    let weighed = claims.map { (bytes: examination.context.table.written($0), claim: $0) }.filter { $0.bytes > 0 }
      .sorted { ($1.bytes, $0.claim.path) < ($0.bytes, $1.claim.path) }
    guard !weighed.isEmpty else { return "" }
    let limit = options.top ?? Self.pathsShown
    let weighing = examination.analysis.weighing
    let list = TextList.render("What can go", weighed, limit: limit, options) { row in
      let path = EscapedText.printable(weighing.path(row.claim.path)) + (row.claim.isWholeDirectory ? "/" : "")
      return [options.size(row.bytes), "\(path)  (layer \(weighing.rowOfLayer[Int(row.claim.layer)]))"]
    }
    return "\n" + list
  }

  /// The lines of the Dockerfile that a fix would change.
  private func lines(_ finding: Finding) -> String {
    guard let origins = examination.origins, origins.file.choice != .reconstructed else { return "" }
    let source = origins.file.dockerfile.source.split(separator: 0x0a, omittingEmptySubsequences: false)
    let words = OriginText(origins: origins)
    return examination.context.origins(of: finding).prefix(2).map { origin in
      let title = "\(EscapedText.printable(origins.file.name)), \(words.sentence(origin))"
      let lines = origin.lines.prefix(Self.linesShown).compactMap { line -> String? in
        guard source.indices.contains(line - 1) else { return nil }
        return
          "  \(line)  \(EscapedText.printable(source[line - 1].last == 0x0d ? source[line - 1].dropLast() : source[line - 1]))\n"
      }
      return "\n" + Style.strong.apply(title, options.colour) + "\n" + lines.joined()
    }.joined()
  }

  private func wrapped(_ text: String) -> String { TextList.wrapped(text, width: options.width) }

  private func indented(_ text: String) -> String {
    TextList.wrapped(text, width: options.width - 4).split(separator: "\n").enumerated()
      .map { ($0.offset == 0 ? "  - " : "    ") + $0.element + "\n" }.joined()
  }
}
