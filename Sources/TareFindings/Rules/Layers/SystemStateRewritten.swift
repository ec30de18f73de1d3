/// Package databases, user lists and loader caches of earlier layers, which each installation writes again.
///
/// Every instruction that installs a package writes the whole package database anew, so each layer that does so carries one.
/// A few instructions are no matter; twenty that install one package each are: join them, and most of these copies go.
///
/// The claim is the dead copies. It is listed so that the account is complete, and does not ask for a change by itself.
struct SystemStateRewritten: Rule {
  static let name = "system-state-rewritten"
  static let family = RuleFamily.layers
  static let summary = "Earlier copies of package databases and user lists, which every installation writes again"

  func findings(in context: RuleContext) -> RuleOutcome {
    let groups = context.dead(.systemState)
    guard !groups.isEmpty else { return .nothing(because: "no layer writes a package database or user list of another again") }
    let contents = groups.flatMap(\.contents).sorted()
    let killers = Set(groups.map(\.killer)).sorted()
    var finding = Finding(
      key: "all",
      title: "\(context.counted(contents.count, "earlier copy", "earlier copies")) of files of the system, written again "
        + "by \(context.counted(killers.count, "layer"))",
      claim: context.claim(dead: contents), evidence: context.largest(contents), effort: .restructure, risk: DeadFindings.risk,
      fixes: [Finding.Fix("join the instructions that install packages or add users")],
      rows: killers.map { context.row(ofLayer: $0) })
    finding.severityOfItsOwn = min(.low, .impact(of: context.bytes(of: finding.claim), in: context.imageBytes))
    if killers.count == 1 { finding.severityOfItsOwn = .info }
    return .findings([finding])
  }
}
