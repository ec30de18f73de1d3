import TareDockerfile
import TareOCI
import TareOrigins
import TareTestSupport
import Testing

struct HostileHistoryTests {
  private static let texts = [
    "|", "|5", "|-1 A=b sh", "|99999999999999999999 A=b", "|2 A= B", "RUN", "RUN |", "COPY", "COPY --", "COPY --=", "ENV", "ENV =",
    "CMD [", "CMD [\"", "CMD [\"\\", "CMD [\"\\x", "CMD [\"\\u12", "CMD [\"\\U0011ffff\"]", "HEALTHCHECK &{[", "HEALTHCHECK {[]",
    "HEALTHCHECK &{[\"CMD\"] \"", "EXPOSE map[", "SHELL []", "SHELL [ ]", "/bin/sh -c", "/bin/sh -c #(nop)", "sh -", "sh -c", "in",
    "COPY <<", "COPY <<EOF", "RUN <<EOF", "RUN cat <<EOF\nEOF", "ARG", "ARG =", "ONBUILD", "ONBUILD ONBUILD RUN x", "FROM x",
    "USER",
    "WORKDIR", "VOLUME [", "LABEL \"", "RUN \\", "RUN a \\", "\u{0}", "RUN \u{0}", "ENV A=\u{0}", "COPY file:zz in /x",
    "COPY file:\(String(repeating: "0", count: 64)) in ", "file:\(String(repeating: "0", count: 64)) in x", "HEALTHCHECK NONE",
  ]

  @Test(arguments: texts)
  func nothingTraps(_ created: String) throws {
    let file = try Dockerfile(parsing: Array("FROM x\nRUN a\nCOPY a b\nENV A=$B\nWORKDIR $A\nCMD x\n".utf8))
    let records = [HistoryRecord(createdBy: created), HistoryRecord(createdBy: created, comment: "FROM x:y")]
    let alignment = HistoryAlignment(records, file, environment: ["", "=", "B"])
    #expect(alignment.lines.count == 2)
    let base = BaseEnd(HistoryRow.rows(history: records, layerCount: 1), alignment: alignment)
    #expect(try Reconstruction(records, base: base).lines.count == 2)
    #expect(SquashedRows.firsts(records).values.allSatisfy { $0 < 2 })
  }

  @Test func randomPiecesNeverTrap() throws {
    var random = SeededGenerator(seed: 4)
    let file = try Dockerfile(parsing: Array("FROM x AS a\nARG V\nRUN a $V\nFROM a\nCOPY --from=a $V b\nENV A=$B\n".utf8))
    for _ in 0..<500 {
      let records = (0..<3).map { _ in
        HistoryRecord(createdBy: (0..<3).map { _ in Self.texts.randomElement(using: &random) ?? "" }.joined(separator: " "))
      }
      #expect(HistoryAlignment(records, file).lines.count == 3)
      #expect(try Reconstruction(records, base: BaseEnd(HistoryRow.rows(history: records, layerCount: 2))).lines.count == 3)
    }
  }

  @Test func longHistoriesAndFilesTakeLittleTime() throws {
    let history = (0..<4000).map { HistoryRecord(createdBy: "RUN step \($0 % 7)") }
    let file = try Dockerfile(parsing: Array("FROM x\n".utf8) + (0..<4000).flatMap { Array("RUN step \($0 % 5)\n".utf8) })
    let clock = ContinuousClock()
    let time = clock.measure { _ = HistoryAlignment(history, file) }
    #expect(time < .seconds(10))
    let long = HistoryRecord(createdBy: "|3 " + String(repeating: "A=b sh -", count: 20_000))
    #expect(clock.measure { _ = HistoryAlignment([long, long], file) } < .seconds(10))
  }

  @Test func aVariableThatDoublesItselfIsLetGo() throws {
    let doubling = (0..<500).map { _ in "ENV A=$A$A\nRUN $A\nCOPY $A $A\n" }.joined()
    let file = try Dockerfile(parsing: Array(("FROM x\nENV A=0123456789\n" + doubling).utf8))
    #expect(HistoryAlignment([HistoryRecord(createdBy: "RUN a")], file).match == .other)
  }
}
