import TareTree

/// A claim as reports write it: by layer and path, a directory where all in it is claimed.
public struct ClaimedPath: Sendable, Equatable {
  /// The layer, the lowest being 0.
  public var layer: Int32
  public var path: Int32
  /// All that the layer has below the path.
  public var isWholeDirectory = false
  /// Which of several entries, where the layer names the path more than once: 1 for the first in its tar.
  public var occurrence: Int?
  /// Of a content that stays otherwise: what of it goes.
  public var ranges: ByteRanges?
  /// Where the equal content is that stays: its layer and its path.
  public var kept: Kept?

  public struct Kept: Sendable, Equatable {
    public var layer: Int32
    public var path: Int32
  }
}

/// Folds claims into paths. Not for several threads at once: it counts each layer's directories once.
public struct ClaimPaths {
  private let table: ClaimTable
  /// By layer: entries below each directory that must be claimed before the directory is.
  private var totals: [Int32: [Int32: Int32]] = [:]
  /// The names of contents that have several, or none where they were written; nil while nobody asked.
  private var linked: [Int32: [Int32]]?
  /// By layer, then by path: the names that share it.
  private var shared: [Int32: [Int32: [Int32]]] = [:]

  public init(_ table: ClaimTable) { self.table = table }

  /// By layer and path, whole directories before what is by itself.
  public mutating func paths(of claim: Claim) -> [ClaimedPath] {
    var rows: [ClaimedPath] = []
    var layers: [(layer: Int32, names: [Int32])] = []
    for number in claim.names.numbers {
      let layer = table.layer(ofName: number)
      if layers.last?.layer != layer { layers.append((layer, [])) }
      layers[layers.count - 1].names.append(number)
    }
    for (layer, names) in layers { rows += fold(names, in: layer) }
    for copy in claim.copies {
      let (gone, kept) = (table.tree.contents[Int(copy.content)], table.tree.contents[Int(copy.kept)])
      let place = ClaimedPath.Kept(
        layer: kept.location.layer, path: liveNames(of: copy.kept).first.map { table.path(ofName: $0) } ?? kept.path)
      rows += liveNames(of: copy.content).map { name in
        ClaimedPath(layer: table.layer(ofName: name), path: table.path(ofName: name), kept: place)
      }
      if !gone.isLive { rows.append(ClaimedPath(layer: gone.location.layer, path: gone.path)) }
    }
    for (content, ranges) in claim.ranges {
      let place = table.tree.contents[Int(content)]
      rows.append(ClaimedPath(layer: place.location.layer, path: place.path, ranges: ranges))
    }
    return rows.sorted { left, right in
      func order(_ row: ClaimedPath) -> Int { (row.ranges == nil ? 0 : 2) + (row.isWholeDirectory ? 0 : 1) }
      return (left.layer, left.path, order(left), left.occurrence ?? 0) < (
        right.layer, right.path, order(right), right.occurrence ?? 0
      )
    }
  }

  private mutating func fold(_ names: [Int32], in layer: Int32) -> [ClaimedPath] {
    let paths = table.tree.paths
    let totals = totals(of: layer)
    let shared = shared(in: layer)
    let claimed = counts(names)
    func isWhole(_ directory: Int32) -> Bool {
      guard let count = claimed[directory] else { return false }
      return count > 1 && count == totals[directory]
    }
    var rows: [ClaimedPath] = []
    var told: Set<Int32> = []
    for name in names {
      let path = table.path(ofName: name)
      guard path >= 0 else { continue }
      var top: Int32?
      var current = path
      while current > PathTable.root {
        current = paths.parent(of: current)
        if isWhole(current) { top = current }
      }
      if isWhole(path), top == nil { top = path }
      guard let top else {
        if table.isDirectory(name) { continue }
        let occurrence = shared[path]?.firstIndex(of: name).map { $0 + 1 }
        rows.append(ClaimedPath(layer: layer, path: path, occurrence: occurrence))
        continue
      }
      if told.insert(top).inserted { rows.append(ClaimedPath(layer: layer, path: top, isWholeDirectory: true)) }
    }
    return rows
  }

