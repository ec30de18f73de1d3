import TareDockerfile
import Testing

@testable import TareFindings

/// Edits of awkward Dockerfiles, and the refusals.
struct DockerfileEditorTests {
  private func edited(_ text: String, _ edit: (inout DockerfileEditor) throws -> Void) throws -> String {
    var editor = DockerfileEditor(try Dockerfile(parsing: Array(text.utf8)))
    try edit(&editor)
    let edits = try editor.finished().inOrder()
    return String(decoding: edits.applied(to: editor.source), as: UTF8.self)
  }

  private func place(_ instruction: Int, stage: Int = 0) -> DockerfileEditor.Place {
    DockerfileEditor.Place(stage: stage, instruction: instruction)
  }

  // MARK: Append

  private func appended(_ run: String, _ commands: String...) throws -> String {
    let text = try edited("FROM a\n\(run)") { try $0.append(commands.map { ShellLine($0) }, to: place(0)) }
    return String(text.dropFirst(7))
  }

  @Test func aShortRunStaysOnItsLine() throws {
    #expect(try appended("RUN apt-get update\n", "rm -rf /x/*") == "RUN apt-get update && rm -rf /x/*\n")
    #expect(try appended("RUN apt-get update", "rm -rf /x/*") == "RUN apt-get update && rm -rf /x/*")
  }

  @Test func aLongRunIsBroken() throws {
    let run = "RUN install " + String(repeating: "word ", count: 18)
    #expect(try appended(run + "end\n", "rm -rf /x/*") == run + "end \\\n    && rm -rf /x/*\n")
  }

  @Test func ampersandsStandWhereTheFileHasThem() throws {
    #expect(try appended("RUN a \\\n  && b\n", "c d") == "RUN a \\\n  && b \\\n  && c d\n")
    #expect(try appended("RUN a && \\\n\tb\n", "c d") == "RUN a && \\\n\tb && \\\n\tc d\n")
    #expect(try appended("RUN a \\\n      b\n", "c") == "RUN a \\\n      b \\\n      && c\n")
  }

