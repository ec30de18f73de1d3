import TareFindings

/// How loudly a finding is shown where other tools' results stand beside it.
enum ReportLevel: Int, CaseIterable {
  case error, warning, note

  /// What does not count is a note: an alternative to another finding, or one that waits for the owner's word. Where a gate
  /// judged, errors are the gate's alone, so that a job that passes shows none.
  init(_ finding: Finding, isJudged: Bool) {
    switch finding.severity {
    case _ where !finding.counts: self = .note
    case .high: self = isJudged ? .warning : .error
    case .medium: self = .warning
    case .low, .info: self = .note
    }
  }

  /// As SARIF writes it.
  var name: String {
    switch self {
    case .error: "error"
    case .warning: "warning"
    case .note: "note"
    }
  }
}
