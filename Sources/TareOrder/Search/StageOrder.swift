import TareDockerfile

/// The order proposed for one stage.
struct StageOrder: Sendable {
  /// Of what the stage has now and what is split off, in the new order; metadata that nothing depends on included.
  var items: [OrderItem]
  /// For each of them its place among the old ones; what is split off stands before what it is split from.
  var oldPlaces: [Int]
  var before: OrderCost
  var after: OrderCost
  var isExact: Bool
  var states: Int
  var measure: OrderCost.Measure

  var isChanged: Bool { oldPlaces != oldPlaces.sorted() || items.contains { if case .split = $0.origin { true } else { false } } }
}

/// Looks for the order of one stage.
struct StageSearch {
  /// All instructions of the stage, in order.
  private let instructions: [OrderItem]
  private let readings: [FootprintReader.Reading]
  private let base: CommitSet
  private let measure: OrderCost.Measure
  private let split: (_ of: Int, _ files: [[UInt8]]) -> (changed: CommitSet, bytes: Int?)
  private let context: ContextKnowledge

  /// A gain in bytes, or in instructions made again, below these parts of the whole moves nothing.
  private static let (byteShare, missShare) = (100, 20)

  /// A longer stage is left as it is.
  static let maximumInstructions = 200

  private struct Split {
    let run: Int
    let copy: Int
    let files: [[UInt8]]
    let images: [[UInt8]]
    /// An instruction further up has copied them already.
    let isThere: Bool
  }

  /// - Parameter split: when files that an instruction copies change, and their size.
  init(
    _ instructions: [OrderItem], readings: [FootprintReader.Reading], base: CommitSet, context: ContextKnowledge,
    split: @escaping (_ of: Int, _ files: [[UInt8]]) -> (changed: CommitSet, bytes: Int?)
  ) {
    self.instructions = instructions
    self.readings = readings
    self.base = base
    self.context = context
    self.split = split
    measure = instructions.allSatisfy { !$0.isStep || $0.bytes != nil } ? .bytes : .runs
  }

  func best() -> StageOrder {
    guard instructions.count <= Self.maximumInstructions else { return unsearched(instructions) }
    var chosen: [Split] = []
    var best = search(chosen)
    for candidate in candidates() {
      let other = search(chosen + [candidate])
      if isWorthwhile(other.after, over: best.after, of: best.before) {
        chosen.append(candidate)
        best = other
      }
    }
    return best
  }

  private func isWorthwhile(_ new: OrderCost, over old: OrderCost, of whole: OrderCost) -> Bool {
    guard new.runs <= old.runs, new.bytes <= old.bytes + whole.bytes / 1000 else { return false }
    return new.runs < old.runs || old.bytes - new.bytes > whole.bytes / Self.byteShare
      || (measure == .runs && old.misses - new.misses > whole.misses / Self.missShare)
  }

  /// RUNs that need but single files of what an instruction before them copies.
  private func candidates() -> [Split] {
    var splits: [Split] = []
    for (run, reading) in readings.enumerated() where instructions[run].isRun && !reading.footprint.manifests.isEmpty {
      for copy in readings.indices[..<run] {
        guard let landing = readings[copy].landing, reading.footprint.conflicts(with: readings[copy].footprint),
          !reading.footprint.conflictsBesideManifests(with: readings[copy].footprint)
        else { continue }
        let images = reading.footprint.manifests.single.filter { landing.source(of: $0, context) != nil }
        let files = images.compactMap { landing.source(of: $0, context) }
        // Whole copies of single files are as small as they can be.
        guard !images.isEmpty, landing.files.count + landing.trees.count > files.count || !landing.trees.isEmpty else { continue }
        let isPlain = files.allSatisfy { $0.allSatisfy { $0 > 0x20 && $0 < 0x7f && !"$*?[]\\\"'`".utf8.contains($0) } }
        if isPlain {
          splits.append(Split(run: run, copy: copy, files: files, images: images, isThere: isThere(files, images, before: copy)))
        }
      }
    }
    return splits
  }

  private func isThere(_ files: [[UInt8]], _ images: [[UInt8]], before copy: Int) -> Bool {
    readings[..<copy].contains { reading in
      reading.owner == readings[copy].owner
        && zip(files, images).allSatisfy { file, image in
          reading.landing?.files.contains { $0.context == file && $0.image == image } ?? false
        }
    }
  }

