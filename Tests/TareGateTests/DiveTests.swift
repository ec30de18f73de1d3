import TareFindings
import TareGate
import TareTestSupport
import Testing

@Suite struct DiveTests {
  private func rules(_ settings: DiveRules.Settings, isExact: Bool = false) throws -> DiveRules {
    try DiveRules(settings, source: "dc", isExact: isExact)
  }

  private func judge(_ settings: DiveRules.Settings, isExact: Bool = false) throws -> Judgement {
    try GateTests.judge("findings: off", dive: try rules(settings, isExact: isExact))
  }

  @Test func oursAreDeadBytes() throws {
    let judgement = try judge(.init(lowestEfficiency: "0.6", highestWastedBytes: "5kB", highestUserWastedPercent: "0.41"))
    #expect(
      GateTests.lines(judgement) == [
        "dive.lowestEfficiency | 0.5833 | at least 0.6 | fail", "dive.highestWastedBytes | 5.00 kB | at most 5.00 kB | pass",
        "dive.highestUserWastedPercent | 0.4167 | at most 0.41 | fail",
      ])
  }

  /// A file that came again counts with both versions in dive, a deleted directory with nothing.
  @Test func whatDiveMissesAndCountsTwiceIsTold() throws {
    var image = ImageBuilder()
    image.layer {
      $0.file("a", [UInt8](repeating: 1, count: 3000))
      $0.file("d/b", [UInt8](repeating: 2, count: 2000))
    }
    image.layer { $0.file("a", [UInt8](repeating: 3, count: 3000)) }
    image.layer { $0.whiteout("d") }
    let settings = DiveRules.Settings(
      lowestEfficiency: "disabled", highestWastedBytes: "5500", highestUserWastedPercent: "disabled")
    let judgement = try GateTests.judge("findings: off", image, dive: try rules(settings))
    #expect(GateTests.lines(judgement) == ["dive.highestWastedBytes | 5.00 kB | at most 5.50 kB | pass"])
    #expect(
      judgement.notes == [
        "dive itself fails highestWastedBytes: it counts 6.00 kB, at most 5.50 kB",
        "dive counts 6.00 kB wasted where 5.00 kB are dead: 3.00 kB too much, live files and links that share the path of a dead one; "
          + "2.00 kB too little, what went with a directory and other dead files that it does not see; --dive-compat judges by its figures",
      ])
  }

  @Test func defaultsAreDives() throws {
    #expect(
      GateTests.lines(try judge(.init(), isExact: true)).map { $0.split(separator: "|")[2] } == [" at least 0.9 ", " at most 0.1 "])
  }

  @Test func disabledIsNotJudged() throws {
    let judgement = try judge(.init(lowestEfficiency: "disabled", highestUserWastedPercent: "disabled"), isExact: true)
    #expect(judgement.checks.isEmpty && judgement.passes)
  }

  @Test(arguments: [
    ("20MB", "at most 20000000 B"), ("1,000 KiB", "at most 1024000 B"), ("2k", "at most 2000 B"), ("2 Gi", "at most 2147483648 B"),
    ("1.5", "at most 1 B"), ("7", "at most 7 B"),
  ])
  func bytesAreReadAsDiveReadsThem(text: String, limit: String) throws {
    let judgement = try judge(
      .init(lowestEfficiency: "disabled", highestWastedBytes: text, highestUserWastedPercent: "disabled"), isExact: true)
    #expect(judgement.checks.map(\.limit) == [limit])
  }

  @Test(arguments: ["x", "20 XB", "-1", " 20MB", "20EB1"]) func otherBytesAreRefused(text: String) {
    #expect(throws: GateError.self) { try rules(.init(highestWastedBytes: text)) }
  }

  @Test(arguments: ["1.1", "-0.1", "ninety", "90%", "", "off", "Disabled"]) func ratiosAreFromZeroToOne(text: String) {
    #expect(throws: GateError.self) { try rules(.init(lowestEfficiency: text)) }
    #expect(throws: GateError.self) { try rules(.init(highestUserWastedPercent: text)) }
  }

  @Test func aFileIsReadAsDiveReadsIt() throws {
    let text =
      "plugins: [a]\nrules:\n  lowestEfficiency: 0.95\n  highestWastedBytes: 20MB\n  other: {x: 1}\n  highestUserWastedPercent: disabled\n"
    #expect(
      try DiveRules.Settings(parsing: Array(text.utf8), named: "dc")
        == .init(lowestEfficiency: "0.95", highestWastedBytes: "20MB", highestUserWastedPercent: "disabled"))
    #expect(try DiveRules.Settings(parsing: [], named: "dc").isEmpty)
    #expect(throws: PolicyError.self) { try DiveRules.Settings(parsing: Array("rules: [a".utf8), named: "dc") }
  }
}
