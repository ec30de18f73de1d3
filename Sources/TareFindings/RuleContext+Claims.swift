extension RuleContext {
  /// What a claim saves by itself.
  public func bytes(of claim: Claim) -> Int { table.bytes(of: claim) }

  /// All that the final image shows at and below these paths. Where the base has an equal file beneath, which would show
  /// again, that goes too.
  public func claim(paths: some Sequence<Int32>) -> Claim {
    var names: [Int32] = []
    for path in paths {
      for path in everything(below: path) {
        guard let name = table.liveName(of: path) else { continue }
        names.append(name)
        addTwin(of: table.contentOfName[Int(name)], to: &names)
      }
    }
    return Claim(names: NameSet(names))
  }

  public func claim(files: some Sequence<ShownFile>) -> Claim { claim(paths: files.lazy.map(\.path)) }

  /// Contents under all their names; dead ones by the entry that brought them.
  public func claim(contents: some Sequence<Int32>) -> Claim {
    var names: [Int32] = []
    var linked: Set<Int32> = []
    for content in contents {
      let place = tree.contents[Int(content)]
      let own = table.number(place.location)
      if place.isLive, place.names > 1 || !table.isLiveName[Int(own)] { linked.insert(content) }
      names.append(own)
      addTwin(of: content, to: &names)
    }
    if !linked.isEmpty {
      for number in 0..<Int32(table.nameCount)
      where table.isLiveName[Int(number)] && linked.contains(table.contentOfName[Int(number)]) {
        names.append(number)
      }
    }
    return Claim(names: NameSet(names))
  }

  /// All live contents that a package owns.
  public func claim(package number: Int32) -> Claim { claim(packages: CollectionOfOne(number)) }

  public func claim(packages: some Sequence<Int32>) -> Claim { claim(contents: packages.flatMap { contents(ofPackage: $0) }) }

  /// Parts of contents: what an edit takes off.
  public func claim(ranges: [Int32: ByteRanges]) -> Claim { Claim(ranges: ranges) }

  /// Copies that go because an equal content stays; all must be of one class of equal contents (`weighing.duplicates`).
  public func claim(copies: some Sequence<Claim.Copy>) -> Claim { Claim(copies: Array(copies)) }

  private func addTwin(of content: Int32, to names: inout [Int32]) {
    if content >= 0, let twin = table.twins[content] { names.append(table.number(tree.contents[Int(twin)].location)) }
  }

  /// Where all that a finding claims lies, each path once, ascending; empty for one without a claim.
  public func claimedPaths(of finding: Finding) -> [Int32] {
    var found: Set<Int32> = []
    for number in finding.claim.names.numbers where table.contentOfName[Int(number)] >= 0 {
      found.insert(table.path(ofName: number))
    }
    for content in finding.claim.ranges.keys { found.insert(tree.contents[Int(content)].path) }
    for copy in finding.claim.copies { found.insert(home(of: copy.content)) }
    found.remove(-1)
    return found.sorted()
  }
}
