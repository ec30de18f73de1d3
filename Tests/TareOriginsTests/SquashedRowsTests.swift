import TareOCI
import TareOrigins
import Testing

struct SquashedRowsTests {
  @Test func aCommitOfBuildahHoldsTheRowsBefore() throws {
    let captured = try CapturedHistory.read("stages.buildah-flat")
    // The rows of each stage lie in the layer of its last row.
    #expect(SquashedRows.firsts(captured.history) == [10: 6, 13: 11])
  }

  @Test(arguments: ["plain.buildkit", "plain.classic", "plain.buildah", "truthgraph.buildkit"])
  func rowsWithLayersOfTheirOwnAreNotSquashed(_ name: String) throws {
    #expect(SquashedRows.firsts(try CapturedHistory.read(name).history).isEmpty)
  }
}
