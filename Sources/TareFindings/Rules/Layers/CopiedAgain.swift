/// Files that `COPY` or `ADD` writes although a lower layer has them already, byte for byte.
///
/// `COPY --from=builder /usr/local /usr/local` over a base that brings its own `/usr/local` writes the whole of it a second
/// time wherever owner, mode or time differ, or always with `--link`; only what is new had to come. Copy the directories that
/// the build stage added, as `/usr/local/lib/python3.12/site-packages`, or put them under a prefix of their own
/// (`/opt/venv`) and copy that.
///
/// The claim is the lower copy, which nothing shows any more. Where that is a base's and equal to the upper one in owner,
/// mode, time and attributes too, the claim is the upper copy: the base's then shows again and no container can tell.
struct CopiedAgain: Rule {
  static let name = "copied-again"
  static let family = RuleFamily.layers
  static let summary = "Files that COPY writes over equal ones of a lower layer"

  func findings(in context: RuleContext) -> RuleOutcome {
    let groups = context.dead(.copiedAgain)
    guard !groups.isEmpty else {
      return .nothing(because: "no COPY or ADD writes a file that is already there with the same content")
    }
    var findings = DeadFindings(context: context, verb: "written again unchanged by") { [fix($0, context)] }
    findings.evidence = {
      [AttributeChanges($0.contents.map { ($0, context.tree.contents[Int($0)].successor) }, context).text(context)]
    }
    // The COPY is what a fix changes.
    return .findings(
      findings.findings(groups).map { finding in
        var finding = finding
        finding.rows.reverse()
        return finding
      })
  }

  private func fix(_ group: DeadContents, _ context: RuleContext) -> Finding.Fix {
    Finding.Fix(
      "copy only what is new in \(context.place(layer: group.killer)), by the directories that hold it: all of this is in "
        + "\(context.place(layer: group.writer)) already")
  }
}