  private func search(_ splits: [Split]) -> StageOrder {
    var items: [OrderItem] = []
    // Where each instruction comes to stand among the items.
    var place: [Int] = []
    for (index, instruction) in instructions.enumerated() {
      for split in splits where split.copy == index && !split.isThere { items.append(item(split)) }
      place.append(items.count)
      items.append(instruction)
    }
    var exempt: Set<[Int]> = []
    for split in splits { exempt.insert([place[split.copy], place[split.run]]) }
    let floating = floating(items)
    let searched = items.indices.filter { !floating.contains($0) }
    let number = Dictionary(uniqueKeysWithValues: searched.enumerated().map { ($1, $0) })
    guard searched.count <= OrderSearch.maximumItems else { return unsearched(instructions) }
    let search = OrderSearch(
      searched.map { items[$0] }, base: base,
      exempt: Set(exempt.compactMap { pair in number[pair[0]].flatMap { first in number[pair[1]].map { [first, $0] } } }))
    let today = search.cost(of: Array(searched.indices.filter { !isSplit(items[searched[$0]]) }))
    var result = search.best(by: measure)
    if result.cost.runs > today.runs || result.cost.bytes > today.bytes + today.bytes / 1000 {
      result = search.best(by: measure == .bytes ? .runs : .bytes)
    }
    if result.cost.runs > today.runs || result.cost.bytes > today.bytes + today.bytes / 1000 {
      (result.order, result.cost) = (Array(searched.indices), search.cost(of: Array(searched.indices)))
    }
    let order = settle(result.order, search, today)
    // Metadata stay before what they stand before now, as far as that stays.
    var all = order.map { searched[$0] }
    let still = StillItems.find(all)
    for item in floating.sorted() {
      all.insert(item, at: all.firstIndex { still.contains($0) && $0 > item } ?? all.count)
    }
    return StageOrder(
      items: all.map { items[$0] }, oldPlaces: all, before: today, after: search.cost(of: order), isExact: result.isExact,
      states: result.states, measure: measure)
  }

  private func unsearched(_ items: [OrderItem]) -> StageOrder {
    let cost = OrderSearch.cost(of: items, base: base)
    return StageOrder(
      items: items, oldPlaces: Array(items.indices), before: cost, after: cost, isExact: false, states: 0, measure: measure)
  }

  private func isSplit(_ item: OrderItem) -> Bool { if case .split = item.origin { true } else { false } }

  private func item(_ split: Split) -> OrderItem {
    var footprint = readings[split.copy].footprint
    footprint.writes = PathSet()
    footprint.writes.insert(single: split.images)
    let (changed, bytes) = self.split(split.copy, split.files)
    return OrderItem(
      origin: .split(of: split.copy, files: split.files), footprint: footprint, isStep: true, isRun: false, changed: changed,
      bytes: instructions[split.copy].bytes == nil ? nil : bytes)
  }

  /// Metadata whose place changes nothing.
  private func floating(_ items: [OrderItem]) -> Set<Int> {
    let candidates = items.indices.filter { items[$0].footprint.setsFacets == .metadata }
    let others = items.indices.filter { items[$0].footprint.setsFacets != .metadata }
    return Set(
      candidates.filter { item in others.allSatisfy { !items[item].footprint.conflicts(with: items[$0].footprint) } })
  }

  /// Takes back what was moved for next to nothing.
  private func settle(_ order: [Int], _ search: OrderSearch, _ today: OrderCost) -> [Int] {
    var order = order
    var cost = search.cost(of: order)
    for item in order.sorted() where !StillItems.find(order).contains(item) && !isSplit(search.items[item]) {
      var back = order.filter { $0 != item }
      // Before the first of those that have not been moved and come after it.
      let still = StillItems.find(back)
      back.insert(item, at: back.firstIndex { still.contains($0) && $0 > item } ?? back.count)
      let backCost = search.cost(of: back)
      if search.allows(back), !isWorthwhile(cost, over: backCost, of: today) { (order, cost) = (back, backCost) }
    }
    // Moves that only make sense together may be worth nothing together.
    let old = Array(order.sorted())
    let hasSplits = order.contains { isSplit(search.items[$0]) }
    return hasSplits || isWorthwhile(cost, over: today, of: today) ? order : old
  }
}
