/// Files of one layer with the same content under several paths.
///
/// Some tools copy where a link would do: a model under two names, a vendored library in each of several plug-ins, assets that
/// a build step leaves in two places. Where the copies lie in one layer a hard link costs nothing (`ln -f KEPT COPY`, or
/// `hardlink` of util-linux over the directory, in the instruction that writes them); a symbolic link serves as well where the
/// reader follows it.
///
/// Files under 4 kB are left alone: what a link saves there is not worth a line. The first copy in the layer stays.
struct IdenticalFiles: Rule {
  static let name = "identical-files"
  static let family = RuleFamily.layers
  static let summary = "Equal files of one layer that could be one file under several names"

  func findings(in context: RuleContext) -> RuleOutcome {
    let groups = context.equal.inOneLayer
    guard !groups.isEmpty else { return .nothing(because: "no layer has a file of 4 kB or more under two paths") }
    let findings = EqualFileFindings(
      context: context,
      title: { group in
        "\(context.counted(group.copies.count, "file")) of \(context.place(layer: group.layer)) with an equal file in the same layer"
      },
      smallTitle: { "\($0) with an equal file in the same layer" },
      fix: Finding.Fix("make the copies hard links to one file, in the instruction that writes them"))
    return .findings(findings.findings(groups))
  }
}
