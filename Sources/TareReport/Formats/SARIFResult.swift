import TareBytes
import TareFindings
import TareGate

/// A result of a run: a finding, or a check of the gate that failed.
struct SARIFResult {
  var rule: String
  var level: ReportLevel
  var message: String
  /// Never empty.
  var places: [FindingPlace]
  var rows: [Int]
  var fingerprint: String
  var finding: Finding?
  /// Whether the exception stands in the Dockerfile.
  var isExceptedInSource = false
  var check: Judgement.Check?

  func write(ruleIndex: Int?, root: String, _ json: inout JSONWriter) {
    json.key("ruleId", rule)
    if let ruleIndex { json.key("ruleIndex", ruleIndex) }
    json.key("level", level.name)
    SARIFReport.message("message", message, &json)
    locations("locations", places.prefix(1), root, &json)
    if places.count > 1 { locations("relatedLocations", places.dropFirst(), root, &json) }
    json.key("partialFingerprints") { json in
      json.object { json in
        // The name that GitHub looks for, and one of our own, should the way to compute it change.
        json.key("primaryLocationLineHash", fingerprint)
        json.key("tare/v1", fingerprint)
      }
    }
    if let finding, let exception = finding.exception { suppression(exception, &json) }
    if let finding { fixes(finding, root, &json) }
    json.key("properties") { json in json.row(properties) }
  }

  private func locations(_ key: String, _ places: some Sequence<FindingPlace>, _ root: String, _ json: inout JSONWriter) {
    json.key(key) { json in
      json.array(places) { json, place in
        json.object { location(place, names: key == "locations", root, &$0) }
      }
    }
  }

  private func location(_ place: FindingPlace, names: Bool, _ root: String, _ json: inout JSONWriter) {
    json.key("physicalLocation") { json in
      json.object { json in
        json.key("artifactLocation") { json in
          SARIFReport.location(place.file, place.isImage ? nil : root, &json)
        }
        json.key("region") { json in
          json.row { json in
            json.key("startLine", place.lines.lowerBound)
            json.key("endLine", place.lines.upperBound)
          }
        }
      }
    }
    if names, !rows.isEmpty {
      json.key("logicalLocations") { json in
        json.array(rows) { json, row in
          json.row { json in
            json.key("name", "layer \(row)")
            json.key("kind", "layer")
          }
        }
      }
    }
    guard let origin = place.origin else { return }
    json.key("properties") { json in
      json.row { json in
        json.key("stage", origin.stageName.map { EscapedText.printable($0) } ?? "\(origin.stage)")
        json.key("confidence", origin.confidence.rawValue)
      }
    }
  }

  private func fixes(_ finding: Finding, _ root: String, _ json: inout JSONWriter) {
    let fixes = finding.fixes.compactMap(SARIFFix.init)
    guard !fixes.isEmpty else { return }
    json.key("fixes") { json in
      json.array(fixes) { json, fix in json.object { fix.write(root: root, &$0) } }
    }
  }

  private func suppression(_ reason: String, _ json: inout JSONWriter) {
    json.key("suppressions") { json in
      json.array(CollectionOfOne(reason)) { json, reason in
        json.row { json in
          json.key("kind", isExceptedInSource ? "inSource" : "external")
          json.key("status", "accepted")
          json.key("justification", EscapedText.printable(reason))
        }
      }
    }
  }

  private func properties(_ json: inout JSONWriter) {
    if let finding {
      json.key("id", EscapedText.printable(finding.id))
      json.key("severity", finding.severity.name)
      json.key("bytes", finding.bytes)
      json.key("added", finding.added)
      json.key("stored", finding.stored)
      json.key("exact", finding.exact)
      json.key("counts", finding.counts)
      json.key("intent", finding.intent.map { EscapedText.printable($0) })
      json.key("risk", finding.risk.level.name)
      json.key("effort", finding.effort.name)
    }
    if let check {
      json.key("figure", EscapedText.printable(check.figure))
      json.key("limit", EscapedText.printable(check.limit))
      json.key("finding", check.finding.map { EscapedText.printable($0) })
    }
  }
}
