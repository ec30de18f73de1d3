import TareBytes
public import TareFindings
public import TareGate
import TareTree

/// The formats of a report. This is the one place that knows them all.
public enum ReportFormat: String, CaseIterable, Sendable {
  case terminal, json, markdown, html
  case sarif, github, gitlab
  case cyclonedx, spdx, csv
  /// Of a gate's verdict alone.
  case junit

  /// The whole report, as bytes to write.
  public func render(_ examination: Examination, _ options: ReportOptions) -> [UInt8] {
    switch self {
    case .terminal where options.judgement != nil, .junit: Self.gate(self, examination, options)
    case .terminal: Array(TerminalReport(examination: examination, options: options).render().utf8)
    case .json: JSONReport(examination: examination, options: options).render()
    case .markdown: Array(MarkdownReport(examination: examination, options: options).render().utf8)
    case .sarif: SARIFReport(examination: examination, options: options).render()
    case .github: Array(GitHubReport(examination: examination, options: options).render().utf8)
    case .gitlab: GitLabReport(examination: examination, options: options).render()
    case .html: HTMLPage(examination: examination, options: options).render()
    case .cyclonedx: CycloneDXReport(examination: examination, options: options).render()
    case .spdx: SPDXReport(examination: examination, options: options).render()
    case .csv: TableReport(examination: examination, options: options).render()
    }
  }

  /// Whether it shows a gate's verdict and nothing else.
  public var isOfGate: Bool { self == .junit }

  private static func gate(_ format: ReportFormat, _ examination: Examination, _ options: ReportOptions) -> [UInt8] {
    let judgement = options.judgement ?? Judgement(checks: [])
    let text =
      format == .junit
      ? JUnitReport(examination: examination, judgement: judgement).render()
      : GateReport(examination: examination, judgement: judgement, options: options).render()
    return Array(text.utf8)
  }
}

/// How a report is to look. It changes no number.
public struct ReportOptions: Sendable {
  /// Sizes as whole bytes instead of SI units.
  public var exactBytes = false
  /// The length of every list; nil for the format's own.
  public var top: Int?
  /// Columns that the terminal has.
  public var width = 100
  public var colour = false
  /// The row to open; nil for the image.
  public var layer: Int?
  /// The finding to open, by its id, or a rule to open all of; nil for none.
  public var finding: String?
  /// The image as the user named it, for the commands that the report proposes.
  public var image = "IMAGE"
  /// Which table CSV has.
  public var table = ReportTable.packages
  /// What feeds standard input when the image came from there.
  public var feed: String?
  /// What of a policy file changes the findings, in one line; nil for nothing.
  public var policy: String?
  /// What a gate said of the image; nil where none was asked.
  public var judgement: Judgement?

  public init() {}

  /// A command line on the same image.
  func tare(command: String = "", _ arguments: String) -> String {
    let line = ["tare", command, ShellWord.quoted(image), arguments].filter { !$0.isEmpty }.joined(separator: " ")
    return feed.map { "\($0) | \(line)" } ?? line
  }

  func size(_ bytes: Int?) -> String {
    guard let bytes else { return "unknown" }
    return exactBytes ? "\(Quantity.count(bytes)) B" : Quantity.size(bytes)
  }
}
