internal import FoundationEssentials
import TareArchive
import TareBytes
import TareFindings
import TarePage

/// The report as one HTML file that needs nothing besides: style, script and data are inside, and its own policy lets it
/// load nothing. `docs/page.md` says what is on it.
struct HTMLPage {
  let examination: Examination
  let options: ReportOptions

  func render() -> [UInt8] {
    let (style, script) = (PageTexts.style, PageTexts.script)
    let data = PageData(examination: examination, options: options).render()
    // A browser that does not know the format says so itself; what is too large for one call is left as it is.
    let packed = Deflate.zlib(data)
    let parts: [String: String] = [
      "policy": Self.policy(script: script, style: style),
      "title": Self.escaped(EscapedText.printable(examination.analysis.weighing.reference ?? "image")),
      "style": style,
      "form": packed == nil ? "plain" : "deflate",
      "data": Data(packed ?? data).base64EncodedString(),
      "script": script,
    ]
    return Self.filled(PageTexts.template, parts)
  }

  /// Nothing is loaded, run or styled but what these hashes name, and no text can become markup.
  static func policy(script: String, style: String) -> String {
    "default-src 'none'; script-src '\(hash(script))'; style-src '\(hash(style))'; img-src data:; base-uri 'none'; "
      + "form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
  }

  static func hash(_ text: String) -> String { "sha256-" + Data(Digest.sha256(of: text.utf8).bytes).base64EncodedString() }

  /// Text that stands between tags or in a quoted attribute.
  static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
  }

  /// The template with `{{name}}` replaced; what is put in is not searched again.
  private static func filled(_ template: String, _ parts: [String: String]) -> [UInt8] {
    var page: [UInt8] = []
    for (index, piece) in template.split(separator: "{{", omittingEmptySubsequences: false).enumerated() {
      guard index > 0, let end = piece.firstRange(of: "}}") else {
        page += Array(piece.utf8)
        continue
      }
      page += Array((parts[String(piece[..<end.lowerBound])] ?? "").utf8)
      page += Array(piece[end.upperBound...].utf8)
    }
    return page
  }
}

extension Digest {
  /// The part behind the colon, decoded.
  fileprivate var bytes: [UInt8] {
    let digits = encoded.utf8.map { $0 < 0x40 ? $0 - 0x30 : $0 - 0x57 }
    return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }
}
