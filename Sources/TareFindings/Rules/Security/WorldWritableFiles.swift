import TareTree

/// Files of the application that every user of a container may change.
///
/// Whoever gets any process in the container can put code of his own into the program. The mode mostly comes from the machine
/// that built the image (file systems of other operating systems show 0777), or from a `chmod -R 777` that was to mend a
/// refused write. Copy with `--chmod=u=rwX,go=rX`, and give the one directory that the program writes to its user.
struct WorldWritableFiles: Rule {
  static let name = "world-writable-files"
  static let family = RuleFamily.security
  static let summary = "Application files that every user may change"

  func findings(in context: RuleContext) -> RuleOutcome {
    let project = ProjectFiles(context).files
    let files = project.filter { file in context.entry(of: file.content).map { $0.mode & 0o002 != 0 } ?? false }
    guard !files.isEmpty else {
      return .nothing(
        because: project.isEmpty
          ? "the image has no files of an application" : "no file of the application can be written by everybody")
    }
    let contents = Set(files.map(\.content)).sorted()
    let rows = context.rowsHolding(contents)
    // The last one to write them gave them the mode.
    let row = contents.map { context.row(ofLayer: context.tree.contents[Int($0)].location.layer) }.max() ?? 0
    let isCopied = ["COPY", "ADD"].contains(context.keyword(ofRow: row) ?? "")
    var finding = Finding(
      key: "application", title: "Application files that every user may change", claim: Claim(),
      evidence: [
        "\(context.counted(files.count, "file")) of \(context.counted(project.count, "file")), as \(context.text(files[0].path))"
      ]
        + context.heaviest(contents), effort: .oneLine,
      risk: Risk(.low, "a program that runs as another user and writes to its own files fails"),
      fixes: [
        Finding.Fix(
          isCopied
            ? "add --chmod=u=rwX,go=rX to \(context.place(row: row))"
            : "take the write bit for others out of \(context.place(row: row))")
      ], rows: [row] + rows.filter { $0 != row })
    finding.severityOfItsOwn = .low
    return .findings([finding])
  }
}
