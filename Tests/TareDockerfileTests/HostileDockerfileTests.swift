import TareDockerfile
import TareTestSupport
import Testing

/// Whatever the bytes are: a Dockerfile or one error, soon.
@Suite("Dockerfile: hostile input", .timeLimit(.minutes(1)))
struct HostileDockerfileTests {
  private func error(_ source: [UInt8]) -> DockerfileError? {
    do {
      _ = try Dockerfile(parsing: source)
      return nil
    } catch {
      return error
    }
  }

  private func repeated(_ text: String, _ count: Int) -> [UInt8] { Array(String(repeating: text, count: count).utf8) }

  @Test func aLineOfTenMegabytesIsRefused() {
    let error = error(Array("FROM a\nRUN ".utf8) + repeated("x", 10_000_000))
    #expect(error?.description == "line 2, column 65536: expected a line of at most 65535 bytes, found a longer one")
  }

  @Test func theLongestLineIsRead() throws {
    let run = Array("RUN ".utf8) + repeated("x", 65_531)
    #expect(try Dockerfile(parsing: Array("FROM a\n".utf8) + run + [10]).stages[0].instructions.count == 1)
    #expect(error(Array("FROM a\n".utf8) + run + Array("x\n".utf8))?.line == 2)
    #expect(error(Array("FROM a\nRUN <<E\n".utf8) + repeated("x", 65_536))?.line == 3)
  }

  @Test func manyContinuationsAreOneInstruction() throws {
    let line = "echo " + String(repeating: "a", count: 90) + " && "
    let file = try Dockerfile(parsing: Array("FROM a\nRUN ".utf8) + repeated(line + "\\\n", 20_000))
    let run = file.stages[0].instructions[0]
    // Without the blank at the end.
    #expect(run.words[0].bytes.count == 20_000 * line.utf8.count - 1)
    #expect(file.lines(of: run.range) == 2...20_001)
  }

  @Test func aHundredThousandInstructionsAreRead() throws {
    let file = try Dockerfile(parsing: Array("FROM a\n".utf8) + repeated("ENV a=\"$b c\" d=e\n", 100_000))
    #expect(file.stages[0].instructions.count == 100_000)
    let graph = StageGraph(file)
    var environment = try StageEnvironment(entering: 0, of: graph)
    for instruction in file.stages[0].instructions { try environment.apply(instruction) }
    #expect(environment["d"] == Array("e".utf8))
  }

  @Test func manyStagesFormOneChain() throws {
    let names = (0..<20_000).map { "FROM s\($0) AS s\($0 + 1)\nCOPY --from=s\($0 / 2) a b\n" }.joined()
    let graph = StageGraph(try Dockerfile(names))
    #expect(graph.chain(to: 19_999).count == 20_000)
    #expect(graph.needed(for: 19_999).count == 20_000)
  }

  @Test func manyHeredocsWithoutEndAreOneError() {
    let error = error(Array("FROM a\nRUN".utf8) + repeated(" <<E", 10_000) + repeated("\nx", 100_000))
    #expect(error?.line == 2)
    #expect(error?.column == 5)
  }

  @Test func deepNestingIsNoDanger() throws {
    for text in ["[", "[{\"a\":", "{\"a\":["] {
      let file = try Dockerfile(parsing: Array("FROM a\nCMD [".utf8) + repeated(text, 9_000) + [10])
      #expect(!file.stages[0].instructions[0].isJSON)
    }
    let braces = repeated("${a:-", 12_000) + repeated("}", 5_000)
    #expect(throws: SubstitutionError.tooDeep) { try Substitution.expand(braces, escape: 92) { _ in nil } }
    #expect(try Dockerfile(parsing: Array("FROM a\nRUN <<E ".utf8) + braces.prefix(60_000) + [10]).stages.count == 1)
  }

