import TareDockerfile
import TareOrigins
import Testing

@Suite struct IgnoreCommentTests {
  @Test func commentsAboveAnInstructionAreItsOwn() throws {
    let text = """
      # tare ignore=copied-again the base is ours
      FROM debian AS base
      # build tools
      # tare ignore=build-tools,unreached-packages  we compile at run time
      # and another word
      RUN apt-get install -y gcc

      # tare ignore=nothing-below

      COPY . /app
      # tare ignore=
      CMD ["x"]

      """
    let found = IgnoreComment.all(in: try Dockerfile(parsing: Array(text.utf8)))
    #expect(found.map(\.line) == [1, 4])
    #expect(found.map(\.place) == [Origins.Key(stage: 0, instruction: -1), Origins.Key(stage: 0, instruction: 0)])
    #expect(found[1].rules == ["build-tools", "unreached-packages"] && found[1].reason == "we compile at run time")
  }
}
