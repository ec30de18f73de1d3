/// An instruction that does nothing but delete what earlier layers hold.
///
/// `RUN rm -rf …` on a line of its own adds a layer of markers and frees nothing: the bytes stay in the layer that brought
/// them. Delete in the instruction that makes the files, keep them out with `.dockerignore`, or copy from a build stage only
/// what the image needs. The line itself can then go.
///
/// The claim is the dead copies in the layers that wrote them.
struct DeletesEarlier: Rule {
  static let name = "deletes-earlier"
  static let family = RuleFamily.layers
  static let summary = "An instruction whose only work is to delete what earlier layers still hold"

  func findings(in context: RuleContext) -> RuleOutcome {
    let groups = context.dead(.deletedAlone)
    guard !groups.isEmpty else { return .nothing(because: "no layer only deletes what earlier ones hold") }
    let findings = DeadFindings(context: context, verb: "deleted by") { [context.fixWhereWritten($0)] }
    return .findings(findings.findings(groups))
  }
}
