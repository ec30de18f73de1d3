import TareTestSupport
import TareTree
import Testing

/// dive's figures; the expected ones were read off dive 0.13.1 on the same images.
@Suite struct DiveScoreTests {
  private func score(_ layers: (inout TarBuilder) -> Void...) throws -> DiveScore {
    var image = ImageBuilder()
    for layer in layers { image.layer(.none, layer) }
    return try #require(try Weighed(image).weighing.dive)
  }

  @Test func nothingTwiceIsPerfect() throws {
    #expect(try score({ $0.file("a", "12345") }) == DiveScore(efficiency: 1, wastedBytes: 0, userWastedPercent: nil))
  }

  @Test func rewrittenFileCountsTwice() throws {
    let score = try score({ $0.file("a", "12345") }, { $0.file("a", "12345") })
    #expect(score == DiveScore(efficiency: 0.5, wastedBytes: 10, userWastedPercent: 2))
  }

  @Test func deletedFileCountsOnceAndDeletedDirectoryNot() throws {
    let file = try score({ $0.file("d/a", "12345") }, { $0.whiteout("d/a") })
    #expect(file.wastedBytes == 5)
    let directory = try score(
      {
        $0.directory("d")
        $0.file("d/a", "12345")
      }, { $0.whiteout("d") })
    #expect(directory.wastedBytes == 0)
    #expect(directory.efficiency == 1)
  }

  @Test func unknownWhiteoutEndsTheCountOfItsLayer() throws {
    let score = try score(
      {
        $0.file("a", "1")
        $0.file("z", "22")
      },
      {
        $0.file("a", "1")
        $0.whiteout("m")
        $0.file("z", "22")
      })
    // ".wh.m" sorts before "a": dive never gets to either.
    #expect(score.wastedBytes == 0)
  }
}
