/// Files that one layer brings and a later instruction deletes, beside its other work.
///
/// Deleting a file in a later layer hides it and frees nothing: the layer that brought it still holds every byte, and every
/// pull of the image still fetches it. The deletion must happen in the instruction that makes the file, or the file must
/// not come in at all: a line in `.dockerignore` for what `COPY` brings, `RUN --mount=type=cache` or `type=bind` for what a
/// build step only reads.
///
/// The claim is the dead copy in the layer that wrote it. Removing it changes nothing that a container sees.
struct DeletedLater: Rule {
  static let name = "deleted-later"
  static let family = RuleFamily.layers
  static let summary = "Files that a later instruction deletes beside its other work, and that the image still carries"

  func findings(in context: RuleContext) -> RuleOutcome {
    let groups = context.dead(.deletedBeside)
    guard !groups.isEmpty else { return .nothing(because: "no instruction that brings files deletes any of an earlier layer") }
    let findings = DeadFindings(context: context, verb: "deleted by") { [context.fixWhereWritten($0)] }
    return .findings(findings.findings(groups))
  }
}

extension RuleContext {
  /// Files that go again should not come in, or go in the instruction that brings them.
  func fixWhereWritten(_ group: DeadContents) -> Finding.Fix {
    if isInBase(layer: group.origin) {
      return Finding.Fix("start from a base without these files: deleting them above it frees nothing")
    }
    switch keyword(ofLayer: group.origin) {
    case "COPY", "ADD":
      return Finding.Fix(
        "keep these files out of \(place(layer: group.origin)): list them in .dockerignore, copy what is needed by name, or give a "
          + "step that only reads them `RUN --mount=type=bind`",
        diff: diff { (draft) throws(NoSoundEdit) in
          try draft.keepOut(group.contents, broughtBy: group.origin, deletedBy: group.killer)
        })
    default:
      return Finding.Fix(
        "delete these files in the instruction that makes them, \(place(layer: group.origin)); what is a download or a cache can be "
          + "kept out of the layer with `RUN --mount=type=cache`",
        diff: diff { (draft) throws(NoSoundEdit) in try draft.join(group.writer, group.killer) })
    }
  }
}
