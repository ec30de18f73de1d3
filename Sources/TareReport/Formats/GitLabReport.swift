import TareBytes
import TareFindings
import TareGate

/// What GitLab shows of code quality in merge requests: a list of issues.
///
/// Source: GitLab's documentation, "Code Quality report format".
struct GitLabReport {
  let examination: Examination
  let options: ReportOptions

  func render() -> [UInt8] {
    var json = JSONWriter()
    json.array(issues) { json, issue in json.object(issue.write) }
    return json.finish()
  }

  private struct Issue {
    var description: String
    var check: String
    var fingerprint: String
    var severity: String
    var place: FindingPlace

    func write(_ json: inout JSONWriter) {
      json.key("description", description)
      json.key("check_name", check)
      json.key("fingerprint", fingerprint)
      json.key("severity", severity)
      json.key("location") { json in
        json.object { json in
          json.key("path", place.file)
          json.key("lines") { json in
            json.row { json in
              json.key("begin", place.lines.lowerBound)
              json.key("end", place.lines.upperBound)
            }
          }
        }
      }
    }
  }

  private var issues: [Issue] {
    let places = FindingPlaces(examination: examination, options: options)
    let messages = FindingMessage(examination, options)
    let fingerprints = Fingerprints(examination)
    // Reports of several jobs are merged by fingerprint: those of two images must differ.
    let image = ImageName.stable(examination.analysis.weighing, options)
    var issues = (options.judgement?.checks ?? []).filter { !$0.passed }.map { check in
      let id = SARIFRules.id(check)
      return Issue(
        description: messages.sentences(check).joined(separator: " "), check: id,
        fingerprint: Fingerprints.text(id, within: image), severity: "blocker", place: places.places(ofRows: check.rows)[0])
    }
    for (number, finding) in examination.findings.findings.enumerated() where finding.exception == nil {
      issues.append(
        Issue(
          description: description(finding, messages), check: finding.rule,
          fingerprint: fingerprints.text(number, within: image), severity: severity(finding), place: places.places(of: finding)[0]))
    }
    return issues
  }

  /// One paragraph: what it is, and the first thing to do.
  private func description(_ finding: Finding, _ messages: FindingMessage) -> String {
    let sentences = messages.sentences(finding)
    return sentences.filter { $0 == sentences.first || $0.hasPrefix("Risk ") || $0.hasPrefix("Fix: ") }.joined(separator: " ")
  }

  private func severity(_ finding: Finding) -> String {
    guard finding.counts else { return "info" }
    return switch finding.severity {
    case .high: "critical"
    case .medium: "major"
    case .low: "minor"
    case .info: "info"
    }
  }
}
