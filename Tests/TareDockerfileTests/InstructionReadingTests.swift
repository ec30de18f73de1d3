import TareDockerfile
import Testing

@Suite("Dockerfile: arguments of each instruction")
struct InstructionReadingTests {
  @Test func flagsStandBeforeTheArguments() throws {
    let copy = try instruction("COPY --from=0 --chown=a:b --link --exclude=x --exclude=\"y z\" a --link b")
    #expect(copy.flagStrings == ["from=0", "chown=a:b", "link", "exclude=x", "exclude=y z"])
    #expect(copy.strings == ["a", "--link", "b"])
    #expect(copy.flag("exclude")?.value == Array("y z".utf8))
    #expect(copy.flag("chmod") == nil)
  }

  @Test func twoDashesEndTheFlags() throws {
    let run = try instruction("RUN --network=none -- --x")
    #expect(run.flagStrings == ["network=none"])
    #expect(run.strings == ["--x"])
  }

  @Test func flagsMayGoOverSeveralLines() throws {
    let file = try Dockerfile("FROM a\nRUN --mount=type=cache,\\\ntarget=/c \\\n  --mount=type=secret,id=s \\\n  make")
    let run = file.stages[0].instructions[0]
    #expect(run.flagStrings == ["mount=type=cache,target=/c", "mount=type=secret,id=s"])
    #expect(file.text(run.flags[1].range) == "--mount=type=secret,id=s")
    #expect(run.strings == ["make"])
  }

  @Test(arguments: ["RUN", "CMD", "ENTRYPOINT", "SHELL", "VOLUME", "COPY", "ADD"])
  func anArrayOfStringsIsTheExecForm(keyword: String) throws {
    let read = try instruction("\(keyword) [ \"a b\" , \"\\u00e9\\n\\ud83d\\ude00\\\"\" ]")
    #expect(read.isJSON)
    #expect(read.strings == ["a b", "é\n😀\""])
  }

  @Test(arguments: [
    "[ -f /x ] && y", "['a']", "[\"a\"", "[\"a\"] b", "[\"a\",]", "[\"a\tb\"]", "[01]", "[{\"a\" 1}]", "[\"a\" \"b\"]", "[1}",
  ])
  func whatIsNoJSONIsForTheShell(text: String) throws {
    let run = try instruction("RUN \(text)")
    #expect(!run.isJSON)
    #expect(run.strings == [text])
  }

  @Test func jsonStringsKnowTheirPlaces() throws {
    let file = try Dockerfile("FROM a\nCMD [ \"x\", \\\n \"y\" ]")
    let cmd = file.stages[0].instructions[0]
    #expect(cmd.words.map { file.text($0.range) } == ["\"x\"", "\"y\""])
  }

  @Test func halfASurrogatePairIsAReplacementCharacter() throws {
    #expect(try instruction(#"CMD ["\ud800x", "\udc00", "\ud800A"]"#).strings == ["\u{FFFD}x", "\u{FFFD}", "\u{FFFD}A"])
  }

  @Test func environmentHasAnOldAndANewForm() throws {
    #expect(
      try instruction("ENV a=1 b='x y' c=\"$a=\" d=x\\ y e=").pairStrings == ["a=1", "b='x y'", "c=\"$a=\"", "d=x\\ y", "e="])
    #expect(try instruction("ENV a  b = c  ").pairStrings == ["a=b = c"])
    #expect(try instruction("LABEL a b").pairStrings == ["a=b"])
  }

  @Test func pairsKnowTheirPlacesOverContinuations() throws {
    let file = try Dockerfile("FROM x\nENV a=1 \\\n  # why\n  bc=\"2 \\\n3\"\n")
    let env = file.stages[0].instructions[0]
    #expect(env.pairs.map { file.text($0.key.range) } == ["a", "bc"])
    #expect(env.pairs.map { file.text($0.value?.range ?? 0..<0) } == ["1", "\"2 \\\n3\""])
    #expect(env.pairStrings == ["a=1", "bc=\"2 3\""])
  }

  @Test func argumentsMayLackAValue() throws {
    #expect(try instruction("ARG a b=1 c=").pairStrings == ["a", "b=1", "c="])
  }

  @Test func anEscapeAtTheEndBelongsToNoWord() throws {
    let file = try Dockerfile("FROM x\nENV a=b\\\\\\\n")
    #expect(file.stages[0].instructions[0].pairStrings == ["a=b\\\\"])
  }

  @Test func healthchecksHaveAKindAndACommand() throws {
    let shell = try instruction("HEALTHCHECK --interval=5s CMD curl -f x || exit 1")
    #expect(shell.strings == ["CMD", "curl -f x || exit 1"])
    #expect(!shell.isJSON)
    let exec = try instruction("HEALTHCHECK cmd [\"curl\", \"x\"]")
    #expect(exec.strings == ["cmd", "curl", "x"])
    #expect(exec.isJSON)
    #expect(try instruction("HEALTHCHECK none").strings == ["none"])
  }

  @Test func onbuildHoldsAnInstruction() throws {
    let file = try Dockerfile("FROM a\nONBUILD COPY --chown=x \\\n a b\n")
    let onbuild = file.stages[0].instructions[0]
    let inner = try #require(onbuild.onbuild.first)
    #expect(inner.keyword == .copy)
    #expect(inner.flagStrings == ["chown=x"])
    #expect(inner.strings == ["a", "b"])
    #expect(file.text(inner.range) == "COPY --chown=x \\\n a b")
    #expect(String(decoding: onbuild.arguments.bytes, as: UTF8.self) == "COPY --chown=x  a b")
  }

  @Test func onbuildOfAnUnknownInstructionIsLeftToItsTrigger() throws {
    #expect(try instruction("ONBUILD FROB x").onbuild.isEmpty)
  }

  @Test func wordsAreSplitByBlanks() throws {
    #expect(try instruction("EXPOSE 80\t443/udp  $P").strings == ["80", "443/udp", "$P"])
    #expect(try instruction("VOLUME /a /b").strings == ["/a", "/b"])
    #expect(try instruction("COPY \"a b\" c").strings == ["\"a", "b\"", "c"])
    #expect(try instruction("WORKDIR /a b").strings == ["/a b"])
  }
}
