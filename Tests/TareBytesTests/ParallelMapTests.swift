import TareBytes
import Testing

@Suite struct ParallelMapTests {
  private struct Failure: Error, Equatable { var item: Int }

  @Test(arguments: [1, 2, 7]) func resultsKeepTheOrderOfTheItems(threads: Int) throws {
    #expect(try parallelMap(Array(0..<1000), threads: threads) { $0 * 2 } == (0..<1000).map { $0 * 2 })
  }

  @Test func theFirstItemsErrorIsThrownWhateverTheTiming() {
    for _ in 0..<50 {
      #expect(throws: Failure(item: 3)) {
        _ = try parallelMap(Array(0..<100), threads: 4) { item in
          if item >= 3 { throw Failure(item: item) }
          return item
        }
      }
    }
  }

  @Test func nothingToDoIsDone() throws { #expect(try parallelMap([Int]()) { $0 } == []) }
}
