import TareBytes
public import TareFindings
import TareTree

/// Holds an image to a policy.
public struct Gate: Sendable {
  public let policy: Policy
  /// What growth is measured from; nil where none was named.
  public let against: BaseReport?
  /// dive's rules, where somebody set some.
  public let dive: DiveRules?
  public let today: CalendarDay

  public init(_ policy: Policy, against: BaseReport? = nil, dive: DiveRules? = nil, on today: CalendarDay) {
    self.policy = policy
    self.against = against
    self.dive = dive
    self.today = today
  }

  /// - Throws: `GateError` for what cannot be judged of this image.
  public func judge(_ examination: Examination) throws(GateError) -> Judgement {
    let subject = try Subject(examination)
    guard dive?.isExact != true else { return try judgeAsDive(subject) }
    var checks = try budgets(subject)
    checks += try growth(subject)
    // Who brings dive's rules and no policy of ours wants these and no others.
    if policy.file != nil || dive == nil { checks += findings(subject) }
    checks += exceptions(subject)
    if let dive { checks += dive.checks(subject) }
    var judgement = Judgement(checks: Self.told(apart: checks))
    judgement.basis = basis
    judgement.notes = notes(subject) + (dive.map { $0.differences(subject) } ?? [])
    return judgement
  }

  private func judgeAsDive(_ subject: Subject) throws(GateError) -> Judgement {
    var judgement = Judgement(checks: try dive?.exactChecks(subject) ?? [])
    judgement.basis = basis
    return judgement
  }

  // MARK: Words

  private var basis: String {
    if let dive, dive.isExact { return "dive's figures by dive's rules, as dive 0.13.1 judges: \(dive.source)" }
    let ours = policy.file.map { "policy \(EscapedText.printable($0))" }
    if let dive { return (ours.map { "\($0), and " } ?? "") + "dive's rules on tare's figures: \(dive.source)" }
    return ours ?? "no .tare.yaml: the defaults hold, no finding \(Self.words(policy.findings))"
  }

  private func notes(_ subject: Subject) -> [String] {
    var notes: [String] = []
    if !policy.growth.isEmpty, against == nil {
      notes.append("growth is not judged: name an earlier report of tare with --against report.json")
    }
    if let against, policy.growth.isEmpty { notes.append(against.difference(subject)) }
    for exception in policy.exceptions where !exception.isExpired(on: today) {
      guard !subject.findings.contains(where: { exception.matches($0, subject.context) }) else { continue }
      notes.append(
        "\(place(exception.place)): the exception for \(EscapedText.printable(exception.name)) excepts nothing in this image; "
          + "take it out if that is so in all")
    }
    return notes
  }

  /// `.tare.yaml line 12`.
  func place(_ place: PolicyError.Place) -> String { "\(EscapedText.printable(policy.file ?? "")) line \(place.line)" }

  /// No two checks have one name.
  private static func told(apart checks: [Judgement.Check]) -> [Judgement.Check] {
    var counts: [String: Int] = [:]
    return checks.map { check in
      var check = check
      counts[check.name, default: 0] += 1
      if let count = counts[check.name], count > 1 { check.name += "~\(count)" }
      return check
    }
  }
}
