import TareTree

/// Programs that run with the rights of their owner, whoever starts them: set-uid and set-gid files.
///
/// A process that was broken into becomes root by a hole in one of them. Few services start any: `su`, `mount`, `passwd` and
/// their like are there for people who log in. Start containers with `--security-opt no-new-privileges` (in Kubernetes
/// `allowPrivilegeEscalation: false`), which makes the bits void, or take them off in the instruction that installs the
/// program (`chmod u-s,g-s`). Taking them off in a later one copies the files.
///
/// What a command of the image starts is left out; what the base brings is information.
struct SetUserPrograms: Rule {
  static let name = "set-uid-programs"
  static let family = RuleFamily.security
  static let summary = "Set-uid and set-gid programs that nothing the image runs starts"

  func findings(in context: RuleContext) -> RuleOutcome {
    let started = StartedPrograms.names(context)
    var (base, own): ([ShownFile], [ShownFile]) = ([], [])
    var seen: Set<Int32> = []
    context.forEachFile { file in
      guard let entry = context.entry(of: file.content), entry.mode & 0o6000 != 0, entry.mode & 0o111 != 0,
        !started.contains(context.lastPart(file.path)), seen.insert(file.content).inserted
      else { return }
      if context.isInBase(layer: context.ownership.firstWriters[Int(file.content)]) { base.append(file) } else { own.append(file) }
    }
    guard !base.isEmpty || !own.isEmpty else { return .nothing(because: "no file has the bits") }
    return .findings(
      (own.isEmpty ? [] : [finding(own, isBase: false, context)]) + (base.isEmpty ? [] : [finding(base, isBase: true, context)]))
  }

  private func finding(_ files: [ShownFile], isBase: Bool, _ context: RuleContext) -> Finding {
    let rows = context.rowsHolding(files.map(\.content))
    let files = files.map { (context.text($0.path), $0) }.sorted { $0.0 < $1.0 }.map(\.1)
    let texts = files.map { file in
      let entry = context.entry(of: file.content)
      let who = (entry?.mode ?? 0) & 0o4000 != 0 ? "set-uid" : "set-gid"
      return
        "\(who) \(context.text(file.path)), mode \(String(entry?.mode ?? 0, radix: 8)), owner \(entry?.uid ?? 0):\(entry?.gid ?? 0)"
    }
    let names = files.map { context.lastPart($0.path) }.sorted()
    var finding = Finding(
      key: isBase ? "base" : "own",
      title: "Set-uid and set-gid programs\(isBase ? " of the base" : ""): \(context.listed(names))",
      claim: Claim(), evidence: texts.count > 12 ? texts.prefix(12) + ["and \(texts.count - 12) more"] : texts, effort: .oneLine,
      risk: Risk(.low, "a user of the container who is not root can no longer use them"),
      fixes: [Finding.Fix("start containers with --security-opt no-new-privileges")]
        + (isBase ? [] : [chmod(files, rows, context)]), rows: rows)
    let holdsRoot = files.contains { file in
      guard let entry = context.entry(of: file.content) else { return false }
      return entry.mode & 0o4000 != 0 && entry.uid == 0
    }
    finding.severityOfItsOwn = isBase || !holdsRoot ? .info : .low
    return finding
  }

  private func chmod(_ files: [ShownFile], _ rows: [Int], _ context: RuleContext) -> Finding.Fix {
    Finding.Fix(
      "chmod u-s,g-s \(context.endings(ofRows: rows))",
      diff: context.diff { (draft) throws(NoSoundEdit) in
        try draft.takeOff(files.map(\.content)) { (writer, draft) throws(NoSoundEdit) in
          var words: [String] = []
          for file in files where writer.contents.contains(file.content) { words.append(try draft.word(file.path, writer)) }
          return [ShellLine(["chmod", "u-s,g-s"] + words)]
        }
      })
  }
}
