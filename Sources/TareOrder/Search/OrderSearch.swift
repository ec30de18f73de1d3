/// Finds the order of items that costs least among all that keep every pair that must not change places.
///
/// What an item costs depends on the items before it, not on their order. So the cheapest way to each set of items is enough
/// to go on from: that is exact. Where there are more than `width` sets of one size, the cheapest of them are kept.
struct OrderSearch: Sendable {
  struct Result: Sendable {
    var order: [Int]
    var cost: OrderCost
    var isExact: Bool
    /// Sets of items that were looked at.
    var states: Int
  }

  /// Items of a stage that are searched; a set of them is a word.
  static let maximumItems = 60
  static let width = 1024

  let items: [OrderItem]
  /// For each item those that stay before it.
  private let before: [UInt64]
  /// Commits in which everything is made again, because of what the stage stands on.
  let base: CommitSet
  private let all: CommitSet
  /// Items that bring in a varying ARG. With these, what follows depends on the order of those before it; the cheapest way to
  /// a set is then taken for the best to go on from.
  private let varying: UInt64

  /// - Parameter exempt: pairs of indexes, the earlier one first, of which only what lies beside manifests counts.
  init(_ items: [OrderItem], base: CommitSet, exempt: Set<[Int]> = []) {
    self.items = items
    self.base = base
    all = CommitSet(all: base)
    varying = items.indices.reduce(0) { $0 | (items[$1].varies ? 1 << UInt64($1) : 0) }
    before = items.indices.map { later in
      var mask: UInt64 = 0
      for earlier in 0..<later {
        let conflicts =
          exempt.contains([earlier, later])
          ? items[earlier].footprint.conflictsBesideManifests(with: items[later].footprint)
          : items[earlier].footprint.conflicts(with: items[later].footprint)
        if conflicts { mask |= 1 << UInt64(earlier) }
      }
      return mask
    }
  }

  func cost(of order: [Int]) -> OrderCost {
    var (cost, union, placed) = (OrderCost(), base, UInt64(0))
    for item in order {
      union = after(item, union, placed)
      cost = cost + step(item, union, placed)
      placed |= 1 << UInt64(item)
    }
    return cost
  }

  /// Of items as they stand, however many; varying ARGs apart.
  static func cost(of items: [OrderItem], base: CommitSet) -> OrderCost {
    var (cost, union) = (OrderCost(), base)
    for item in items where item.isStep {
      union.formUnion(item.changed)
      let bytes = (item.bytes ?? 0).multipliedReportingOverflow(by: union.count)
      cost =
        cost
        + OrderCost(bytes: bytes.overflow ? Int.max : bytes.partialValue, runs: item.isRun ? union.count : 0, misses: union.count)
    }
    return cost
  }

  func allows(_ order: [Int]) -> Bool {
    var placed: UInt64 = 0
    for item in order {
      guard before[item] & ~placed == 0 else { return false }
      placed |= 1 << UInt64(item)
    }
    return true
  }

  /// The commits in which the item, and so all after it, is made again.
  private func after(_ item: Int, _ union: CommitSet, _ placed: UInt64) -> CommitSet {
    if items[item].isRun, placed & varying != 0 { return all }
    return items[item].isStep ? union.union(items[item].changed) : union
  }

  /// - Parameter union: the commits that change the item or one before it.
  private func step(_ item: Int, _ union: CommitSet, _ placed: UInt64) -> OrderCost {
    let inversions = (((1 << UInt64(item)) - 1) & ~placed).nonzeroBitCount
    guard items[item].isStep else { return OrderCost(inversions: inversions) }
    let count = union.count
    let bytes = (items[item].bytes ?? 0).multipliedReportingOverflow(by: count)
    return OrderCost(
      bytes: bytes.overflow ? Int.max : bytes.partialValue, runs: items[item].isRun ? count : 0, misses: count,
      inversions: inversions)
  }

  private struct State {
    var placed: UInt64
    var union: CommitSet
    var cost: OrderCost
    /// The item placed last, and the state before it.
    var last: Int
    var previous: Int
  }

  func best(by measure: OrderCost.Measure) -> Result {
    var levels: [[State]] = [[State(placed: 0, union: base, cost: OrderCost(), last: -1, previous: -1)]]
    var (isExact, count) = (varying == 0, 1)
    for _ in items.indices {
      var next: [State] = []
      var places: [UInt64: Int] = [:]
      for (number, state) in levels[levels.count - 1].enumerated() {
        for item in items.indices where state.placed & 1 << UInt64(item) == 0 && before[item] & ~state.placed == 0 {
          let placed = state.placed | 1 << UInt64(item)
          let known = places[placed]
          // The same items have the same commits, whatever their order.
          let union =
            varying == 0
            ? known.map { next[$0].union } ?? after(item, state.union, state.placed) : after(item, state.union, state.placed)
          let new = State(
            placed: placed, union: union, cost: state.cost + step(item, union, state.placed), last: item, previous: number)
          if let known {
            if new.cost.isLess(than: next[known].cost, by: measure) { next[known] = new }
          } else {
            places[placed] = next.count
            next.append(new)
          }
        }
      }
      if next.count > Self.width {
        next.sort {
          $0.cost == $1.cost ? $0.placed < $1.placed : $0.cost.isLess(than: $1.cost, by: measure)
        }
        next.removeLast(next.count - Self.width)
        isExact = false
      }
      count += next.count
      levels.append(next)
    }
    var order: [Int] = []
    var number = 0
    for level in levels.dropFirst().reversed() {
      order.append(level[number].last)
      number = level[number].previous
    }
    order.reverse()
    return Result(order: order, cost: levels[levels.count - 1].first?.cost ?? OrderCost(), isExact: isExact, states: count)
  }
}
