import TareBytes
import TareFindings
import TareGate

/// The rules of a run: all that tare has, then one for each check of the gate that failed.
struct SARIFRules {
  private let checks: [Judgement.Check]
  private let indexes: [String: Int]

  init(_ failed: [Judgement.Check]) {
    checks = failed
    let names = RuleList.all.map(\.name) + failed.map(Self.id)
    indexes = Dictionary(zip(names, names.indices)) { first, _ in first }
  }

  func index(of rule: String) -> Int? { indexes[rule] }

  static func id(_ check: Judgement.Check) -> String { "gate/\(EscapedText.printable(check.name))" }

  func write(_ json: inout JSONWriter) {
    json.key("rules") { json in
      json.array(RuleList.all.map(Entry.rule) + checks.map(Entry.check)) { json, entry in json.object(entry.write) }
    }
  }

  private enum Entry {
    case rule(any Rule)
    case check(Judgement.Check)

    func write(_ json: inout JSONWriter) {
      switch self {
      case .rule(let rule): SARIFRules.write(rule, &json)
      case .check(let check): SARIFRules.write(check, &json)
      }
    }
  }

  private static func write(_ rule: any Rule, _ json: inout JSONWriter) {
    json.key("id", rule.name)
    json.key("name", pascalCase(rule.name))
    SARIFReport.message("shortDescription", rule.summary, &json)
    SARIFReport.message("fullDescription", firstParagraph(rule.text), &json)
    json.key("help") { json in
      json.object { json in
        json.key("text", SARIFReport.inert(rule.text))
        json.key("markdown", SARIFReport.inert(rule.text))
      }
    }
    // How much a finding matters depends on its bytes: each result has a level of its own.
    json.key("defaultConfiguration") { json in json.row { $0.key("level", ReportLevel.warning.name) } }
    json.key("properties") { json in
      json.row { json in json.key("tags", rule.family == .security ? ["security"] : [rule.family.rawValue]) }
    }
  }

  private static func write(_ check: Judgement.Check, _ json: inout JSONWriter) {
    let name = EscapedText.printable(check.name)
    json.key("id", id(check))
    json.key("name", "Gate")
    SARIFReport.message("shortDescription", "\(name): \(EscapedText.printable(check.limit))", &json)
    SARIFReport.message("fullDescription", "A check of the policy that the image is held to, \(name).", &json)
    json.key("defaultConfiguration") { json in json.row { $0.key("level", ReportLevel.error.name) } }
    json.key("properties") { json in json.row { $0.key("tags", ["gate"]) } }
  }

  /// `deleted-later` is `DeletedLater`.
  static func pascalCase(_ name: String) -> String {
    name.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }

  private static func firstParagraph(_ text: String) -> String {
    String(text.split(separator: "\n", maxSplits: 1).first ?? "")
  }
}
