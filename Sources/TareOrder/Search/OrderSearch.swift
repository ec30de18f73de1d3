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
  static let width = 4096

  let items: [OrderItem]
  /// For each item those that stay before it.
  private let before: [UInt64]
  /// Commits in which everything is made again, because of what the stage stands on.
  let base: CommitSet

  /// - Parameter exempt: pairs of indexes, the earlier one first, of which only what lies beside manifests counts.
  init(_ items: [OrderItem], base: CommitSet, exempt: Set<[Int]> = []) {
    self.items = items
    self.base = base
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
      union = items[item].isStep ? union.union(items[item].changed) : union
      cost = cost + step(item, union, placed)
      placed |= 1 << UInt64(item)
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
    var (isExact, count) = (true, 1)
    for _ in items.indices {
      var next: [State] = []
      var places: [UInt64: Int] = [:]
      for (number, state) in levels[levels.count - 1].enumerated() {
        for item in items.indices where state.placed & 1 << UInt64(item) == 0 && before[item] & ~state.placed == 0 {
          let union = items[item].isStep ? state.union.union(items[item].changed) : state.union
          let new = State(
            placed: state.placed | 1 << UInt64(item), union: union, cost: state.cost + step(item, union, state.placed), last: item,
            previous: number)
          if let place = places[new.placed] {
            if new.cost.isLess(than: next[place].cost, by: measure) { next[place] = new }
          } else {
            places[new.placed] = next.count
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
