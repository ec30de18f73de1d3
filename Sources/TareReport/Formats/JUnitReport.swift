import TareFindings
import TareGate
import TareTree

/// A gate's verdict as JUnit's XML, which pipelines show as tests: a case for each check.
struct JUnitReport {
  let examination: Examination
  let judgement: Judgement

  func render() -> String {
    let name = examination.analysis.weighing.reference ?? examination.analysis.weighing.configDigest.description
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    text += "<testsuites tests=\"\(judgement.checks.count)\" failures=\"\(judgement.failed)\">\n"
    text += "  <testsuite name=\"\(XMLText.attribute("tare \(name)"))\" tests=\"\(judgement.checks.count)\" "
    text += "failures=\"\(judgement.failed)\" errors=\"0\" skipped=\"0\">\n"
    for check in judgement.checks { text += testcase(check) }
    if !judgement.notes.isEmpty {
      text += "    <system-out>\(XMLText.content(judgement.notes.joined(separator: "\n")))</system-out>\n"
    }
    return text + "  </testsuite>\n</testsuites>\n"
  }

  private func testcase(_ check: Judgement.Check) -> String {
    let head = "    <testcase classname=\"tare.\(XMLText.attribute(family(check.name)))\" name=\"\(XMLText.attribute(check.name))\""
    guard !check.passed else { return head + "/>\n" }
    var lines = [check.message, "figure: \(check.figure)", "budget: \(check.limit)"] + check.rows.prefix(3).map(place)
    if let fix = check.fix { lines.append("fix: \(fix)") }
    return head + ">\n      <failure type=\"gate\" message=\"\(XMLText.attribute(check.message))\">"
      + XMLText.content(lines.joined(separator: "\n")) + "</failure>\n    </testcase>\n"
  }

  /// `budgets` of `budgets.image.stored`.
  private func family(_ name: String) -> String { String(name.prefix { $0 != "." && $0 != "[" }) }

  private func place(_ row: Int) -> String {
    guard let origins = examination.origins, origins.alignment.match != .other, let origin = origins.rows[row] else {
      return "layer \(row)"
    }
    return "\(origins.file.name):\(origin.lines.lowerBound) (layer \(row))"
  }
}

/// Text within XML 1.0, which has no way to write most control characters: they become U+FFFD.
enum XMLText {
  static func attribute(_ text: String) -> String { escape(text, isAttribute: true) }
  static func content(_ text: String) -> String { escape(text, isAttribute: false) }

  private static func escape(_ text: String, isAttribute: Bool) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"" where isAttribute: escaped += "&quot;"
      // A reader would make a space of these within an attribute.
      case "\t" where isAttribute: escaped += "&#9;"
      case "\n" where isAttribute: escaped += "&#10;"
      case "\r": escaped += "&#13;"
      case "\t", "\n": escaped.unicodeScalars.append(scalar)
      default: escaped.unicodeScalars.append(isAllowed(scalar) ? scalar : "\u{fffd}")
      }
    }
    return escaped
  }

  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20...0x7e, 0xa0...0xd7ff, 0xe000...0xfffd, 0x10000...0x10ffff: true
    default: false
    }
  }
}
