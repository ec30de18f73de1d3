import TareDockerfile
import Testing

@Suite("Dockerfile: lines, directives, keywords")
struct DockerfileParsingTests {
  @Test func stagesRunFromOneFromToTheNext() throws {
    let file = try Dockerfile("ARG V=1\nFROM a:$V AS Build\nRUN x\nfrom scratch\nCopy --from=build /x /y\nCMD [\"/y\"]\n")
    #expect(file.metaArguments.count == 1)
    #expect(file.stages.map(\.name) == ["build", nil])
    #expect(file.stages.map { String(decoding: $0.base, as: UTF8.self) } == ["a:$V", "scratch"])
    #expect(file.stages.map(\.index) == [0, 1])
    #expect(file.stages[1].instructions.map(\.keyword) == [.copy, .cmd])
    #expect(file.stages[1].from.keyword == .from)
  }

  @Test func directivesStandAtTheTopOnly() throws {
    let file = try Dockerfile("# syntax = docker/dockerfile:1 \n#Escape=`\n# check=skip=all\nFROM a")
    #expect(file.directives.map(\.name) == ["syntax", "escape", "check"])
    #expect(String(decoding: file.directives[0].value, as: UTF8.self) == "docker/dockerfile:1")
    #expect(file.escape == UInt8(ascii: "`"))
    #expect(file.text(file.directives[2].range) == "# check=skip=all")
  }

  @Test(arguments: [
    "\n# escape=`\nFROM a", "# a comment\n# escape=`\nFROM a", "# colour=red\n# escape=`\nFROM a", "FROM a\n# escape=`",
  ])
  func directivesAfterAnythingElseAreComments(text: String) throws {
    let file = try Dockerfile(text)
    #expect(file.directives.isEmpty)
    #expect(file.escape == UInt8(ascii: "\\"))
  }

  @Test func afterAShebangTheEscapeIsNotChanged() throws {
    let file = try Dockerfile("#!/usr/bin/env docker\n# syntax=a\n# escape=`\nFROM a\n")
    #expect(file.directives.map(\.name) == ["syntax"])
    #expect(file.escape == UInt8(ascii: "\\"))
  }

  @Test func aByteOrderMarkIsNoPartOfTheFirstLine() throws {
    let file = try Dockerfile("\u{FEFF}# escape=`\nFROM a")
    #expect(file.escape == UInt8(ascii: "`"))
    #expect(try Dockerfile("\u{FEFF}FROM a").stages[0].from.range == 3..<9)
  }

  @Test func linesGoOnAfterTheEscape() throws {
    let run = try instruction("RUN a \\\n  b \\  \n# comment\n\n   # another \\\n\n  c\nUSER x")
    #expect(run.strings == ["a   b   c"])
    #expect(try instruction("RUN a\\\nb").strings == ["ab"])
  }

  @Test func aDoubledEscapeDoesNotContinueALine() throws {
    let file = try Dockerfile("FROM a\nRUN a \\\\\nUSER b\n")
    #expect(file.stages[0].instructions.map(\.keyword) == [.run, .user])
  }

  @Test func theEscapeOfTheDirectiveContinuesLines() throws {
    let file = try Dockerfile("# escape=`\nFROM a\nCOPY a `\n  c:\\\nUSER b\n")
    #expect(file.stages[0].instructions[0].strings == ["a", "c:\\"])
    #expect(file.stages[0].instructions[1].strings == ["b"])
  }

  @Test func anEscapeAloneJoinsTheNextLine() throws {
    let file = try Dockerfile("FROM a\n\\\nUSER b\n")
    #expect(file.stages[0].instructions[0].strings == ["b"])
    #expect(RangeAudit(file).complaints.isEmpty)
  }

  @Test func windowsLineEndsAreNewlines() throws {
    let file = try Dockerfile("FROM a\r\nRUN b \\\r\n c\r\nCOPY <<E /d\r\nx\r\nE\r\nUSER u\r\n")
    #expect(file.stages[0].instructions.map(\.strings) == [["b  c"], ["<<E", "/d"], ["u"]])
    #expect(file.stages[0].instructions[1].heredocs[0].contentText == "x\r\n")
    #expect(file.text(file.stages[0].from.range) == "FROM a")
  }

  @Test func theLastLineNeedsNoNewlineAndMayGoOn() throws {
    #expect(try instruction("RUN a \\").strings == ["a"])
    #expect(try instruction("RUN a \\\n# c\n\n").range == 13..<25)
  }

  @Test func linesAreCountedFromOne() throws {
    let file = try Dockerfile("# c\nFROM a\nRUN x \\\n y\n\nRUN <<E\nz\nE\n")
    #expect(file.all.map { file.lines(of: $0.range) } == [2...2, 3...4, 6...8])
    #expect(file.line(of: file.source.count) == 8)
  }

  @Test func keywordsAreReadInAnyCase() throws {
    #expect(try instruction("wOrKdIr /x").keyword == .workdir)
  }

  @Test func unicodeSpacesAroundAnInstructionAreTrimmed() throws {
    let user = try instruction("\u{a0}\u{3000}USER x\u{2003}\u{85}")
    #expect(user.keyword == .user)
    #expect(user.strings == ["x"])
  }
}
