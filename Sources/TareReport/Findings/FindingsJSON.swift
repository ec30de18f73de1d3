import TareFindings
import TareOrigins
import TareReach
import TareTree

/// Findings, their claims and the totals, as the contract has them.
struct FindingsJSON {
  let examination: Examination
  /// How many findings; nil for all.
  let top: Int?

  private var weighing: Weighing { examination.analysis.weighing }

  func removable(_ json: inout JSONWriter) {
    let totals = examination.findings.totals
    json.key("removable") { json in
      json.object { json in
        json.key("asIs") { json in
          json.row { json in
            for level in Risk.Level.allCases { json.key(level.name, totals.asIs(level)) }
          }
        }
        json.key("withIntent") { json in
          json.row { json in for intent in totals.withIntent { json.key(intent.intent, intent.bytes) } }
        }
        json.key("inBase", totals.inBase)
        if let split = examination.split {
          json.key("split") { json in
            json.row { json in
              json.key("api", split.api)
              json.key("ml", split.ml)
              json.key("shared", split.shared)
            }
          }
        } else {
          json.key("split", String?.none)
        }
      }
    }
  }

  func removableStored(_ json: inout JSONWriter) {
    let totals = examination.findings.totals
    json.key("removableStored") { json in
      json.object { json in
        json.key("asIs") { json in
          json.row { json in for level in Risk.Level.allCases { json.key(level.name, totals.stored(level)) } }
        }
        json.key("withIntent") { json in
          json.row { json in for intent in totals.withIntent { json.key(intent.intent, intent.stored) } }
        }
      }
    }
  }

  func purposes(_ json: inout JSONWriter) {
    json.key("purposes") { json in
      json.array(examination.verdicts.purposes) { json, summary in
        json.row { json in
          json.key("purpose", summary.purpose.rawValue)
          json.key("bytes", summary.bytes)
          json.key("layers", summary.rows)
          json.key("removable", summary.removable)
          json.key("removableWithIntent", summary.withIntent)
          json.key("priority", summary.priority.name)
        }
      }
    }
  }

  func lists(_ json: inout JSONWriter) {
    var paths = ClaimPaths(examination.context.table)
    json.key("findings") { json in
      json.array(examination.findings.findings.prefix(top ?? .max)) { json, finding in
        let claims = paths.paths(of: finding.claim)
        json.object { self.finding(finding, claims, &$0) }
      }
    }
    json.key("checked") { json in
      json.array(examination.findings.checked) { json, checked in
        json.row { json in
          json.key("rule", checked.rule)
          json.key("reason", checked.reason)
        }
      }
    }
  }

  private func finding(_ finding: Finding, _ claims: [ClaimedPath], _ json: inout JSONWriter) {
    json.key("id", finding.id)
    json.key("rule", finding.rule)
    json.key("severity", finding.severity.name)
    json.key("title", finding.title)
    json.key("bytes", finding.bytes)
    json.key("added", finding.added)
    json.key("counts", finding.counts)
    json.key("exception", finding.exception)
    json.key("stored", finding.stored)
    json.key("exact", finding.exact)
    json.key("group", finding.group)
    json.key("intent", finding.intent)
    json.key("needsBase", finding.needsBase)
    json.key("baseBytes", finding.baseBytes)
    json.key("layers", finding.rows)
    json.key("origins") { json in
      json.array(examination.context.origins(of: finding)) { json, origin in
        OriginJSON(origins: examination.origins).row(origin, &json)
      }
    }
    json.key("evidence", finding.evidence)
    json.key("effort", finding.effort.name)
    json.key("risk", finding.risk.level.name)
    json.key("riskReason", finding.risk.words)
    json.key("fixes") { json in
      json.array(finding.fixes) { json, fix in
        json.row { json in
          json.key("text", fix.text)
          json.key("saves", fix.saves)
          json.key("diff", fix.diff?.text)
        }
      }
    }
    json.key("claims") { json in json.array(claims) { $0.row(claim($1)) } }
    json.key("edits") { json in
      json.array(finding.edits) { json, edit in
        json.row { json in
          let content = weighing.tree.contents[Int(edit.content)]
          json.key("layer", weighing.rowOfLayer[Int(content.location.layer)])
          json.path("path", weighing.path(content.path))
          json.key("kind", edit.kind)
          json.key("oldSize", edit.oldSize)
          json.key("newSize", edit.newSize)
        }
      }
    }
  }

  private func claim(_ claim: ClaimedPath) -> (inout JSONWriter) -> Void {
    { json in
      json.key("layer", weighing.rowOfLayer[Int(claim.layer)])
      json.path("path", weighing.path(claim.path) + (claim.isWholeDirectory && claim.path > PathTable.root ? [0x2f] : []))
      if let occurrence = claim.occurrence { json.key("occurrence", occurrence) }
      if let ranges = claim.ranges {
        json.key("ranges") { json in
          json.array(ranges.ranges) { json, range in
            json.row { json in
              json.key("start", range.lowerBound)
              json.key("end", range.upperBound)
            }
          }
        }
      }
      if let kept = claim.kept {
        json.key("kept") { json in
          json.row { json in
            json.key("layer", weighing.rowOfLayer[Int(kept.layer)])
            json.path("path", weighing.path(kept.path))
          }
        }
      }
    }
  }
}
