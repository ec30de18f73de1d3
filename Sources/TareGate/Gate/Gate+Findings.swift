import TareBytes
import TareFindings

extension Gate {
  /// One check for each finding that fails, and one for each threshold that nothing fails.
  func findings(_ subject: Subject) -> [Judgement.Check] {
    let judged = Self.judged(subject.findings)
    let own = Set(policy.rules.map(\.rule))
    var checks = threshold(policy.findings, "findings", judged.filter { !own.contains($0.rule) })
    for rule in policy.rules { checks += threshold(rule.threshold, "rules.\(rule.rule)", judged.filter { $0.rule == rule.rule }) }
    return checks
  }

  private func threshold(_ threshold: Policy.Threshold, _ name: String, _ findings: [Finding]) -> [Judgement.Check] {
    guard threshold.failAt != nil else { return [] }
    let failing = findings.filter { Self.fails($0, threshold) }
    let limit = "none \(Self.words(threshold))"
    guard !failing.isEmpty else {
      let figure = findings.isEmpty ? "no finding" : Self.counted(findings.count, "finding")
      return [Judgement.Check(name: name, passed: true, figure: figure, limit: limit, message: "\(figure), \(limit)")]
    }
    return failing.map { finding in
      Judgement.Check(
        name: name == "findings" ? "\(name).\(finding.id)" : "rules.\(finding.id)", passed: false,
        figure: finding.bytes > 0 ? Quantity.size(finding.bytes) : "found", limit: limit,
        message: "\(finding.title) (severity \(finding.severity.name), risk \(finding.risk.level.name))", rows: finding.rows,
        finding: finding.id, fix: finding.fixes.first?.text)
    }
  }

  static func fails(_ finding: Finding, _ threshold: Policy.Threshold) -> Bool {
    guard let failAt = threshold.failAt else { return false }
    return finding.severity >= failAt && finding.risk.level <= threshold.upToRisk
  }

  /// What counts, and what another one of its group outweighs only because it is riskier.
  static func judged(_ findings: [Finding]) -> [Finding] {
    let counting = Set(findings.filter(\.counts).compactMap(\.group))
    return findings.filter { finding in
      guard !finding.counts else { return true }
      guard finding.exception == nil, let group = finding.group, counting.contains(group), finding.intent == nil else {
        return false
      }
      return findings.first { $0.counts && $0.group == group }.map { finding.risk.level < $0.risk.level } ?? false
    }
  }

  /// `from severity high on, up to low risk`.
  static func words(_ threshold: Policy.Threshold) -> String {
    guard let failAt = threshold.failAt else { return "fails" }
    let risk =
      switch threshold.upToRisk {
      case .high: ""
      case .none: ", without risk"
      default: ", up to \(threshold.upToRisk.name) risk"
      }
    return (failAt == .high ? "of severity high" : failAt == .info ? "of any severity" : "from severity \(failAt.name) on") + risk
  }

  // MARK: Exceptions

  func exceptions(_ subject: Subject) -> [Judgement.Check] {
    guard !policy.exceptions.isEmpty else { return [] }
    let expired = policy.exceptions.filter { $0.isExpired(on: today) }
    guard !expired.isEmpty else {
      let figure = Self.counted(policy.exceptions.count, "exception")
      return [
        Judgement.Check(name: "exceptions", passed: true, figure: figure, limit: "none expired", message: "\(figure), none expired")
      ]
    }
    return expired.map { exception in
      let met = subject.findings.filter { exception.matches($0, subject.context) }
      let heaviest = met.max { $0.bytes < $1.bytes }
      let owner = exception.owner.map { ", owner \(EscapedText.printable($0))" } ?? ""
      let day = exception.expires?.description ?? ""
      return Judgement.Check(
        name: "exceptions[\(EscapedText.printable(exception.name))]", passed: false, figure: "expired", limit: "until \(day)",
        message: "\(place(exception.place))\(owner): what it excepts (\(EscapedText.printable(exception.reason))) "
          + (met.isEmpty ? "is not in the image any more" : "counts again: \(Self.counted(met.count, "finding"))"),
        rows: heaviest?.rows ?? [], finding: heaviest?.id,
        fix: met.isEmpty ? "take the exception out" : "act on the finding, or decide anew and write another day")
    }
  }
}
