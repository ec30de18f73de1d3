public import TareLayers
import TareTree

/// Numbers for the names of an image, and what must be known of each to say what a claim saves.
public struct ClaimTable: Sendable {
  /// A name: an entry of a layer (lowest is 0).
  public struct Name: Sendable, Hashable {
    public var layer: Int32
    public var entry: Int32
  }

  /// By layer: the number of its first entry; one more at the end.
  private let starts: [Int32]
  /// By name: the content that it shows in the final tree, else the one that it brought; -1 for none.
  let contentOfName: [Int32]
  /// By name: whether the final tree shows it.
  let isLiveName: [Bool]
  let tree: MergedTree
  /// Layers of the base.
  let baseLayers: Int
  /// By content: the contents that are equal to it and could stand for it, itself among them; -1 for none.
  let classOfContent: [Int32]
  let classes: [[Int32]]
  /// By content: the one below it, in the base, that would show at its path again if it went: equal in content and
  /// attributes, so that a container could not tell.
  let twins: [Int32: Int32]

  init(_ weighing: Weighing, baseLayers: Int) {
    tree = weighing.tree
    self.baseLayers = baseLayers
    var starts: [Int32] = [0]
    for scan in weighing.scans { starts.append(starts[starts.count - 1] + Int32(scan?.entries.count ?? 0)) }
    var contentOfName = [Int32](repeating: -1, count: Int(starts[starts.count - 1]))
    var isLiveName = [Bool](repeating: false, count: contentOfName.count)
    for (index, content) in tree.contents.enumerated() {
      contentOfName[Int(starts[Int(content.location.layer)] + content.location.entry)] = Int32(index)
    }
    for node in tree.nodes where node.exists && node.layer >= 0 {
      let name = Int(starts[Int(node.layer)] + node.entry)
      isLiveName[name] = true
      if node.content >= 0 { contentOfName[name] = node.content }
    }
    self.starts = starts
    self.contentOfName = contentOfName
    self.isLiveName = isLiveName
    twins = Self.twins(weighing, baseLayers)
    (classes, classOfContent) = Self.classes(weighing, twins)
  }

  // MARK: Names

  public var nameCount: Int { contentOfName.count }

  public func number(_ name: ContentLocation) -> Int32 { starts[Int(name.layer)] + name.entry }

  public func name(_ number: Int32) -> Name {
    let layer = layer(ofName: number)
    return Name(layer: layer, entry: number - starts[Int(layer)])
  }

  /// All numbers of a layer's entries.
  public func names(ofLayer layer: Int) -> Range<Int32> { starts[layer]..<starts[layer + 1] }

  /// The path that a name landed at; -1 for a marker.
  public func path(ofName number: Int32) -> Int32 {
    let name = name(number)
    return tree.landings[Int(name.layer)][Int(name.entry)].path
  }

  func layer(ofName number: Int32) -> Int32 {
    var (low, high) = (0, starts.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if starts[middle + 1] <= number { low = middle + 1 } else { high = middle }
    }
    return Int32(low)
  }

  /// The name under which the final tree shows a path; nil for a directory that no entry names, and for what is not there.
  public func liveName(of path: Int32) -> Int32? {
    let node = tree.nodes[Int(path)]
    return node.exists && node.layer >= 0 ? starts[Int(node.layer)] + node.entry : nil
  }

  // MARK: Bytes

  /// What a claim saves by itself.
  public func bytes(of claim: Claim) -> Int {
    var joined = JoinedClaim(self)
    return joined.add(claim)
  }

  /// What of a claim lies in layers of the base, by itself.
  public func baseBytes(of claim: Claim) -> Int { bytes(of: basePart(of: claim)) }

  public func needsBase(_ claim: Claim) -> Bool {
    let end = starts[min(baseLayers, starts.count - 1)]
    if let first = claim.names.first, first < end { return true }
    return claim.copies.contains { isInBase($0.content) } || claim.ranges.keys.contains { isInBase($0) }
  }

  private func basePart(of claim: Claim) -> Claim {
    let end = starts[min(baseLayers, starts.count - 1)]
    return Claim(
      names: NameSet(claim.names.numbers.prefix { $0 < end }), ranges: claim.ranges.filter { isInBase($0.key) },
      copies: claim.copies.filter { isInBase($0.content) })
  }

  private func isInBase(_ content: Int32) -> Bool { Int(tree.contents[Int(content)].location.layer) < baseLayers }

  // MARK: Equal contents

  private static func twins(_ weighing: Weighing, _ baseLayers: Int) -> [Int32: Int32] {
    let tree = weighing.tree
    var twins: [Int32: Int32] = [:]
    for (index, dead) in tree.contents.enumerated() where !dead.isLive && dead.cause == .rewritten && dead.successor >= 0 {
      let upper = tree.contents[Int(dead.successor)]
      guard Int(dead.location.layer) < baseLayers, Int(upper.location.layer) >= baseLayers, upper.names == 1, dead.size > 0,
        tree.nodes[Int(upper.path)].content == dead.successor, upper.path == dead.path,
        weighing.haveEqualAttributes(dead.location, upper.location)
      else { continue }
      twins[dead.successor] = Int32(index)
    }
    return twins
  }

  private static func classes(_ weighing: Weighing, _ twins: [Int32: Int32]) -> (lists: [[Int32]], ofContent: [Int32]) {
    let tree = weighing.tree
    var lists: [[Int32]] = []
    var ofContent = [Int32](repeating: -1, count: tree.contents.count)
    for group in weighing.duplicates {
      let members = group.copies.map { tree.nodes[Int($0.path)].content }.sorted()
      for member in members { ofContent[Int(member)] = Int32(lists.count) }
      lists.append(members)
    }
    for (upper, lower) in twins.sorted(by: { $0.key < $1.key }) {
      if ofContent[Int(upper)] < 0 {
        ofContent[Int(upper)] = Int32(lists.count)
        lists.append([upper])
      }
      ofContent[Int(lower)] = ofContent[Int(upper)]
      lists[Int(ofContent[Int(upper)])].append(lower)
    }
    return (lists.map { $0.sorted() }, ofContent)
  }
}

extension Weighing {
  /// Whether two regular files would look the same in a container: mode, owner, time and extended attributes.
  func haveEqualAttributes(_ left: ContentLocation, _ right: ContentLocation) -> Bool {
    guard let leftScan = scans[Int(left.layer)], let rightScan = scans[Int(right.layer)] else { return false }
    let (left, right) = (leftScan.entries[Int(left.entry)], rightScan.entries[Int(right.entry)])
    return left.mode == right.mode && left.uid == right.uid && left.gid == right.gid && left.modified == right.modified
      && (left.attributes < 0 ? [] : leftScan.extendedAttributes[Int(left.attributes)])
        == (right.attributes < 0 ? [] : rightScan.extendedAttributes[Int(right.attributes)])
  }
}
