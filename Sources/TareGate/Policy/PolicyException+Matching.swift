public import TareFindings
import TareOrigins

extension Policy {
  /// Why the policy says that a finding is meant so; nil where nothing in it says so on that day.
  public func reason(for finding: Finding, in context: RuleContext, on day: CalendarDay) -> String? {
    for exception in exceptions where !exception.isExpired(on: day) && exception.matches(finding, context) {
      return exception.words(file: file ?? "")
    }
    return nil
  }
}

extension PolicyException {
  /// Whether it speaks of the finding, expired or not.
  public func matches(_ finding: Finding, _ context: RuleContext) -> Bool {
    switch subject {
    case .rule(let rule): guard finding.rule == rule else { return false }
    case .finding(let glob): guard glob.matches(finding.id) else { return false }
    }
    if let layer, !finding.rows.contains(layer) { return false }
    if let line, !context.origins(of: finding).contains(where: { $0.lines.contains(line) || $0.through?.contains(line) ?? false }) {
      return false
    }
    guard let path else { return true }
    let claimed = context.claimedPaths(of: finding)
    return !claimed.isEmpty && claimed.allSatisfy { path.matches(context.paths.bytes(of: $0)) }
  }

  /// `torch.compile needs them (.tare.yaml line 12, owner ml, until 2027-01-31)`.
  fileprivate func words(file: String) -> String {
    var details = ["\(file) line \(place.line)"]
    if let owner { details.append("owner \(owner)") }
    if let expires { details.append("until \(expires)") }
    return "\(reason) (\(details.joined(separator: ", ")))"
  }
}
