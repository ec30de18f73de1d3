/// Findings of the rules on dead contents, in one voice.
struct DeadFindings {
  let context: RuleContext
  /// What happened to the files, between their layer and the killer's: `deleted by`.
  let verb: String
  /// What to do, first the best.
  let fixes: (DeadContents) -> [Finding.Fix]
  /// Facts beside where the bytes lie.
  var evidence: (DeadContents) -> [String] = { _ in [] }

  /// A finding for each writer and killer; those below a thousandth of the image together in one.
  func findings(_ groups: [DeadContents]) -> [Finding] {
    let limit = context.imageBytes / 1000
    let small = groups.filter { $0.bytes < limit }
    guard small.count > 1 else { return groups.map(finding) }
    return groups.filter { $0.bytes >= limit }.map(finding) + [together(small)]
  }

  private func finding(_ group: DeadContents) -> Finding {
    Finding(
      key: "\(context.row(ofLayer: group.writer))-\(context.row(ofLayer: group.killer))", title: title(group),
      claim: context.claim(dead: group.contents),
      evidence: context.heaviest(group.contents) + evidence(group), effort: .oneLine, risk: Self.risk, fixes: fixes(group),
      rows: rows([group]))
  }

  private func together(_ groups: [DeadContents]) -> Finding {
    let contents = groups.flatMap(\.contents)
    let layers = Set(groups.map(\.writer)).count
    return Finding(
      key: "small", title: "\(context.counted(contents.count, "file")) of \(context.counted(layers, "layer")) \(verb) later ones",
      claim: context.claim(dead: contents), evidence: context.largest(contents), effort: .oneLine, risk: Self.risk,
      fixes: fixes(groups[0]), rows: rows(groups))
  }

  private func title(_ group: DeadContents) -> String {
    let files = context.counted(group.contents.count, "file")
    if group.writer == group.killer { return "\(files) that \(context.place(layer: group.writer)) holds twice" }
    return "\(files) of \(context.place(layer: group.writer)) \(verb) \(context.place(layer: group.killer))"
  }

  private func rows(_ groups: [DeadContents]) -> [Int] {
    var rows: [Int] = []
    for layer in groups.flatMap({ [$0.origin, $0.writer, $0.killer] }) where !rows.contains(context.row(ofLayer: layer)) {
      rows.append(context.row(ofLayer: layer))
    }
    return rows
  }

  static let risk = Risk(.none, "no container of this image can see these bytes")
}

extension RuleContext {
  /// The dead contents that died in one of these ways, heaviest group first.
  func dead(_ way: DeadContents.Way) -> [DeadContents] { deadContents.value { DeadContents.all(self) }.filter { $0.way == way } }

  /// Dead copies; where the base has one that is equal in all that shows, the upper one goes and the base's stays.
  func claim(dead contents: [Int32]) -> Claim {
    var names: [Int32] = []
    var copies: [Claim.Copy] = []
    for content in contents {
      let successor = tree.contents[Int(content)].successor
      if table.twins[successor] == content {
        copies.append(Claim.Copy(content: successor, kept: content))
      } else {
        names.append(table.number(tree.contents[Int(content)].location))
      }
    }
    return Claim(names: NameSet(names), copies: copies)
  }

  /// `layer 3 (COPY app /app)`: a layer (lowest is 0), by its row.
  public func place(layer: Int32) -> String { place(row: row(ofLayer: layer)) }

  /// The Dockerfile instruction of a layer, in capitals; nil where nothing says.
  public func keyword(ofLayer layer: Int32) -> String? { keyword(ofRow: row(ofLayer: layer)) }
}
