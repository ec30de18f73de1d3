/// Package databases, user lists and loader caches of earlier layers, which each installation writes again.
///
/// Every instruction that installs a package writes the whole package database anew, so each layer that does so carries one.
/// A few instructions are no matter; twenty that install one package each are: join them, and most of these copies go.
///
/// The claim is the dead copies. It is listed so that the account is complete: the first installation writes the base's files
/// again whatever one does. Only what the image's own instructions wrote and wrote again, from a hundredth of the image, asks for
/// a change.
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
    let avoidable = groups.filter { !context.isInBase(layer: $0.writer) }.flatMap(\.contents)
    let impact = Severity.impact(of: context.bytes(of: context.claim(dead: avoidable)), in: context.imageBytes)
    finding.severityOfItsOwn = impact >= .medium ? .low : .info
    return .findings([finding])
  }
}
