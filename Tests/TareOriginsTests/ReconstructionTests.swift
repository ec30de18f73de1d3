import TareDockerfile
import TareOCI
import TareOrigins
import Testing

struct ReconstructionTests {
  private func lines(_ history: [String]) throws -> [String] {
    let records = history.map { HistoryRecord(createdBy: $0) }
    let made = try Reconstruction(records, base: BaseEnd([]))
    return String(decoding: made.text, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test(arguments: CapturedHistory.all)
  func eachRowHasItsLines(_ captured: CapturedHistory) throws {
    let made = try Reconstruction(captured.history, base: BaseEnd(captured.rows))
    #expect(made.text.starts(with: Array("# Reconstructed".utf8)))
    #expect(made.lines.count == captured.history.count)
    for (row, mapping) in made.alignment.lines.enumerated() {
      #expect(made.dockerfile.lines(of: try instruction(made, row)?.range ?? 0..<0) == (mapping?.lines ?? 1...1))
      if let found = try instruction(made, row) {
        #expect(found.keyword == CreatedBy(captured.history[row]).keyword)
      }
    }
  }

  private func instruction(_ made: Reconstruction, _ row: Int) throws -> Instruction? {
    made.alignment.lines[row].map { made.dockerfile.stages[$0.stage].instructions[$0.instruction] }
  }

  @Test func whatBuildersWriteBecomesADockerfileAgain() throws {
    let hash = String(repeating: "0a", count: 32)
    #expect(
      try lines([
        "RUN |1 A=b /bin/sh -c apt-get update &&     apt-get install \"a     b\" # buildkit",
        "/bin/sh -c #(nop)  CMD [\"sh\" \"-c\" \"echo \\\"x\\\"\"]", "EXPOSE map[8000/tcp:{} 53/udp:{}]",
        "/bin/sh -c #(nop) COPY --chown=1file:\(hash) in /x ", "ENV A=1 B=two words C=",
        "HEALTHCHECK &{[\"CMD-SHELL\" \"test -f /x\"] \"30s\" \"0s\" \"5s\" '\\x03'}", "VOLUME [/a /b]",
        "SHELL [/bin/bash -o pipefail -c]", "RUN /bin/bash -o pipefail -c a | b # buildkit",
        "/bin/sh -c #(nop)  HEALTHCHECK &{[\"NONE\"] \"0s\" \"0s\" \"0s\" '\\x00'}",
      ]) == [
        "# Reconstructed from the history of the image; not the file that it was built from.", "FROM scratch",
        "RUN apt-get update && \\", "    apt-get install \"a     b\"", #"CMD ["sh", "-c", "echo \"x\""]"#, "EXPOSE 53/udp 8000",
        "COPY --chown=1 file:0a0a0a0a0a0a /x", "ENV A=1 B=\"two words\" C=",
        "HEALTHCHECK --interval=30s --start-period=5s --retries=3 CMD test -f /x", #"VOLUME ["/a", "/b"]"#,
        #"SHELL ["/bin/bash", "-o", "pipefail", "-c"]"#, "RUN a | b", "HEALTHCHECK NONE",
      ])
  }

  @Test func commandsOfSeveralLinesBecomeHeredocs() throws {
    #expect(
      try lines(["RUN /bin/sh -c a\nEOF\nb # buildkit", "COPY <<conf /etc/ # buildkit"]).dropFirst(2) == [
        "RUN <<EOF_", "a", "EOF", "b", "EOF_", "COPY <<conf /etc/", "# not told by the history", "conf",
      ])
  }

  @Test func whatCannotBeWrittenIsAComment() throws {
    #expect(
      try lines(["", "# debian.sh", "ENV novalue", "RUN x\u{0}", "COPY a"]).dropFirst(2).allSatisfy {
        $0.hasPrefix("# no instruction")
      })
  }

  @Test func aKnownBaseStandsForItsRows() throws {
    let captured = try CapturedHistory.read("faults.buildkit")
    let base = BaseEnd(captured.rows, alignment: try captured.aligned())
    let made = try Reconstruction(captured.history, base: base)
    #expect(made.lines.prefix(7).allSatisfy { $0 == 2...2 })
    #expect(made.dockerfile.stages[0].base == Array("python:3.11-local".utf8))
    #expect(made.alignment.lines[7]?.lines == 3...3)
    #expect(made.alignment.baseRows == 7)
  }
}
