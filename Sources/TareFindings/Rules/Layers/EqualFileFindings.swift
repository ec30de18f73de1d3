/// Findings of the rules on equal files, in one voice.
struct EqualFileFindings {
  let context: RuleContext
  let title: (EqualFiles.Group) -> String
  /// Of those that are too small for a finding of their own.
  let smallTitle: (_ files: String) -> String
  let fix: Finding.Fix
  /// The fix as a change of the Dockerfile, where there is one.
  var diff: ([EqualFiles.Group]) -> FixDiff? = { _ in nil }

  /// A finding for each group. Groups below a thousandth of the image are told together where they are of packages or the base,
  /// or no more than what a single file must weigh to count.
  func findings(_ groups: [EqualFiles.Group]) -> [Finding] {
    let limit = context.imageBytes / 1000
    func isSmall(_ group: EqualFiles.Group) -> Bool {
      group.bytes < limit
        && (group.isPackaged || context.isInBase(layer: group.keptLayer) || group.bytes < EqualFiles.smallest)
    }
    var findings = groups.filter { !isSmall($0) }.map { finding([$0], key: key($0), title: title($0)) }
    for isPackaged in [false, true] {
      let small = groups.filter { isSmall($0) && $0.isPackaged == isPackaged }
      guard !small.isEmpty else { continue }
      if small.count == 1, !isPackaged, !context.isInBase(layer: small[0].keptLayer) {
        findings.append(finding(small, key: key(small[0]), title: title(small[0])))
        continue
      }
      let files = context.counted(small.reduce(0) { $0 + $1.copies.count }, "file")
      findings.append(finding(small, key: isPackaged ? "small-packaged" : "small", title: smallTitle(files)))
    }
    return findings
  }

  private func key(_ group: EqualFiles.Group) -> String {
    "\(context.row(ofLayer: group.keptLayer))-\(context.row(ofLayer: group.layer))" + (group.isPackaged ? "-packaged" : "")
  }

  private func finding(_ groups: [EqualFiles.Group], key: String, title: String) -> Finding {
    let copies = groups.flatMap(\.copies)
    var fix = fix
    fix.diff = diff(groups)
    var finding = Finding(
      key: key, title: title, claim: context.claim(copies: copies), evidence: evidence(copies), effort: .oneLine,
      risk: groups.contains { $0.isPackaged } ? Self.packaged : Self.free, fixes: [fix], rows: rows(groups))
    // Nobody mends a base or a package for this.
    if groups.allSatisfy({ context.isInBase(layer: $0.layer) || $0.isPackaged }) {
      finding.severityOfItsOwn = .info
      finding.effort = .redesign
    }
    return finding
  }

  private func evidence(_ copies: [Claim.Copy]) -> [String] {
    copies.sorted { (size($1), $0.content) < (size($0), $1.content) }.prefix(3).map { copy in
      "\(context.size(size(copy))) \(context.text(context.home(of: copy.content))) is \(context.text(context.home(of: copy.kept)))"
    }
  }

  private func size(_ copy: Claim.Copy) -> Int { context.tree.contents[Int(copy.content)].size }

  private func rows(_ groups: [EqualFiles.Group]) -> [Int] {
    var rows: [Int] = []
    for layer in groups.flatMap({ [$0.layer, $0.keptLayer] }) where !rows.contains(context.row(ofLayer: layer)) {
      rows.append(context.row(ofLayer: layer))
    }
    return rows
  }

  private static let free = Risk(.low, "a program that changes one of the files then changes both")
  private static let packaged = Risk(
    .medium,
    "a library loaded through a link looks for others beside the file it leads to, and the package's next installation "
      + "writes the copy again")
}
