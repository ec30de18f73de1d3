import TareBytes
import TareFindings
import TareOCI
import TareOrigins
import TareReach
import TareTree

/// The contract that other tools rely on; see `docs/json.md` and `docs/report.schema.json`.
struct JSONReport {
  static let schemaVersion = 1
  /// Rows in each list of the heaviest.
  static let heaviest = 10

  let examination: Examination
  let options: ReportOptions

  private var analysis: Analysis { examination.analysis }
  private var weighing: Weighing { analysis.weighing }
  private var origins: Origins? { examination.origins }
  private var findings: FindingsJSON { FindingsJSON(examination: examination, top: options.top) }

  func render() -> [UInt8] {
    let packages = PackageJSON(analysis: analysis, origins: origins)
    var json = JSONWriter()
    json.object { json in
      json.key("schemaVersion", Self.schemaVersion)
      json.key("image") { json in json.object(image) }
      json.key("base") { json in json.object(packages.base) }
      OriginJSON(origins: origins).writeFile(&json)
      json.key("totals") { json in json.object(totals) }
      json.key("dive") { json in dive(&json) }
      json.key("layers") { json in json.array(weighing.rows) { $0.row(layer($1)) } }
      json.key("dead") { json in json.array(shortened(weighing.dead)) { $0.row(dead($1)) } }
      json.key("duplicates") { json in json.array(shortened(weighing.duplicates)) { $0.row(duplicate($1)) } }
      json.key("owners") { json in json.object(packages.owners) }
      json.key("packages") { json in
        json.array(PackageReport.ranked(analysis, by: .retained).prefix(options.top ?? .max)) { $0.row(packages.package($1)) }
      }
      json.key("binaries") { json in json.object(packages.binaries) }
      json.key("heaviest") { json in json.object { heaviest(&$0, layer: nil) } }
      findings.purposes(&json)
      findings.lists(&json)
      findings.order(&json)
      GateJSON(judgement: options.judgement).write(&json)
      json.key("notes") { json in
        json.array(analysis.notes) { json, note in
          json.row { json in
            json.key("layer", note.layer)
            json.key("text", note.text)
          }
        }
      }
    }
    return json.finish()
  }

  private func shortened<Item>(_ list: [Item]) -> ArraySlice<Item> { list.prefix(options.top ?? list.count) }

  private func image(_ json: inout JSONWriter) {
    json.key("reference", weighing.reference)
    json.key("source", "\(weighing.format.rawValue):\(weighing.location.name)")
    json.key("platform", weighing.platform?.description)
    json.key("digest", weighing.manifestDigest?.description)
    json.key("configDigest", weighing.configDigest.description)
    json.key("verified") { json in
      json.object { json in
        json.key("layers", weighing.verification.layers)
        json.key("diffIDs", weighing.verification.diffIDs)
        json.key("blobs", weighing.verification.blobs)
      }
    }
  }

  private func totals(_ json: inout JSONWriter) {
    json.key("stored", weighing.totals.stored)
    json.key("unpacked", weighing.totals.unpacked)
    json.key("files", weighing.totals.files)
    json.key("live", weighing.totals.live)
    json.key("dead", weighing.totals.dead)
    json.key("duplicates", weighing.totals.atLeast == nil ? weighing.duplicateBytes : nil)
    findings.removable(&json)
    findings.removableStored(&json)
    guard let bounds = weighing.totals.atLeast else { return }
    json.key("atLeast") { json in
      json.object { json in
        json.key("stored", bounds.stored)
        json.key("unpacked", bounds.unpacked)
        json.key("live", bounds.live)
        json.key("dead", bounds.dead)
      }
    }
  }

  private func dive(_ json: inout JSONWriter) {
    json.object { json in
      json.key("efficiency", weighing.dive?.efficiency)
      json.key("wastedBytes", weighing.dive?.wastedBytes)
      json.key("userWastedPercent", weighing.dive?.userWastedPercent)
    }
  }

  private func layer(_ row: Weighing.Row) -> (inout JSONWriter) -> Void {
    { json in
      json.key("index", row.index)
      json.key("diffID", row.diffID?.description)
      json.key("digest", row.digest?.description)
      json.key("mediaType", row.mediaType?.description)
      json.key("createdBy", row.record?.createdBy)
      json.key("created", row.record?.created)
      json.key("comment", row.record?.comment)
      json.key("empty", row.record?.isEmpty ?? false)
      json.key("absent", row.isAbsent)
      json.key("stored", row.stored)
      json.key("unpacked", row.unpacked)
      json.key("files", row.files)
      json.key("entries", row.entries)
      json.key("live", row.live)
      json.key("dead", row.dead)
      OriginJSON(origins: origins).write("origin", origins?.rows[row.index], &json)
      let verdict = examination.verdicts.layers[row.index]
      json.key("purpose", verdict.purpose.rawValue)
      json.key("status", verdict.status.rawValue)
      json.key("reason", verdict.reason)
      json.key("removable", verdict.removable)
      json.key("removableWithIntent", verdict.withIntent)
      guard let layer = row.layer, !row.isAbsent else { return }
      PackageJSON(analysis: analysis, origins: origins).layer(layer, &json)
      json.key("heaviest") { json in json.row { heaviest(&$0, layer: layer) } }
    }
  }

  private func heaviest(_ json: inout JSONWriter, layer: Int?) {
    let limit = options.top ?? Self.heaviest
    json.key("directories") { json in
      json.array(weighing.sizes(ofLayer: layer).heaviest(max(Self.heaviest, limit)).prefix(limit)) { json, row in
        json.row { json in
          json.path("path", weighing.path(row.path))
          json.key("bytes", row.bytes)
          json.key("files", row.files)
          json.key("rest", row.isRest)
        }
      }
    }
    json.key("files") { json in
      json.array(weighing.heaviestFiles(limit, ofLayer: layer)) { json, file in
        json.row { json in
          json.path("path", weighing.path(file.path))
          json.key("bytes", file.bytes)
        }
      }
    }
  }

  private func dead(_ dead: Weighing.Dead) -> (inout JSONWriter) -> Void {
    { json in
      json.path("path", weighing.path(dead.path))
      json.key("bytes", dead.bytes)
      json.key("writer", dead.writer)
      json.key("killer", dead.killer)
      json.key("cause", dead.cause.name)
    }
  }

  private func duplicate(_ duplicate: Weighing.Duplicate) -> (inout JSONWriter) -> Void {
    { json in
      json.key("bytes", duplicate.bytes)
      json.key("copies") { json in
        json.array(duplicate.copies) { json, copy in
          json.row { json in
            json.key("layer", copy.layer)
            json.path("path", weighing.path(copy.path))
          }
        }
      }
    }
  }
}
