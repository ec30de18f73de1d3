import TareDockerfile
import Testing

@Suite("Dockerfile: heredocs")
struct HeredocTests {
  @Test func theBodyEndsAtTheNameAlone() throws {
    let file = try Dockerfile("FROM a\nRUN <<EOF\n# no comment\n EOF\n\\\nEOF\nUSER x\n")
    let run = file.stages[0].instructions[0]
    let heredoc = try #require(run.heredocs.first)
    #expect(heredoc.contentText == "# no comment\n EOF\n\\\n")
    #expect(file.text(heredoc.marker) == "<<EOF")
    #expect(file.text(heredoc.body) == heredoc.contentText)
    #expect(file.text(run.range).hasSuffix("\nEOF"))
    #expect(run.strings == ["<<EOF"])
    #expect(file.stages[0].instructions[1].keyword == .user)
  }

  @Test func severalFollowInOrder() throws {
    let copy = try instruction("COPY <<A <<-'B C' x /d\nB\nA\n\t\tb\n\tA\n\tB C\n")
    #expect(copy.heredocs.map(\.nameText) == ["A", "B C"])
    #expect(copy.heredocs.map(\.contentText) == ["B\n", "b\nA\n"])
    #expect(copy.heredocs.map(\.expands) == [true, false])
    #expect(copy.heredocs.map(\.stripsTabs) == [false, true])
  }

  @Test func tabsAreStrippedFromEachLine() throws {
    let run = try instruction("RUN <<-E\n\ta\tb\n\t\tc\n\t\n\tE")
    #expect(run.heredocs[0].contentText == "a\tb\nc\n\n")
  }

  @Test(arguments: [
    ("RUN 3<<E\nE", "E", 3, true), ("RUN cat << E > f\nE", "E", 0, true), ("RUN <<\"E\"\nE", "E", 0, false),
    ("RUN <<e'f'\nef", "ef", 0, false), ("RUN <<e\\'f\ne'f", "e'f", 0, true), ("RUN <<$E\n$E", "$E", 0, true),
    ("RUN << -E\n-E", "-E", 0, true), ("ADD <<a.txt /d\na.txt", "a.txt", 0, true),
  ])
  func namesAreShellWords(text: String, name: String, descriptor: Int, expands: Bool) throws {
    let heredoc = try #require(try instruction(text).heredocs.first)
    #expect(heredoc.nameText == name)
    #expect(heredoc.descriptor == descriptor)
    #expect(heredoc.expands == expands)
  }

  @Test(arguments: [
    "RUN \"<<E\"", "RUN '<<E'", "RUN cat <<<E", "RUN echo $((1<<2))", "RUN x <<", "RUN x <<- E", "RUN [\"<<E\"]", "CMD <<E",
    "USER <<E", "RUN it's <<E", "ENV a=<<E", "RUN \\<<E",
  ])
  func whatOnlyLooksLikeOneIsNone(text: String) throws {
    #expect(try instruction(text).heredocs.isEmpty)
  }

  @Test func onbuildTakesThemToo() throws {
    let file = try Dockerfile("FROM a\nONBUILD RUN <<E\nx\nE\nUSER y")
    let onbuild = file.stages[0].instructions[0]
    #expect(onbuild.heredocs.map(\.contentText) == ["x\n"])
    #expect(onbuild.onbuild[0].heredocs == onbuild.heredocs)
    #expect(onbuild.onbuild[0].range.upperBound == onbuild.range.upperBound)
  }

  @Test func markersBehindContinuationsKnowTheirPlace() throws {
    let file = try Dockerfile("FROM a\nCOPY \\\n  <<A \\\n  # c\n  <<B /d\na\nA\nb\nB\n")
    let copy = file.stages[0].instructions[0]
    #expect(copy.heredocs.map { file.text($0.marker) } == ["<<A", "<<B"])
    #expect(copy.heredocs.map(\.contentText) == ["a\n", "b\n"])
  }
}