  /// The names that show a content in the final tree, its own first.
  private mutating func liveNames(of content: Int32) -> [Int32] {
    let place = table.tree.contents[Int(content)]
    guard place.isLive else { return [] }
    let own = table.number(place.location)
    if place.names == 1, table.isLiveName[Int(own)] { return [own] }
    if linked == nil { linked = table.linkedNames() }
    let names = linked?[content] ?? []
    return names.filter { $0 == own } + names.filter { $0 != own }
  }

  private mutating func shared(in layer: Int32) -> [Int32: [Int32]] {
    guard table.tree.oddities[.namedTwice] != nil else { return [:] }
    if let known = shared[layer] { return known }
    var names: [Int32: [Int32]] = [:]
    for name in table.names(ofLayer: Int(layer)) where table.path(ofName: name) >= 0 {
      names[table.path(ofName: name), default: []].append(name)
    }
    names = names.filter { $0.value.count > 1 }
    shared[layer] = names
    return names
  }

  private mutating func totals(of layer: Int32) -> [Int32: Int32] {
    if let known = totals[layer] { return known }
    let counted = counts(Array(table.names(ofLayer: Int(layer))))
    totals[layer] = counted
    return counted
  }

  /// By directory: how many of the names lie below it, of those that count.
  private func counts(_ names: [Int32]) -> [Int32: Int32] {
    let paths = table.tree.paths
    var counts: [Int32: Int32] = [:]
    for name in names where table.countsForDirectory(name) {
      let parent = paths.parent(of: table.path(ofName: name))
      if parent >= 0 { counts[parent, default: 0] += 1 }
    }
    for directory in Array(counts.keys) {
      var current = directory
      while case let parent = paths.parent(of: current), parent >= 0, counts[parent] == nil {
        counts[parent] = 0
        current = parent
      }
    }
    // A parent has a smaller number than what lies in it.
    for directory in counts.keys.sorted(by: >) {
      let parent = paths.parent(of: directory)
      if parent >= 0 { counts[parent, default: 0] += counts[directory] ?? 0 }
    }
    return counts
  }
}

extension ClaimTable {
  /// Whether an entry must be claimed before its directory is claimed as a whole: all that the final tree shows but
  /// directories, and all contents.
  fileprivate func countsForDirectory(_ name: Int32) -> Bool {
    guard path(ofName: name) > PathTable.root else { return false }
    return contentOfName[Int(name)] >= 0 || isLiveName[Int(name)] && !isDirectory(name)
  }

  fileprivate func isDirectory(_ name: Int32) -> Bool {
    let path = path(ofName: name)
    return path >= 0 && isLiveName[Int(name)] && tree.nodes[Int(path)].kind == .directory
  }

  /// By content, of those with several names or without the one they were written under: all live names.
  func linkedNames() -> [Int32: [Int32]] {
    var names: [Int32: [Int32]] = [:]
    for (number, content) in contentOfName.enumerated() where content >= 0 && isLiveName[number] {
      let place = tree.contents[Int(content)]
      if place.names > 1 || !isLiveName[Int(self.number(place.location))] { names[content, default: []].append(Int32(number)) }
    }
    return names
  }
}

extension ClaimTable {
  /// Bytes that a layer wrote at a claimed path or below it; of a part that is claimed, its own.
  public func written(_ claimed: ClaimedPath) -> Int {
    if let ranges = claimed.ranges { return ranges.count }
    return tree.contentRanges[Int(claimed.layer)].reduce(0) { sum, content in
      let path = tree.contents[content].path
      let isMeant = claimed.isWholeDirectory ? tree.paths.lies(path, in: claimed.path) : path == claimed.path
      return sum + (isMeant ? tree.contents[content].size : 0)
    }
  }
}
