/// Files that a lower layer has under another path, with the same content.
///
/// `RUN cp -r app app.bak`, a second `COPY` of one directory to another place, a model that one step downloads and the next
/// one copies: a layer knows nothing of the content of those below it, so every byte is stored and fetched again. Put a
/// symbolic link where the copy is (`ln -s`), move in the instruction that writes the file, or drop the copy. A hard link
/// does not help: across layers the whole file is copied up.
///
/// Small files count only where the directory was copied as a whole. The copy in the lowest layer is the one that stays.
struct CopyOfLowerLayer: Rule {
  static let name = "copy-of-lower-layer"
  static let family = RuleFamily.layers
  static let summary = "Files that a lower layer has already under another path"

  func findings(in context: RuleContext) -> RuleOutcome {
    let groups = context.equal.inLaterLayer
    guard !groups.isEmpty else { return .nothing(because: "no file of note has its equal under another path in a lower layer") }
    var findings = EqualFileFindings(
      context: context,
      title: { group in
        "\(context.counted(group.copies.count, "file")) of \(context.place(layer: group.layer)) that "
          + "\(context.place(layer: group.keptLayer)) has under other paths"
      },
      smallTitle: { "\($0) that a lower layer has under another path" },
      fix: Finding.Fix("put a symbolic link where the copy is (ln -s), or do without the copy"))
    findings.diff = { groups in
      guard groups.count == 1, let group = groups.first else { return nil }
      return context.diff { (draft) throws(NoSoundEdit) in
        try draft.link(group.copies.map(\.content), row: context.row(ofLayer: group.layer))
      }
    }
    return .findings(findings.findings(groups))
  }
}

extension RuleContext {
  var equal: EqualFiles { equalFiles.value { EqualFiles(self) } }
}
