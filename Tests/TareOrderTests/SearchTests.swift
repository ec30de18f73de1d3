import TareTestSupport
import Testing

@testable import TareOrder

@Suite struct SearchTests {
  private static let commits = 12

  /// Items that write and read a few paths in common, some metadata among them.
  private func items(_ count: Int, _ random: inout SeededGenerator) -> [OrderItem] {
    (0..<count).map { index in
      var footprint = Footprint()
      footprint.writes.insert(single: [Array("/\(Int.random(in: 0..<9, using: &random))".utf8)])
      footprint.reads.insert(single: [Array("/\(Int.random(in: 0..<9, using: &random))".utf8)])
      footprint.isBarrier = Int.random(in: 0..<12, using: &random) == 0
      var changed = CommitSet(of: Self.commits)
      let rarity = Int.random(in: 1..<12, using: &random)
      for commit in 0..<Self.commits where Int.random(in: 0..<rarity, using: &random) == 0 { changed.insert(commit) }
      return OrderItem(
        origin: .instruction(index), footprint: footprint, isStep: Int.random(in: 0..<5, using: &random) > 0,
        isRun: Bool.random(using: &random), changed: changed, bytes: Int.random(in: 0..<1000, using: &random))
    }
  }

  private func permutations(_ items: [Int]) -> [[Int]] {
    guard let first = items.first else { return [[]] }
    return permutations(Array(items.dropFirst())).flatMap { rest in
      (0...rest.count).map { Array(rest[..<$0]) + [first] + Array(rest[$0...]) }
    }
  }

  @Test(arguments: 0..<60)
  func theBestOrderIsTheBestOfAll(seed: Int) {
    var random = SeededGenerator(seed: seed)
    let items = items(6, &random)
    var base = CommitSet(of: Self.commits)
    if seed % 3 == 0 { base.insert(seed % Self.commits) }
    let search = OrderSearch(items, base: base)
    for measure in [OrderCost.Measure.bytes, .runs] {
      let best = search.best(by: measure)
      #expect(best.isExact)
      #expect(search.allows(best.order))
      #expect(search.cost(of: best.order) == best.cost)
      let all = permutations(Array(items.indices)).filter { order in
        // Stated apart from the search: no two that conflict have changed places.
        order.indices.allSatisfy { late in
          order[..<late].allSatisfy { $0 < order[late] || !items[$0].footprint.conflicts(with: items[order[late]].footprint) }
        }
      }
      #expect(!all.contains { search.cost(of: $0).isLess(than: best.cost, by: measure) })
    }
  }

  @Test func withoutAGainNothingMoves() {
    var random = SeededGenerator(seed: 7)
    let same = items(8, &random).map {
      OrderItem(
        origin: $0.origin, footprint: Footprint(), isStep: true, isRun: true, changed: CommitSet(of: Self.commits), bytes: 1)
    }
    #expect(OrderSearch(same, base: CommitSet(of: Self.commits)).best(by: .runs).order == Array(0..<8))
  }

  @Test func manyIndependentInstructionsAreSearchedInBoundedTime() {
    var random = SeededGenerator(seed: 3)
    let many = (0..<14).map { index in
      var changed = CommitSet(of: 1000)
      for _ in 0..<Int.random(in: 0..<100, using: &random) { changed.insert(Int.random(in: 0..<1000, using: &random)) }
      return OrderItem(
        origin: .instruction(index), footprint: Footprint(), isStep: true, isRun: true, changed: changed,
        bytes: Int.random(in: 0..<1000, using: &random))
    }
    let search = OrderSearch(many, base: CommitSet(of: 1000))
    let clock = ContinuousClock()
    var best: OrderSearch.Result?
    let time = clock.measure { best = search.best(by: .runs) }
    #expect(best?.isExact == false)
    #expect(best.map { $0.cost.isLess(than: search.cost(of: Array(0..<14)), by: .runs) } ?? false)
    #expect(time < .seconds(60))
  }

  @Test func asManyAsCanStayStill() {
    #expect(StillItems.find([1, 2, 3, 0]) == [1, 2, 3])
    #expect(StillItems.find([3, 0, 1, 2]) == [0, 1, 2])
    #expect(StillItems.find([]) == [])
    #expect(StillItems.find([0, 1, 2]) == [0, 1, 2])
  }
}
