import TareTree

/// Live contents that equal another one, each with the copy that stays in its stead. A content is here at most once, and
/// what stays is never here.
struct EqualFiles: Sendable {
  struct Group: Sendable {
    /// The layer of what stays and the layer of the copies; the lowest is 0.
    var keptLayer: Int32
    var layer: Int32
    /// Whether a package brought what goes or what stays.
    var isPackaged: Bool
    var copies: [Claim.Copy] = []
    var bytes = 0
  }

  /// Copies in the layer of what stays, heaviest group first.
  private(set) var inOneLayer: [Group] = []
  /// Copies in a higher layer.
  private(set) var inLaterLayer: [Group] = []
  /// Copies in a higher layer under a path that had shown what stays: an instruction changed the file in place, and the
  /// old one lives under another name, as uv's cache and site-packages share files.
  private(set) var unlinked: [Group] = []

  /// Of each of these the layer that brought the link which it took the place of: where a change to it belongs.
  private(set) var firstLinks: [Int32: Int32] = [:]

  /// A smaller file alone is not worth a link. In a directory that was copied as a whole it counts.
  static let smallest = 4096

  private var kept: [Int32: Int32] = [:]

  init(_ context: RuleContext) {
    for members in context.table.classes {
      // A system's state has its last version beside it, which only goes as a whole.
      choose(
        members.filter {
          context.tree.contents[Int($0)].isLive && !SystemState.holds(context.home(of: $0), context.paths)
        }, context)
    }
    dropSmall(context)
    let hidden = context.hiddenLinks
    var groups: [[Int32]: Group] = [:]
    for (content, other) in kept.sorted(by: { $0.key < $1.key }) {
      var stays = other
      while let next = kept[stays] { stays = next }
      let (layer, keptLayer) = (
        context.tree.contents[Int(content)].location.layer, context.tree.contents[Int(stays)].location.layer
      )
      let isPackaged = context.isPackaged(content) || context.isPackaged(stays)
      let isUnlinked = hidden[context.home(of: content)].map { $0 == (layer: keptLayer, killer: layer) } ?? false
      let key = [keptLayer, layer, isPackaged ? 1 : 0, isUnlinked ? 1 : 0]
      groups[key, default: Group(keptLayer: keptLayer, layer: layer, isPackaged: isPackaged)].copies.append(
        Claim.Copy(content: content, kept: stays))
      groups[key]?.bytes += context.tree.contents[Int(content)].size
    }
    let sorted = groups.sorted { $0.key.lexicographicallyPrecedes($1.key) }.sorted { $0.value.bytes > $1.value.bytes }
    unlinked = sorted.filter { $0.key[3] == 1 }.map(\.value)
    for group in unlinked {
      for copy in group.copies { firstLinks[copy.content] = context.ownership.firstWriters[Int(copy.kept)] }
    }
    inOneLayer = sorted.filter { $0.key[3] == 0 && $0.value.layer == $0.value.keptLayer }.map(\.value)
    inLaterLayer = sorted.filter { $0.key[3] == 0 && $0.value.layer != $0.value.keptLayer }.map(\.value)
  }

  /// Of equal contents, what each is a copy of: in the lowest layer the first one, above it the one below that lies most
  /// alike, so that a copied directory is told as a copy of that directory.
  private mutating func choose(_ members: [Int32], _ context: RuleContext) {
    guard let first = members.first else { return }
    let lowest = context.tree.contents[Int(first)].location.layer
    var byName: [ArraySlice<UInt8>: [Int32]] = [:]
    var below: [Int32] = []
    var layer = lowest
    for member in members {
      let place = context.tree.contents[Int(member)].location.layer
      if place != layer {
        for content in below { byName[context.paths.name(of: context.home(of: content)), default: []].append(content) }
        (below, layer) = ([], place)
      }
      below.append(member)
      if place > lowest {
        let path = context.home(of: member)
        // Some are enough to find the one that was copied; the rest would cost the square of their number.
        let alike = (byName[context.paths.name(of: path)] ?? []).prefix(64).max { left, right in
          (context.likeness(context.home(of: left), path), right) < (context.likeness(context.home(of: right), path), left)
        }
        kept[member] = alike ?? first
      } else if member != first {
        kept[member] = first
      }
    }
  }

  /// Small files count where most of their directory equals one directory below.
  private mutating func dropSmall(_ context: RuleContext) {
    struct Pair: Hashable {
      var directory: Int32
      var keptDirectory: Int32
    }
    func pair(_ content: Int32, _ other: Int32) -> Pair {
      Pair(
        directory: context.paths.parent(of: context.home(of: content)),
        keptDirectory: context.paths.parent(of: context.home(of: other)))
    }
    var counts: [Pair: Int] = [:]
    for (content, other) in kept where context.haveEqualNames(content, other) { counts[pair(content, other), default: 0] += 1 }
    let tree = context.tree
    var fileCounts: [Int32: Int] = [:]
    func fileCount(_ directory: Int32) -> Int {
      if let known = fileCounts[directory] { return known }
      let count = tree.children(of: directory).count { tree.nodes[Int($0)].content >= 0 && tree.size(of: $0) > 0 }
      fileCounts[directory] = count
      return count
    }
    kept = kept.filter { content, other in
      if tree.contents[Int(content)].size >= Self.smallest { return true }
      guard context.haveEqualNames(content, other),
        tree.contents[Int(content)].location.layer != tree.contents[Int(other)].location.layer
      else { return false }
      let pair = pair(content, other)
      return (counts[pair] ?? 0) * 2 > fileCount(pair.directory)
    }
  }
}

extension MergedTree {
  fileprivate func size(of path: Int32) -> Int { contents[Int(nodes[Int(path)].content)].size }
}

extension RuleContext {
  /// By path: the last hard link there that another layer hid, by its layer and the one that hid it.
  fileprivate var hiddenLinks: [Int32: (layer: Int32, killer: Int32)] {
    Dictionary(
      tree.hidden.filter { $0.size > 0 }.map { ($0.path, (layer: $0.layer, killer: $0.killer)) }, uniquingKeysWith: { $1 })
  }

  fileprivate func isPackaged(_ content: Int32) -> Bool {
    if case .package = ownership.owners[Int(content)] { return true }
    return false
  }

  fileprivate func haveEqualNames(_ left: Int32, _ right: Int32) -> Bool {
    paths.name(of: home(of: left)) == paths.name(of: home(of: right))
  }

  /// How many parts two paths have in common, from their ends.
  fileprivate func likeness(_ left: Int32, _ right: Int32) -> Int {
    var (left, right, count) = (left, right, 0)
    while left > PathTable.root, right > PathTable.root, paths.name(of: left) == paths.name(of: right) {
      (left, right, count) = (paths.parent(of: left), paths.parent(of: right), count + 1)
    }
    return count
  }
}
