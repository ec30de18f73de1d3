import TareArchive
public import TareBytes
public import TareLayers
import TareOCI
public import TareSource

/// Weighs an image: merges its layers and accounts for every byte. Pure but for `hash`, which it asks for the contents
/// that have a twin in size.
public struct Weigher {
  private let image: LoadedImage<LayerScan>
  private let rows: [HistoryRow]
  private let rowOfLayer: [Int]
  private var tree = MergedTree()

  /// - Parameter hash: gives the hash of each content, nil where it cannot.
  public static func weigh(
    _ image: LoadedImage<LayerScan>, hash: ([ContentLocation]) throws -> [ContentHash?]
  ) rethrows -> Weighing {
    var weigher = Weigher(image)
    // dive's score needs nothing of the merge: it is had on the other core meanwhile.
    let dive = Concurrently { image.diveScore }
    weigher.merge()
    try weigher.compare(hash)
    return weigher.account(dive: dive.value)
  }

  private init(_ image: LoadedImage<LayerScan>) {
    self.image = image
    rows = image.rows
    var rowOfLayer = Array(repeating: 0, count: image.layers.count)
    for (index, row) in rows.enumerated() { if let layer = row.layer { rowOfLayer[layer] = index } }
    self.rowOfLayer = rowOfLayer
  }

  private mutating func merge() {
    tree.reserve(entries: image.layers.reduce(0) { $0 + ($1.scan?.entries.count ?? 0) })
    for (index, layer) in image.layers.enumerated() {
      let first = tree.contents.count
      if let scan = layer.scan {
        LayerMerge.apply(scan, layer: Int32(index), to: &tree)
      } else {
        tree.landings.append([])
      }
      tree.contentRanges.append(first..<tree.contents.count)
    }
  }

  // MARK: Same content?

  /// Has the contents hashed whose bytes decide something, and settles what they decide.
  private mutating func compare(_ hash: ([ContentLocation]) throws -> [ContentHash?]) rethrows {
    let wanted = contentsToCompare().filter { tree.contents[$0].hash == nil }
    let hashes = try hash(wanted.map { tree.contents[$0].location })
    for (index, hash) in zip(wanted, hashes) { tree.contents[index].hash = hash }
    for index in tree.contents.indices where tree.contents[index].successor >= 0 {
      let successor = tree.contents[Int(tree.contents[index].successor)]
      let content = tree.contents[index]
      if content.size == 0 || (content.hash != nil && content.hash == successor.hash) {
        tree.contents[index].cause = .rewritten
      }
    }
  }

  private func contentsToCompare() -> [Int] {
    var isWanted = [Bool](repeating: false, count: tree.contents.count)
    for (index, content) in tree.contents.enumerated() where content.successor >= 0 && content.size > 0 {
      isWanted[index] = true
      isWanted[Int(content.successor)] = true
    }
    let live = tree.contents.indices.filter { tree.contents[$0].isLive && tree.contents[$0].size > 0 }
      .sorted { tree.contents[$0].size < tree.contents[$1].size }
    for (left, right) in zip(live, live.dropFirst()) where tree.contents[left].size == tree.contents[right].size {
      isWanted[left] = true
      isWanted[right] = true
    }
    return isWanted.indices.filter { isWanted[$0] }
  }

  // MARK: The account

  private func account(dive: DiveScore?) -> Weighing {
    let table = tableRows()
    let dead = deadContents()
    let homes = homes()
    let duplicates = duplicates(homes)
    var weighing = Weighing(
      reference: image.reference, format: image.format, location: image.location, platform: image.platform,
      manifestDigest: image.manifestDigest, configDigest: image.configDigest, created: image.config.created,
      verification: verification(), rows: table, totals: totals(table), dead: dead, deadGroups: groups(of: dead),
      duplicates: duplicates, dive: dive,
      notes: Notes(image, rows, rowOfLayer, tree).all, tree: tree, scans: image.layers.map(\.scan),
      rowOfLayer: rowOfLayer)
    weighing.homes = homes
    assert(table.allSatisfy { row in row.layer.flatMap { image.layers[$0].scan?.contentBytes } == row.unpacked }, "law 1")
    assert(weighing.totals.dead.map { $0 == dead.reduce(0) { $0 + $1.bytes } } ?? true, "law 1")
    return weighing
  }

