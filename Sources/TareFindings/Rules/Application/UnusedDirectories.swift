import TareTree

/// Directories of the project that the running program does not use, and findings of them in one voice.
struct UnusedDirectories {
  typealias Group = (directory: Int32, files: [ShownFile])

  let groups: [Group]
  let use: ProjectUse
  private let context: RuleContext

  /// - Parameters:
  ///   - isMeant: whether a directory is one, by its name.
  ///   - holds: whether what is in it says the same.
  ///   - commands: names of programs that would use all of them.
  /// - Throws: `FileError` or `FileShrunk` when the image can no longer be read.
  init(
    _ context: RuleContext, commands: Set<String> = [], isMeant: (Int32) -> Bool, holds: (Group) -> Bool = { _ in true }
  ) throws {
    self.context = context
    let project = ProjectFiles(context)
    groups = project.below(isMeant).filter { group in group.files.contains { $0.size > 0 } && holds(group) }
    use = try ProjectUse(of: groups.map(\.directory), in: project, context, commands: commands)
  }

  var unused: [Group] { groups.filter { use.uses[$0.directory] == nil } }

  /// Why nothing is found.
  /// - Parameter absent: where there is no such directory.
  func reason(_ absent: String) -> String {
    guard !groups.isEmpty else { return absent }
    let kept = groups.prefix(3).map { "\(context.text($0.directory)) stays: \(use.uses[$0.directory] ?? "")" }
    return kept.joined(separator: "; ") + (groups.count > 3 ? "; and \(groups.count - 3) more" : "")
  }

  /// - Parameter title: without the path, as `Tests`.
  func finding(_ group: Group, title: String, risk: Risk) -> Finding {
    let contents = Set(group.files.map(\.content)).sorted()
    let rows = context.rowsHolding(contents)
    var risk = risk
    // Of a program whose sources are not here nobody can say what it opens, nor of somebody in a shell.
    if use.read == 0 || use.isShell || use.unreadableProgram != nil, risk.level < .medium { risk.level = .medium }
    return Finding(
      key: context.text(group.directory), title: "\(title) in \(context.text(group.directory))",
      claim: context.claim(files: group.files),
      evidence: context.heaviest(contents) + [use.evidence], effort: .oneLine, risk: risk,
      fixes: context.fixes(leavingOut: [group.directory], contents, rows), rows: rows)
  }
}

extension RuleContext {
  /// How to keep directories or files of the project out of an image.
  func fixes(leavingOut tops: [Int32], _ contents: [Int32], _ rows: [Int]) -> [Finding.Fix] {
    guard let row = rows.first else { return [] }
    let diff = diff { (draft) throws(NoSoundEdit) in try draft.keepOut(tops, contents) }
    let patterns = Array(Set(tops.map { "**/\(lastPart($0))" })).sorted()
    guard ["COPY", "ADD"].contains(keyword(ofRow: row) ?? "") else {
      return [Finding.Fix("delete them in the instruction that makes them, \(place(row: row))", diff: diff)]
    }
    if bringsOnly(tops, row) { return [Finding.Fix("remove \(place(row: row)): it brings nothing else", diff: diff)] }
    return [
      Finding.Fix("add \(listed(patterns)) to .dockerignore", diff: diff),
      Finding.Fix("name in \(place(row: row)) what the program needs, instead of copying all"),
    ]
  }

  /// Whether all that a row wrote lies in these.
  private func bringsOnly(_ tops: [Int32], _ row: Int) -> Bool {
    guard let layer = weighing.rows[row].layer else { return false }
    let set = Set(tops)
    return tree.contentRanges[layer].allSatisfy { lies(tree.contents[$0].path, inAnyOf: set) }
  }
}
