import TareDockerfile
import TareOCI
import TareOrigins
import Testing

struct CreatedByTests {
  private func read(_ text: String, comment: String? = nil) -> CreatedBy {
    CreatedBy(HistoryRecord(createdBy: text, comment: comment))
  }

  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  @Test(arguments: [
    ("RUN /bin/sh -c make all # buildkit", Instruction.Keyword.run, "make all"),
    ("/bin/sh -c make all", .run, "make all"),
    ("RUN make all", .run, "make all"),
    ("/bin/bash -o pipefail -ec make all", .run, "make all"),
    ("RUN /bin/bash -eux -o pipefail -c make all # buildkit", .run, "make all"),
    ("touch /a file", .run, "touch /a file"),
    ("mount / from exec /bin/sh -c make all", .run, "make all"),
    ("/bin/sh -c --mount=type=cache,target=/x make all", .run, "make all"),
    ("/bin/sh -c #(nop)  CMD [\"sh\" \"-c\"]", .cmd, "[\"sh\" \"-c\"]"),
    ("/bin/ash -e -c #(nop)  SHELL [/bin/ash -e -c]", .shell, "[/bin/ash -e -c]"),
    ("COPY a b /c/ # buildkit", .copy, "a b /c/"),
    ("WORKDIR /srv", .workdir, "/srv"),
    ("RUN /bin/sh -c sh -c 'nested' # buildkit", .run, "sh -c 'nested'"),
  ])
  func allDialectsSayTheSame(_ created: String, _ keyword: Instruction.Keyword, _ arguments: String) {
    let read = read(created)
    #expect(read.keyword == keyword)
    #expect(text(read.arguments) == arguments)
  }

  @Test func buildArgumentsMayHoldBlanks() {
    let read = read("RUN |3 A=one B=two words C= /bin/sh -c echo $A # buildkit")
    #expect(read.buildArguments.map { text($0.name) } == ["A", "B", "C"])
    #expect(read.buildArguments.map { text($0.value) } == ["one", "two words", ""])
    #expect(text(read.arguments) == "echo $A")
    #expect(text(read.shell) == "/bin/sh -c")
  }

  @Test func theLastArgumentMayHoldBlanksAndTheCommandAShell() {
    let read = read("|1 A=one two=2 three /bin/sh -c x=1 sh -c y")
    #expect(read.buildArguments.map { text($0.value) } == ["one two=2 three"])
    #expect(text(read.arguments) == "x=1 sh -c y")
  }

  @Test func buildArgumentsBeforeACommandWithoutAShell() {
    let read = read("|1 A=one touch /file")
    #expect(read.buildArguments.map { text($0.value) } == ["one"])
    #expect(text(read.arguments) == "touch /file")
  }

  @Test func contentsAreToldByTheirDigest() {
    let hash = String(repeating: "0a", count: 32)
    let read = read("/bin/sh -c #(nop) COPY --chown=65534:65534multi:\(hash) in ./ ")
    #expect(read.keyword == .copy)
    #expect(read.content == .multi)
    #expect(text(read.hash) == hash)
    #expect(text(read.arguments) == "./")
    #expect(read.flags.map(\.name) == ["chown"])
    #expect(read.flags.first?.value.map(text) == "65534:65534")
  }

  @Test(arguments: ["", "# debian.sh --arch 'amd64' out/ 'bookworm'", "#(nop)"])
  func whatIsNoInstructionIsNone(_ created: String) {
    #expect(read(created).keyword == nil)
  }

  @Test func aCommitsCommandIsNoInstruction() {
    #expect(read("bash", comment: "after some work").keyword == nil)
  }
}