  @Test func commentsAndEmptyLinesWithinStay() throws {
    #expect(
      try appended("RUN a \\\n    # why\n\n    && b \\\n    # the end\n", "c")
        == "RUN a \\\n    # why\n\n    && b \\\n    && c \\\n    # the end\n")
  }

  @Test func lineEndsAndTheEscapeAreTheFiles() throws {
    let windows = try edited("FROM a\r\nRUN a \\\r\n  && b\r\n") { try $0.append([ShellLine("c")], to: place(0)) }
    #expect(windows == "FROM a\r\nRUN a \\\r\n  && b \\\r\n  && c\r\n")
    let text = try edited("# escape=`\nFROM a\nRUN a `\n  && b\n") { try $0.append([ShellLine("c")], to: place(0)) }
    #expect(text == "# escape=`\nFROM a\nRUN a `\n  && b `\n  && c\n")
  }

  @Test func severalCommandsKeepTheirOrderAndAreAddedOnce() throws {
    let text = try edited("FROM a\nRUN x\n") {
      try $0.append([ShellLine("b"), ShellLine("c")], to: place(0))
      try $0.append([ShellLine("b"), ShellLine("d")], to: place(0))
    }
    #expect(text == "FROM a\nRUN x && b && c && d\n")
  }

  @Test(arguments: [
    "RUN [\"a\", \"b\"]\n", "RUN <<EOF\na\nEOF\n", "RUN a # remark\n", "RUN a &\n", "RUN a;\n", "RUN if a; then\n",
    "RUN a && exit 0\n",
    "COPY a b\n", "RUN exec a\n", "SHELL [\"powershell\"]\nRUN a\n",
  ])
  func whatCannotBeAppendedToIsRefused(_ run: String) {
    let index = run.hasPrefix("SHELL") ? 1 : 0
    #expect(throws: NoSoundEdit.self) {
      try edited("FROM a\n\(run)") { try $0.append([ShellLine("c")], to: place(index)) }
    }
  }

  @Test func alternativesAndSequencesTakeACommandAtTheirEnd() throws {
    #expect(try appended("RUN a || b\n", "c") == "RUN a || b && c\n")
    #expect(try appended("RUN if a; then b; fi\n", "c") == "RUN if a; then b; fi && c\n")
  }

  @Test func longCommandsBreakBetweenTheirParts() throws {
    let paths = (0..<4).map { "/usr/local/lib/python3.11/site-packages/name\($0)" }.joined(separator: " ")
    #expect(
      try appended("RUN a \\\n    && b\n", "find \(paths) -type f -name '*.a' -delete") == """
        RUN a \\
            && b \\
            && find /usr/local/lib/python3.11/site-packages/name0 \\
                /usr/local/lib/python3.11/site-packages/name1 \\
                /usr/local/lib/python3.11/site-packages/name2 \\
                /usr/local/lib/python3.11/site-packages/name3 -type f -name '*.a' -delete

        """)
  }

  // MARK: Join

  @Test func neighboursBecomeOne() throws {
    #expect(try edited("FROM a\nRUN b\nRUN c\nRUN d\n") { try $0.join(place(0), place(1)) } == "FROM a\nRUN b && c\nRUN d\n")
    #expect(
      try edited("FROM a\nRUN b \\\n  && c\n# why\n\nRUN d\n") { try $0.join(place(0), place(1)) }
        == "FROM a\nRUN b \\\n  && c \\\n  # why\n  && d\n")
    let three = try edited("FROM a\nRUN b\nRUN c\nRUN d\n") {
      try $0.join(place(0), place(1))
      try $0.join(place(1), place(2))
      try $0.append([ShellLine("e")], to: place(2))
    }
    #expect(three == "FROM a\nRUN b && c && d && e\n")
  }

  @Test(arguments: [
    "RUN cd /x && b\nRUN c\n", "RUN b\nENV X=1\nRUN c\n", "RUN b\nRUN c || d\n", "RUN b\nRUN c; d\n", "RUN X=1\nRUN c\n",
    "RUN --mount=type=cache,target=/x b\nRUN c\n", "RUN export X=1\nRUN c\n",
  ])
  func whatWouldChangeItsMeaningIsNotJoined(_ runs: String) {
    #expect(throws: NoSoundEdit.self) {
      try edited("FROM a\n\(runs)") { try $0.join(place(0), place(runs.contains("ENV") ? 2 : 1)) }
    }
  }

  // MARK: Words

  private func dropped(_ run: String, _ words: String...) throws -> String {
    let text = try edited("FROM a\n\(run)") { editor in
      let steps = try editor.script(place(0)).steps
      let ranges = steps.flatMap(\.words).filter { word in words.contains { word.literalValue == Array($0.utf8) } }.map(\.range)
      try editor.drop(ranges, at: place(0))
    }
    return String(text.dropFirst(7))
  }

  @Test func aWordGoesWithItsLine() throws {
    let list = "RUN i \\\n    a \\\n    # of b\n    b \\\n    c \\\n    && e\n"
    #expect(try dropped(list, "a") == "RUN i \\\n    # of b\n    b \\\n    c \\\n    && e\n")
    #expect(try dropped(list, "b", "c") == "RUN i \\\n    a \\\n    # of b\n    && e\n")
    #expect(try dropped("RUN i a \\\n    b c \\\n    d\n", "b") == "RUN i a \\\n    c \\\n    d\n")
    #expect(try dropped("RUN i a b c\n", "b") == "RUN i a c\n")
  }

  @Test func theLastWordTakesTheBreakBeforeItAlong() throws {
    #expect(try dropped("RUN i \\\n    a \\\n    b\n", "b") == "RUN i \\\n    a\n")
    #expect(try dropped("RUN i \\\n    a \\\n    b", "a", "b") == "RUN i")
    #expect(throws: NoSoundEdit.self) { try dropped("RUN i \\\n    a \\\n    # why\n    b\n", "b") }
  }

  @Test func optionsStandBehindTheSubcommand() throws {
    func added(_ run: String) throws -> String {
      let text = try edited("FROM a\n\(run)") { editor in
        let action = try #require(try editor.actions(place(0)).last)
        try editor.addOption("--no-install-recommends", to: action, at: place(0))
      }
      return String(text.dropFirst(7))
    }
    #expect(try added("RUN apt-get install -y git\n") == "RUN apt-get install -y --no-install-recommends git\n")
    #expect(try added("RUN apt-get -y install git\n") == "RUN apt-get -y install --no-install-recommends git\n")
    #expect(
      try added("RUN apt-get update && apt-get install \\\n    git\n")
        == "RUN apt-get update && apt-get install --no-install-recommends \\\n    git\n")
    #expect(
      try added("RUN apt-get install -y -t stable git\n") == "RUN apt-get install -y --no-install-recommends -t stable git\n")
  }

  @Test func aCommandLeavesItsChain() throws {
    func removed(_ run: String, _ name: String) throws -> String {
      let text = try edited("FROM a\n\(run)RUN z\n") { editor in
        let step = try #require(try editor.script(place(0)).steps.first { $0.words.first?.literalValue == Array(name.utf8) })
        try editor.removeCommand(step, at: place(0))
      }
      return String(text.dropFirst(7).dropLast(6))
    }
    #expect(try removed("RUN a x && b && c\n", "b") == "RUN a x && c\n")
    #expect(try removed("RUN a x \\\n  && b y \\\n  && c\n", "b") == "RUN a x \\\n  && c\n")
    #expect(try removed("RUN a x \\\n  && b y\n", "b") == "RUN a x\n")
    #expect(try removed("RUN a x && b\n", "a") == "RUN b\n")
    #expect(try removed("RUN a\n", "a") == "")
    #expect(throws: NoSoundEdit.self) { try removed("RUN a || b\n", "b") }
    #expect(throws: NoSoundEdit.self) { try removed("RUN a && (b)\n", "b") }
    #expect(throws: NoSoundEdit.self) { try removed("RUN a \\\n  # of b\n  && b\n", "b") }
  }

  // MARK: Instructions

  @Test func anInstructionGoesWithTheCommentThatIsItsOwn() throws {
    let text = "FROM a\n\n# tests\nCOPY t ./t\n\n# scripts\nCOPY s ./s\nCOPY u ./u\n"
    #expect(try edited(text) { try $0.remove(place(0)) } == "FROM a\n\n# scripts\nCOPY s ./s\nCOPY u ./u\n")
    // The comment speaks of both.
    #expect(try edited(text) { try $0.remove(place(1)) } == "FROM a\n\n# tests\nCOPY t ./t\n\n# scripts\nCOPY u ./u\n")
    #expect(try edited("FROM a\n# ---- end ----\nCOPY s ./s") { try $0.remove(place(0)) } == "FROM a\n# ---- end ----\n")
  }

  @Test func flagsAreAddedOrReplaced() throws {
    #expect(
      try edited("FROM a\nCOPY --link . /x\n") { try $0.setFlag("chown", "1:2", at: place(0)) }
        == "FROM a\nCOPY --link --chown=1:2 . /x\n")
    #expect(
      try edited("FROM a\ncopy --chown=root . /x\n") { try $0.setFlag("chown", "1:2", at: place(0)) }
        == "FROM a\ncopy --chown=1:2 . /x\n")
    let command = String(repeating: "word ", count: 20) + "end"
    #expect(
      try edited("FROM a\nRUN \(command)\n") { try $0.setFlag("mount", "type=cache,target=/c", at: place(0), replaces: false) }
        == "FROM a\nRUN --mount=type=cache,target=/c \\\n    \(command)\n")
  }

  @Test func newLinesStandAboveOrAtTheEnd() throws {
    #expect(try edited("FROM a\nCMD b\n") { try $0.insert(["USER c"], above: place(0)) } == "FROM a\nUSER c\nCMD b\n")
    #expect(try edited("FROM a\r\nCMD b") { try $0.insert(["USER c"], below: place(0)) } == "FROM a\r\nCMD b\r\nUSER c")
  }

  @Test func whatChangesTheSameTextTwiceIsRefused() {
    #expect(throws: NoSoundEdit.self) {
      try edited("FROM a\nRUN b\nRUN c\n") {
        try $0.append([ShellLine("d")], to: place(0))
        try $0.remove(place(0))
      }
    }
  }

  @Test func aHeredocBesideStaysAsItIs() throws {
    let text = "FROM a\nRUN b\nRUN <<EOF\nif x # \\\nEOF\nCOPY <<F /y\n&& z\nF\n"
    #expect(
      try edited(text) { try $0.append([ShellLine("c")], to: place(0)) } == "FROM a\nRUN b && c\n" + text.dropFirst(13))
  }
}