  @Test func variablesCannotGrowWithoutBound() throws {
    let file = try Dockerfile(parsing: Array("FROM a\nENV a=xxxxxxxxxx\n".utf8) + repeated("ENV a=$a$a$a$a\n", 50))
    let error = #expect(throws: DockerfileError.self) {
      var environment = try StageEnvironment(entering: 0, of: StageGraph(file))
      for instruction in file.stages[0].instructions { try environment.apply(instruction) }
    }
    #expect(error?.expected == "variables that bring less than a mebibyte into one text")
  }

  @Test func patternsOfManyStarsAreQuick() throws {
    let value = repeated("a", 20_000)
    for word in [repeated("*a", 500) + [98], repeated("a*", 500), repeated("?*", 500) + [98]] {
      for head in ["${v#", "${v##", "${v%", "${v%%", "${v/", "${v//"] {
        let tail = head.hasSuffix("/") ? "/x}" : "}"
        _ = try Substitution.expand(Array(head.utf8) + word + Array(tail.utf8), escape: 92) { _ in value }
      }
    }
  }

  @Test func randomDamageIsReadOrRefused() throws {
    let sample = Array(
      """
      \u{FEFF}# syntax=docker/dockerfile:1
      # escape=\\
      ARG V=1
      FROM --platform=$BUILDPLATFORM img:${V:-2} AS build
      # c
      ENV A=1 \\
        # inside

        B="x y" C='z' D=a\\ b
      LABEL old form é
      RUN --mount=type=cache,target=/c --network=none set -e; \\
        echo "$A" \\
        && [ -f x ]
      RUN <<A <<-"B" cat
      one
      A
      \ttwo
      \tB
      COPY --from=build --chown=a:b ["x y", "/d/"]
      ONBUILD ADD <<E /f
      content
      E
      HEALTHCHECK --interval=1s CMD ["a", "b\\u00e9"]
      VOLUME /a /b\r
      EXPOSE 80 443/tcp
      SHELL ["/bin/sh", "-c"]
      ENTRYPOINT exec x
      """.utf8)
    #expect(RangeAudit(try Dockerfile(parsing: sample)).complaints.isEmpty)
    let pieces: [[UInt8]] = [
      "\\\n", "\n", "<<E ", "\"", "'", "[", "]", "\\", "`", "#", "$", "${", "}", "\t", "\r", "--", "=", " ", "é", "\u{a0}",
    ].map { Array($0.utf8) }
    var generator = SeededGenerator(seed: 20)
    var parsed = 0
    for _ in 0..<2000 {
      var source = sample
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let position = Int.random(in: 0...source.count, using: &generator)
        let end = min(source.count, position + Int.random(in: 0...3, using: &generator))
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: source.removeSubrange(position..<end)
        case 1: source.insert(UInt8.random(in: 0...255, using: &generator), at: position)
        default: source.insert(contentsOf: pieces.randomElement(using: &generator) ?? [], at: position)
        }
      }
      guard let file = try? Dockerfile(parsing: source) else { continue }
      parsed += 1
      let complaints = RangeAudit(file).complaints
      #expect(complaints.isEmpty, "\(String(decoding: source, as: UTF8.self))")
      let graph = StageGraph(file)
      for stage in file.stages {
        guard var environment = try? StageEnvironment(entering: stage.index, of: graph) else { continue }
        for instruction in stage.instructions { try? environment.apply(instruction) }
      }
    }
    #expect(parsed > 250)
  }

  @Test func randomBytesAreReadOrRefused() {
    var generator = SeededGenerator(seed: 21)
    for _ in 0..<2000 {
      let bytes = (0..<Int.random(in: 0..<80, using: &generator)).map { _ in UInt8.random(in: 0...255, using: &generator) }
      _ = error(bytes)
      _ = try? Dockerfile(parsing: Array("FROM a\nCOPY ".utf8) + bytes)
      _ = try? Substitution.expand(bytes, escape: 92) { _ in bytes }
      _ = try? DockerIgnore(parsing: bytes).excludes(bytes)
    }
  }
}
