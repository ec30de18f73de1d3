import TareBytes
public import TareFindings
import TareOCI

/// `tare rules` and `tare explain`.
public struct RulesPage {
  private let only: (any Rule)?
  private let options: ReportOptions

  public init(only: (any Rule)? = nil, options: ReportOptions) {
    self.only = only
    self.options = options
  }

  public func render() -> String {
    if let only { return explanation(only) }
    let width = RuleList.all.map { $0.name.count }.max() ?? 0
    var text = ""
    for family in RuleFamily.allCases {
      let rules = RuleList.all.filter { $0.family == family }
      guard !rules.isEmpty else { continue }
      text += (text.isEmpty ? "" : "\n") + Style.strong.apply(family.rawValue, options.colour) + "\n"
      for rule in rules {
        let summary = InstructionText.shortened(rule.summary, to: max(24, options.width - width - 4))
        text += "  \(rule.name)\(String(repeating: " ", count: width - rule.name.count + 2))\(summary)\n"
      }
    }
    return text + "\ntare explain RULE says what one looks for, and what to do\n"
  }

  private func explanation(_ rule: any Rule) -> String {
    let body = rule.text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.hasPrefix("    ") || line.isEmpty ? "\(line)\n" : TextList.wrapped(String(line), width: min(options.width, 100))
    }
    return Style.strong.apply(rule.name, options.colour) + "  \(rule.family.rawValue)\n\n" + body.joined()
  }

  public func renderJSON() -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.key("schemaVersion", JSONReport.schemaVersion)
      json.key("rules") { json in
        json.array(only.map { [$0] } ?? RuleList.all) { json, rule in
          json.row { json in
            json.key("name", rule.name)
            json.key("family", rule.family.rawValue)
            json.key("summary", rule.summary)
            json.key("text", rule.text)
          }
        }
      }
    }
    return json.finish()
  }
}
