import TareOwners
import TareTree

/// Caches that package managers and compilers keep for the next installation: pip, uv, poetry, conda, npm, yarn, pnpm, cargo,
/// go, maven, gradle and others.
///
/// Keep them out of the layer: `RUN --mount=type=cache,target=/root/.cache/pip …`, or switch them off (`pip --no-cache-dir`,
/// `uv --no-cache`, `conda clean -afy`, `npm cache clean --force`), or delete them at the end of the same instruction. Deleting
/// them in a later one saves nothing.
///
/// uv, conda and pnpm link files from the cache into the environment. As long as both names are in one layer such a file is
/// there once, and removing the cache saves nothing of it: only what the cache alone holds is claimed, and the rest is said. A
/// `chown` over the environment breaks the links, and both copies count.
///
/// A cache that symbolic links lead into, or that a command of the image uses, is no finding.
struct ManagerCaches: Rule {
  static let name = "manager-caches"
  static let family = RuleFamily.caches
  static let summary = "Caches of package managers and compilers"

  func findings(in context: RuleContext) -> RuleOutcome {
    let caches = FoundCaches(context)
    guard !caches.all.isEmpty else {
      return .nothing(
        because: caches.empty.map { "\(context.text($0)) holds nothing of weight" } ?? "no cache of a package manager is there")
    }
    let started = StartedPrograms.names(context)
    var reasons: [String] = []
    var findings: [Finding] = []
    for cache in caches.all {
      if let tool = cache.kind.tools.first(where: { started.contains($0) }) {
        reasons.append("\(context.text(cache.directory)) is \(tool)'s, which the image runs")
      } else if let link = caches.link(into: cache) {
        reasons.append("\(context.text(link)) leads into \(context.text(cache.directory))")
      } else if let finding = finding(cache, context) {
        findings.append(finding)
      } else {
        reasons.append("all that \(context.text(cache.directory)) holds is linked to what is installed, and goes only with that")
      }
    }
    return findings.isEmpty ? .nothing(because: context.listed(reasons, limit: 3)) : .findings(findings)
  }

  /// Nil where removing it would save nothing.
  private func finding(_ cache: FoundCaches.Cache, _ context: RuleContext) -> Finding? {
    let all = context.files(below: cache.directory)
    let files = all.filter { !cache.remains($0, context) }
    let claim = files.count == all.count ? context.claim(paths: [cache.directory]) : context.claim(files: files)
    let saved = context.bytes(of: claim)
    guard saved > 0 else { return nil }
    let contents = Set(files.map(\.content)).sorted()
    let names = Dictionary(files.map { ($0.content, 1) }, uniquingKeysWith: +)
    let linked = contents.filter { (names[$0] ?? 0) < Int(context.tree.contents[Int($0)].names) }
    let linkedBytes = linked.reduce(0) { $0 + context.tree.contents[Int($1)].size }
    var evidence = context.heaviest(Set(contents).subtracting(linked).sorted())
    if linkedBytes > 0 {
      evidence.append(
        "\(context.size(linkedBytes)) more are hard links to installed files, which stay: of these the cache's names save nothing")
    }
    let hidden = hiddenElsewhere(contents, cache, context)
    if hidden > 0 {
      evidence.append(
        "\(context.size(hidden)) of it also has names elsewhere in the same layer, which a later one hid: these bytes stay until that "
          + "is mended too")
    }
    let saves = hidden > 0 ? saved - hidden : nil
    let rows = context.rowsHolding(contents)
    let row = rows.first ?? 0
    var finding = Finding(
      key: context.text(cache.directory), title: "\(cache.kind.name)'s cache, \(context.text(cache.directory))", claim: claim,
      evidence: evidence, effort: .oneLine, risk: Risk(.none, "the next installation downloads or builds again"),
      fixes: fixes(cache, row, contents, saves, context), rows: rows)
    if cache.kind.mayBeUsed {
      finding.risk = Risk(
        .medium, "a program that is started through \(cache.kind.tools.first ?? cache.kind.name), or loads from there, fails")
    }
    return finding
  }

  private func fixes(_ cache: FoundCaches.Cache, _ row: Int, _ contents: [Int32], _ saves: Int?, _ context: RuleContext)
    -> [Finding.Fix]
  {
    let (path, place) = (context.text(cache.directory), context.place(row: row))
    if ["COPY", "ADD"].contains(context.keyword(ofRow: row) ?? "") {
      return [
        Finding.Fix("keep \(path) out of \(place): copy by name what the image needs"),
        Finding.Fix("\(cache.kind.command) where \(place) gets it from"),
      ]
    }
    let other = Finding.Fix(
      "\(cache.kind.command) in \(place)", saves: saves,
      diff: context.diff { (draft) throws(NoSoundEdit) in try draft.withoutCache(contents) })
    // Nothing links to what is mounted: what has several names outside would be copied as often.
    if isLinkedOften(cache, context) { return [other] }
    return [
      Finding.Fix(
        "mount it: RUN --mount=type=cache,target=\(path) … in \(place)", saves: saves,
        diff: context.diff { (draft) throws(NoSoundEdit) in try draft.mountCache(cache.directory, contents) }),
      other,
    ]
  }

  /// Whether a file of the cache has several names outside of it.
  private func isLinkedOften(_ cache: FoundCaches.Cache, _ context: RuleContext) -> Bool {
    let linked = context.files(below: cache.directory).filter { context.tree.contents[Int($0.content)].names > 2 }
    let inside = Dictionary(grouping: linked, by: \.content)
    return inside.contains { content, names in Int(context.tree.contents[Int(content)].names) - names.count > 1 }
  }

  /// Bytes of contents that the claim saves and whose other names, now hidden, lie outside of the cache: what wrote them writes
  /// them again when the cache is gone.
  private func hiddenElsewhere(_ contents: [Int32], _ cache: FoundCaches.Cache, _ context: RuleContext) -> Int {
    var byPlace: [Place: Int32] = [:]
    for content in contents {
      let place = context.tree.contents[Int(content)]
      byPlace[Place(layer: place.location.layer, path: place.path)] = content
    }
    var dead: Set<Int32> = []
    for hidden in context.tree.hidden where hidden.layer >= 0 && hidden.entry >= 0 && hidden.size > 0 {
      guard !context.paths.lies(hidden.path, in: cache.directory), let scan = context.weighing.scans[Int(hidden.layer)] else {
        continue
      }
      let entry = scan.entries[Int(hidden.entry)]
      var path = hidden.path
      if entry.kind == .hardLink {
        guard entry.target >= 0, let target = context.tree.resolve([0x2f] + scan.targets[entry.target]) else { continue }
        path = target
      }
      if let content = byPlace[Place(layer: hidden.layer, path: path)] { dead.insert(content) }
    }
    for number in 0..<Int32(context.table.nameCount) where context.table.isLiveName[Int(number)] {
      guard dead.contains(context.table.contentOfName[Int(number)]) else { continue }
      // What is shown elsewhere is in no claim.
      if !context.paths.lies(context.table.path(ofName: number), in: cache.directory) {
        dead.remove(context.table.contentOfName[Int(number)])
      }
    }
    return dead.reduce(0) { $0 + context.tree.contents[Int($1)].size }
  }

  private struct Place: Hashable {
    var layer: Int32
    var path: Int32
  }
}