  private func tableRows() -> [Weighing.Row] {
    var sums = [(live: Int, dead: Int)](repeating: (0, 0), count: image.layers.count)
    for content in tree.contents {
      if content.isLive {
        sums[Int(content.location.layer)].live += content.size
      } else {
        sums[Int(content.location.layer)].dead += content.size
      }
    }
    let lastAbsent = lastAbsent
    var lastSeen = [Int32](repeating: -1, count: tree.paths.count)
    return rows.enumerated().map { index, source in
      var row = Weighing.Row(index: index, record: source.record, layer: source.layer)
      guard let number = source.layer else { return row }
      let layer = image.layers[number]
      row.diffID = layer.diffID
      row.digest = layer.digest
      row.mediaType = layer.mediaType
      row.stored = layer.stored
      row.isAbsent = layer.scan == nil
      guard let scan = layer.scan else { return row }
      row.unpacked = sums[number].live + sums[number].dead
      // An absent layer may hide what lies below it, or keep it alive by a link.
      if lastAbsent.map({ number > $0 }) ?? true {
        row.live = sums[number].live
        row.dead = sums[number].dead
      }
      row.entries = scan.entries.count
      row.files = fileCount(scan, number, &lastSeen)
      return row
    }
  }

  /// Non-directory paths; one that the tar names twice counts once.
  /// - Parameter lastSeen: for each path, the last layer that named it.
  private func fileCount(_ scan: LayerScan, _ layer: Int, _ lastSeen: inout [Int32]) -> Int {
    var count = 0
    for (entry, landing) in zip(scan.entries, tree.landings[layer])
    where entry.kind != .directory && entry.marker == .none && landing.path > PathTable.root {
      if lastSeen[Int(landing.path)] != Int32(layer) { count += 1 }
      lastSeen[Int(landing.path)] = Int32(layer)
    }
    return count
  }

  private func totals(_ table: [Weighing.Row]) -> Weighing.Totals {
    // Equal digests are one blob, whether or not the archive has it twice.
    var blobs: Set<String> = []
    let stored = image.layers.filter { blobs.insert(($0.digest ?? $0.diffID)?.description ?? "\($0.blob)").inserted }
      .reduce(0) { $0 + ($1.stored ?? 0) }
    let unpacked = table.reduce(0) { $0 + ($1.unpacked ?? 0) }
    let live = table.reduce(0) { $0 + ($1.live ?? 0) }
    guard lastAbsent != nil else {
      return Weighing.Totals(stored: stored, unpacked: unpacked, files: tree.fileCount, live: live, dead: unpacked - live)
    }
    let dead = tree.contents.filter { isSurelyDead($0) }.reduce(0) { $0 + $1.size }
    return Weighing.Totals(atLeast: .init(stored: stored, unpacked: unpacked, live: live, dead: dead))
  }

  private var lastAbsent: Int? { image.layers.lastIndex { $0.scan == nil } }

  /// Whether no absent layer stood between a content and its killer, where it could have given it another name.
  private func isSurelyDead(_ content: Content) -> Bool {
    guard !content.isLive else { return false }
    return (Int(content.location.layer)...Int(content.killer)).allSatisfy { image.layers[$0].scan != nil }
  }

