import TareBytes
import TareFindings
import TareGate
import TareOrigins
import TareReach
import TareTree

/// Findings and failed checks in the Static Analysis Results Interchange Format.
///
/// Source: OASIS, SARIF 2.1.0 with errata 01, and what GitHub's code scanning takes of it: every location needs a file and a
/// line, only the first one is shown, and results are matched by `primaryLocationLineHash`.
struct SARIFReport {
  let examination: Examination
  let options: ReportOptions

  private static let schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
  private static let root = "%SRCROOT%"

  private var analysis: Analysis { examination.analysis }
  private var weighing: Weighing { analysis.weighing }
  private var findings: [Finding] { examination.findings.findings }
  private var failed: [Judgement.Check] { options.judgement?.checks.filter { !$0.passed } ?? [] }

  func render() -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.key("$schema", Self.schema)
      json.key("version", "2.1.0")
      json.key("runs") { json in json.array(CollectionOfOne(())) { json, _ in json.object(run) } }
    }
    return json.finish()
  }

  private func run(_ json: inout JSONWriter) {
    let rules = SARIFRules(failed)
    json.key("tool") { json in
      json.object { json in
        json.key("driver") { json in
          json.object { json in
            json.key("name", "tare")
            json.key("semanticVersion", Version.current)
            rules.write(&json)
          }
        }
      }
    }
    // What GitHub calls the category is all before the last slash.
    json.key("automationDetails") { json in json.row { $0.key("id", "tare/\(ImageName.stable(weighing, options))/") } }
    json.key("invocations") { json in json.array(CollectionOfOne(())) { json, _ in json.object(invocation) } }
    json.key("originalUriBaseIds") { json in
      json.object { json in
        json.key(Self.root) { json in
          json.row { json in Self.message("description", "The directory that tare was run in.", &json) }
        }
      }
    }
    json.key("columnKind", "utf16CodeUnits")
    results(rules, &json)
    json.key("properties") { json in json.object(properties) }
  }

  private func invocation(_ json: inout JSONWriter) {
    json.key("executionSuccessful", true)
    guard !analysis.notes.isEmpty else { return }
    json.key("toolExecutionNotifications") { json in
      json.array(analysis.notes) { json, note in
        json.row { json in
          json.key("level", "note")
          Self.message("message", (note.layer.map { "Layer \($0): " } ?? "") + EscapedText.printable(note.text), &json)
        }
      }
    }
  }

  // MARK: Results

  private func results(_ rules: SARIFRules, _ json: inout JSONWriter) {
    let places = FindingPlaces(examination: examination, options: options)
    let messages = FindingMessage(examination, options)
    let fingerprints = Fingerprints(examination)
    var results = failed.map { check in
      SARIFResult(
        rule: SARIFRules.id(check), level: .error, message: messages.sentences(check).joined(separator: " "),
        places: places.places(ofRows: check.rows), rows: check.rows, fingerprint: Fingerprints.text(SARIFRules.id(check)),
        check: check)
    }
    for (number, finding) in findings.enumerated() {
      results.append(
        SARIFResult(
          rule: finding.rule, level: ReportLevel(finding, isJudged: options.judgement != nil),
          message: messages.sentences(finding).joined(separator: " "), places: places.places(of: finding), rows: finding.rows,
          fingerprint: fingerprints.text(number), finding: finding, isExceptedInSource: isInSource(finding)))
    }
    json.key("results") { json in
      json.array(results) { json, result in
        json.object { result.write(ruleIndex: rules.index(of: result.rule), root: Self.root, &$0) }
      }
    }
  }

  /// Whether a comment in the Dockerfile excepts it.
  private func isInSource(_ finding: Finding) -> Bool {
    guard let exception = finding.exception, let dockerfile = examination.origins?.file.dockerfile else { return false }
    return IgnoreComment.all(in: dockerfile).contains { comment in
      comment.rules.contains(finding.rule) && exception.contains("line \(comment.line)")
    }
  }

  // MARK: Figures

  private func properties(_ json: inout JSONWriter) {
    let totals = examination.findings.totals
    json.key("image", weighing.reference.map { EscapedText.printable($0) })
    json.key("configDigest", weighing.configDigest.description)
    json.key("stored", weighing.totals.stored)
    json.key("unpacked", weighing.totals.unpacked)
    json.key("live", weighing.totals.live)
    json.key("dead", weighing.totals.dead)
    json.key("removable") { json in
      json.row { json in for level in Risk.Level.allCases { json.key(level.name, totals.asIs(level)) } }
    }
    json.key("removableWithIntent") { json in
      json.row { json in for intent in totals.withIntent { json.key(intent.intent, intent.bytes) } }
    }
    guard let judgement = options.judgement else { return }
    json.key("judgement") { json in
      json.object { json in
        json.key("passes", judgement.passes)
        json.key("checks") { json in
          json.array(judgement.checks) { json, check in
            json.row { json in
              json.key("name", EscapedText.printable(check.name))
              json.key("passed", check.passed)
              json.key("figure", EscapedText.printable(check.figure))
              json.key("limit", EscapedText.printable(check.limit))
            }
          }
        }
      }
    }
  }

  // MARK: Places and texts

  /// - Parameter root: what a relative path is below; nil where nothing is.
  static func location(_ file: String, _ root: String?, _ json: inout JSONWriter) {
    json.row { json in
      json.key("uri", RelativeURI.of(file))
      if let root, !file.hasPrefix("/") { json.key("uriBaseId", root) }
    }
  }

  static func message(_ key: String, _ text: String, _ json: inout JSONWriter) {
    json.key(key) { json in json.row { $0.key("text", inert(text)) } }
  }

  /// Text in which nothing is a link or a placeholder, whatever names an image has: `[x](y)` and `{0}` mean something.
  static func inert(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var position = 0
    while position < bytes.count {
      let digits = bytes[(position + 1)...].prefix { (0x30...0x39).contains($0) }
      if bytes[position...].starts(with: "](".utf8) {
        result += [0x5c, 0x5d]
      } else if bytes[position] == 0x7b, !digits.isEmpty, digits.endIndex < bytes.count, bytes[digits.endIndex] == 0x7d {
        result += [0x7b, 0x7b] + digits + [0x7d, 0x7d]
        position = digits.endIndex
      } else {
        result.append(bytes[position])
      }
      position += 1
    }
    return String(decoding: result, as: UTF8.self)
  }
}
