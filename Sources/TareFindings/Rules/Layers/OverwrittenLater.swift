/// Files that a later layer replaces by something else.
///
/// The lower copy stays in its layer and is fetched with every pull. Where both instructions are yours, write the file once:
/// join the steps, or let the first one leave it out. Where the base brings the first copy and a package upgrade the second,
/// a newer base brings the new one alone. A file that one layer names twice is a habit of the tool that packed it.
///
/// The claim is the dead copy in the layer that wrote it.
struct OverwrittenLater: Rule {
  static let name = "overwritten-later"
  static let family = RuleFamily.layers
  static let summary = "Files that a later layer replaces, and that the image carries in both versions"

  func findings(in context: RuleContext) -> RuleOutcome {
    let groups = context.dead(.overwritten)
    guard !groups.isEmpty else { return .nothing(because: "no layer replaces a file of another by a different one") }
    return .findings(DeadFindings(context: context, verb: "overwritten by") { [fix($0, context)] }.findings(groups))
  }

  private func fix(_ group: DeadContents, _ context: RuleContext) -> Finding.Fix {
    if group.writer == group.killer {
      return Finding.Fix("pack \(context.place(layer: group.writer)) anew: its archive holds files twice")
    }
    if context.isInBase(layer: group.writer) {
      return Finding.Fix("start from a base that brings these files as they are in the end, as a newer one after an upgrade")
    }
    return Finding.Fix(
      "write these files once: join \(context.place(layer: group.writer)) and \(context.place(layer: group.killer)), or let the first "
        + "leave them out",
      diff: context.diff { (draft) throws(NoSoundEdit) in try draft.join(group.writer, group.killer) })
  }
}
