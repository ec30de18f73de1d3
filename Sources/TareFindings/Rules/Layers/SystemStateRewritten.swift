/// Package databases, user lists and loader caches of earlier layers, which each installation writes again.
///
/// Every instruction that installs a package writes the whole package database anew, so each layer that does so carries one.
/// A few instructions are no matter; twenty that install one package each are: join them, and most of these copies go.
///
/// The claim is the dead copies. Those of the base are told apart, so that the account is complete: the first installation
/// writes the base's files again whatever one does. What the image's own instructions wrote and wrote again asks for a change
/// from a hundredth of the image.
struct SystemStateRewritten: Rule {
  static let name = "system-state-rewritten"
  static let family = RuleFamily.layers
  static let summary = "Earlier copies of package databases and user lists, which every installation writes again"

  func findings(in context: RuleContext) -> RuleOutcome {
    let groups = context.dead(.systemState)
    guard !groups.isEmpty else { return .nothing(because: "no layer writes a package database or user list of another again") }
    let own = groups.filter { !context.isInBase(layer: $0.writer) }
    let base = groups.filter { context.isInBase(layer: $0.writer) }
    var findings: [Finding] = []
    if !own.isEmpty {
      findings.append(finding(own, key: "own", subject: "of files of the system", effort: .restructure, fix: Self.fix, context))
      findings[0].severityOfItsOwn =
        Severity.impact(of: context.bytes(of: findings[0].claim), in: context.imageBytes) >= .medium ? .low : .info
    }
    if !base.isEmpty {
      var finding = finding(
        base, key: "base", subject: "of the base's files of the system", effort: .redesign, fix: Self.baseFix, context)
      finding.severityOfItsOwn = .info
      findings.append(finding)
    }
    return .findings(findings)
  }

  private func finding(
    _ groups: [DeadContents], key: String, subject: String, effort: Effort, fix: Finding.Fix, _ context: RuleContext
  ) -> Finding {
    let contents = groups.flatMap(\.contents).sorted()
    let killers = Set(groups.map(\.killer)).sorted()
    return Finding(
      key: key,
      title: "\(context.counted(contents.count, "earlier copy", "earlier copies")) \(subject), written again "
        + "by \(context.counted(killers.count, "layer"))",
      claim: context.claim(dead: contents), evidence: context.largest(contents), effort: effort, risk: DeadFindings.risk,
      fixes: [fix], rows: killers.map { context.row(ofLayer: $0) })
  }

  private static let fix = Finding.Fix("join the instructions that install packages or add users")
  private static let baseFix = Finding.Fix(
    "install in the base what every image above it needs: the first instruction that installs a package or adds a user writes "
      + "these files again")
}
