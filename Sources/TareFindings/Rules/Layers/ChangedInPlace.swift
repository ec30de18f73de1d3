/// Files that an instruction writes again only to change their owner, mode or time.
///
/// An image layer holds whole files: `RUN chown -R app /app` copies every file below `/app` into a layer of its own, and the
/// first copy stays where it was. Say owner and mode when the file is written: `COPY --chown=app:app`, `COPY --chmod=755`,
/// `chown` within the same `RUN`, or a `USER` line above the step that makes the files.
///
/// The claim is the lower copy, wherever the fix acts: removing it changes nothing that a container sees.
struct ChangedInPlace: Rule {
  static let name = "changed-in-place"
  static let family = RuleFamily.layers
  static let summary = "Files copied whole into a later layer by chown, chmod or touch"

  func findings(in context: RuleContext) -> RuleOutcome {
    let groups = context.dead(.changedInPlace)
    let unlinked = context.equal.unlinked
    guard !groups.isEmpty || !unlinked.isEmpty else {
      return .nothing(because: "no RUN writes a file of an earlier layer again with the same content")
    }
    var findings = DeadFindings(context: context, verb: "written again unchanged by") { group in
      let changes = AttributeChanges(group.contents.map { ($0, context.tree.contents[Int($0)].successor) }, context)
      return fixes(changes, group, context)
    }
    findings.evidence = {
      [AttributeChanges($0.contents.map { ($0, context.tree.contents[Int($0)].successor) }, context).text(context)]
    }
    return .findings(findings.findings(groups) + unlinked.map { finding($0, context) })
  }

  /// What was changed was one of several hard links, and the old content lives under the others.
  private func finding(_ group: EqualFiles.Group, _ context: RuleContext) -> Finding {
    let changes = AttributeChanges(group.copies.map { ($0.kept, $0.content) }, context)
    let files = context.counted(group.copies.count, "hard link")
    let kept = group.copies.map { context.text(context.home(of: $0.kept)) }.first ?? ""
    return Finding(
      key: "\(context.row(ofLayer: group.keptLayer))-\(context.row(ofLayer: group.layer))-links"
        + (group.isPackaged ? "-packaged" : ""),
      title: "\(files) of \(context.place(layer: group.keptLayer)) made files of their own by \(context.place(layer: group.layer))",
      claim: context.claim(copies: group.copies),
      evidence: context.heaviest(group.copies.map(\.content)) + [
        "the first copies stay under their other names, as \(kept)", changes.text(context),
      ],
      effort: .oneLine, risk: Risk(.low, "owner and mode are then those of the other names of the file too"),
      fixes: [
        fix(
          changes, from: group.keptLayer, by: group.layer, context,
          diff: context.diff { (draft) throws(NoSoundEdit) in
            guard changes.mode.files == 0, changes.attributes.files == 0, let owner = changes.onlyOwner else { throw NoSoundEdit() }
            try draft.setOwner(
              uid: owner.uid, gid: owner.gid, ofRun: group.keptLayer, insteadOf: group.layer, group.copies.map(\.content))
          })
      ],
      rows: [group.keptLayer, group.layer].map { context.row(ofLayer: $0) })
  }

  private func fixes(_ changes: AttributeChanges, _ group: DeadContents, _ context: RuleContext) -> [Finding.Fix] {
    let diff = context.diff { (draft) throws(NoSoundEdit) in
      guard changes.attributes.files == 0 else { throw NoSoundEdit() }
      if let owner = changes.onlyOwner, changes.mode.files == 0 {
        try draft.setOwner("\(owner.uid):\(owner.gid)", ofCopy: group.origin, insteadOf: group.killer)
      } else if let mode = changes.newMode, changes.owner.files == 0 {
        try draft.setMode(mode, ofCopy: group.origin, insteadOf: group.killer)
      } else {
        throw NoSoundEdit()
      }
    }
    let first = fix(changes, from: group.origin, by: group.killer, context, diff: diff)
    let joined = context.diff { (draft) throws(NoSoundEdit) in try draft.join(group.writer, group.killer) }
    guard diff == nil, let joined else { return [first] }
    let (writer, killer) = (context.place(layer: group.writer), context.place(layer: group.killer))
    return [first, Finding.Fix("make one RUN of \(writer) and \(killer)", diff: joined)]
  }

  /// - Parameter origin: where the bytes were written first: a chain of changes all copy from there.
  private func fix(
    _ changes: AttributeChanges, from origin: Int32, by killer: Int32, _ context: RuleContext, diff: FixDiff? = nil
  ) -> Finding.Fix {
    let (writer, change) = (context.place(layer: origin), context.place(layer: killer))
    if context.isInBase(layer: origin) {
      return Finding.Fix("leave the base's files as they are: name in \(change) only what the image itself adds")
    }
    guard ["COPY", "ADD"].contains(context.keyword(ofLayer: origin) ?? "") else {
      return Finding.Fix(
        "make the change in the instruction that writes the files, \(writer), or put a USER line above it",
        diff: diff)
    }
    var options: [String] = []
    if changes.owner.files > 0 { options.append("--chown=" + (changes.onlyOwner.map { "\($0.uid):\($0.gid)" } ?? "USER:GROUP")) }
    if changes.mode.files > 0 { options.append("--chmod=" + (changes.newMode ?? "MODE")) }
    guard !options.isEmpty else {
      return Finding.Fix("drop what writes these files again in \(change): only their time changes, if that")
    }
    return Finding.Fix("add \(options.joined(separator: " ")) to \(writer) and drop the change from \(change)", diff: diff)
  }
}
