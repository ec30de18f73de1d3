import TareBytes
import TareFindings
import TareOrigins

/// What the page knows: the JSON report whole, the file tree, and the Dockerfile with its weights.
struct PageData {
  let examination: Examination
  let options: ReportOptions

  func render() -> [UInt8] {
    // The page has every row of every list; it shows as many as fit.
    var whole = options
    whole.top = nil
    var json = Array("{\"report\":".utf8)
    json += JSONReport(examination: examination, options: whole).render()
    json += Array(",\"tree\":".utf8)
    json += PageTree(examination).render()
    json += Array(",\"dockerfile\":".utf8)
    json += dockerfile ?? Array("null".utf8)
    json += Array(",\"texts\":".utf8)
    json += texts
    return json + Array("}".utf8)
  }

  /// As `tare dockerfile --format json` has it.
  private var dockerfile: [UInt8]? {
    guard let origins = examination.origins, origins.alignment.match != .other else { return nil }
    return DockerfileReport(examination.analysis, origins, options: options).renderJSON()
  }

  private var texts: [UInt8] {
    var json = JSONWriter()
    json.row { json in
      json.key("reality", FindingText(examination: examination, options: options).reality)
      json.key("exactBytes", options.exactBytes)
      json.key("match", examination.origins.map { OriginText(origins: $0).match })
      json.key("source", examination.origins.map { EscapedText.escapingInvalid($0.file.dockerfile.source) })
    }
    return json.finish()
  }
}