  private func verification() -> Weighing.Verification {
    let scans = image.layers.map(\.scan)
    let hasDigests = image.layers.contains { $0.digest != nil }
    return Weighing.Verification(
      diffIDs: zip(image.layers, scans).count { $0.diffID != nil && $0.diffID == $1?.tarDigest },
      blobs: hasDigests ? zip(image.layers, scans).count { $0.digest != nil && $0.digest == $1?.blobDigest } : nil,
      layers: image.layers.count)
  }

  private func deadContents() -> [Weighing.Dead] {
    tree.contents.filter { !$0.isLive }
      .map { content in
        Weighing.Dead(
          path: content.path, bytes: content.size, writer: rowOfLayer[Int(content.location.layer)],
          killer: rowOfLayer[Int(content.killer)], cause: content.cause)
      }
      .sorted { ($1.bytes, $0.writer, $0.path, $0.killer) < ($0.bytes, $1.writer, $1.path, $1.killer) }
  }

  private func groups(of dead: [Weighing.Dead]) -> [Weighing.DeadGroup] {
    struct Key: Hashable {
      var writer: Int
      var killer: Int
      var cause: Cause
    }
    return Dictionary(grouping: dead) { Key(writer: $0.writer, killer: $0.killer, cause: $0.cause) }
      .map { key, contents in
        Weighing.DeadGroup(
          writer: key.writer, killer: key.killer, cause: key.cause, bytes: contents.reduce(0) { $0 + $1.bytes },
          files: contents.count)
      }
      .sorted { ($1.bytes, $0.writer, $0.killer, $0.cause.rawValue) < ($0.bytes, $1.writer, $1.killer, $1.cause.rawValue) }
  }

  private func duplicates(_ homes: [Int32: Int32]) -> [Weighing.Duplicate] {
    // Sorted rather than gathered in a dictionary: equal contents come together, and most have no equal.
    struct Key: Comparable {
      var hash: ContentHash
      var size: Int
      var index: Int

      static func < (left: Key, right: Key) -> Bool {
        if left.hash.low != right.hash.low { return left.hash.low < right.hash.low }
        return (left.hash.high, left.size, left.index) < (right.hash.high, right.size, right.index)
      }
    }
    var keys: [Key] = []
    for (index, content) in tree.contents.enumerated() where content.isLive && content.size > 0 {
      if let hash = content.hash { keys.append(Key(hash: hash, size: content.size, index: index)) }
    }
    keys.sort()
    var groups: [[Int]] = []
    for (left, right) in zip(keys, keys.dropFirst()) where left.hash == right.hash && left.size == right.size {
      if groups.last?.last == left.index {
        groups[groups.count - 1].append(right.index)
      } else {
        groups.append([left.index, right.index])
      }
    }
    return groups.map { members in
      Weighing.Duplicate(
        bytes: tree.contents[members[0]].size * (members.count - 1),
        copies: members.map { member in
          let content = tree.contents[member]
          return .init(layer: rowOfLayer[Int(content.location.layer)], path: homes[Int32(member)] ?? content.path)
        })
    }
    .sorted { ($1.bytes, $0.copies[0].layer, $0.copies[0].path) < ($0.bytes, $1.copies[0].layer, $1.copies[0].path) }
  }

  /// The names of contents that lost the one they were written under.
  private func homes() -> [Int32: Int32] {
    let moved = tree.contents.indices.filter { index in
      let content = tree.contents[index]
      return content.isLive && tree.nodes[Int(content.path)].content != Int32(index)
    }
    guard !moved.isEmpty else { return [:] }
    let wanted = Set(moved.map { Int32($0) })
    var homes: [Int32: Int32] = [:]
    for (path, node) in tree.nodes.enumerated() where node.exists && wanted.contains(node.content) {
      homes[node.content] = homes[node.content] ?? Int32(path)
    }
    return homes
  }
}

extension LoadedImage<LayerScan> {
  /// Nil when a layer is absent.
  fileprivate var diveScore: DiveScore? {
    let scans = layers.compactMap(\.scan)
    return scans.count == layers.count ? DiveScore(scans) : nil
  }
}
