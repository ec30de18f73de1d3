import TareFindings
import TareGate
import TareTestSupport
import Testing

/// 5,000 dead bytes of 12,000, one package, one path.
@Suite struct GateTests {
  static let today = CalendarDay(2027, 1, 31)!

  static var image: ImageBuilder {
    var image = ImageBuilder()
    image.layer { $0.file("app/a", [UInt8](repeating: 1, count: 3000)) }
    image.layer { $0.file("opt/b", [UInt8](repeating: 2, count: 2000)) }
    image.layer {
      $0.whiteout("app/a")
      $0.file("srv/c", (0..<7000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) })
    }
    image.layer { $0.whiteout("opt/b") }
    return image
  }

  static func judge(
    _ text: String, _ image: ImageBuilder = image, against: BaseReport? = nil, dive: DiveRules? = nil, on day: CalendarDay = today
  ) throws -> Judgement {
    let policy = try PolicyTests.policy(text)
    let weighed = try Weighed(image)
    let examination = try Examination(weighed.analysis, weighed.image, intents: policy.intents, selection: policy.selection) {
      policy.reason(for: $0, in: $1, on: day)
    }
    return try Gate(policy, against: against, dive: dive, on: day).judge(examination)
  }

  /// `name figure limit verdict`.
  static func lines(_ judgement: Judgement) -> [String] {
    judgement.checks.map { "\($0.name) | \($0.figure) | \($0.limit) | \($0.passed ? "pass" : "fail")" }
  }

  private static let off = "findings: off\n"

  @Test(arguments: [
    ("image: 12000", "budgets.image | 12.0 kB | at most 12.0 kB | pass"),
    ("image: 11999", "budgets.image | 12.0 kB | at most 12.0 kB | fail"),
    ("dead: 5 kB", "budgets.dead | 5.00 kB | at most 5 kB | pass"),
    ("dead: 4.999 kB", "budgets.dead | 5.00 kB | at most 4.999 kB | fail"),
    ("dead: 41.6666 %", "budgets.dead | 5.00 kB | at most 41.6666 % (5.00 kB) | fail"),
    ("dead: 41.6667 %", "budgets.dead | 5.00 kB | at most 41.6667 % (5.00 kB) | pass"),
    ("duplicates: 0", "budgets.duplicates | 0 B | at most 0 B | pass"),
    ("removable: {none: 4999}", "budgets.removable.none | 5.00 kB | at most 5.00 kB | fail"),
    ("layers: [{each: 7 kB}]", "budgets.layers[each] | 7.00 kB | at most 7 kB | pass"),
    ("layers: [{each: 6 kB}]", "budgets.layers[each] | 7.00 kB | at most 6 kB | fail"),
    ("layers: [{layer: 0, at-most: 3 kB}]", "budgets.layers[0] | 3.00 kB | at most 3 kB | pass"),
    ("layers: [{layer: 1, at-most: 1 kB}]", "budgets.layers[1] | 2.00 kB | at most 1 kB | fail"),
    ("packages: [{name: '*', at-most: 0}]", "budgets.packages[*] | 0 B | at most 0 B | pass"),
    ("paths: [{path: /srv, at-most: 6 kB}]", "budgets.paths[/srv] | 7.00 kB | at most 6 kB | fail"),
    ("paths: [{path: /app, at-most: 0}]", "budgets.paths[/app] | 0 B | at most 0 B | pass"),
    ("paths: [{path: '**/c', at-most: 7000}]", "budgets.paths[**/c] | 7.00 kB | at most 7.00 kB | pass"),
  ])
  func budgetsAreJudgedToTheByte(budget: String, line: String) throws {
    #expect(Self.lines(try Self.judge(Self.off + "budgets: {\(budget)}")) == [line])
  }

  @Test func aFailureSaysWhereToBegin() throws {
    let check = try #require(try Self.judge(Self.off + "budgets: {dead: 0}").checks.first)
    #expect(check.message == "dead bytes: 5.00 kB, 5,000 B more than the budget")
    #expect(check.rows.first == 0)
    #expect(check.finding?.hasPrefix("delete") == true)
    #expect(check.fix?.isEmpty == false)
  }

  @Test func packagesAreSummedByPattern() throws {
    var image = ImageBuilder()
    image.layer {
      DebianFiles.write(
        [
          .init("libgit", ["/usr/lib/libgit.so": "12345"]), .init("git", ["/usr/bin/git": "123"]),
          .init("curl", ["/usr/bin/curl": "1"]),
        ],
        to: &$0)
    }
    let judgement = try Self.judge(
      Self.off
        + "budgets: {packages: [{name: '*git', at-most: 40}, {name: 'deb:git', at-most: 15}, {name: 'npm:git', at-most: 0}]}", image
    )
    #expect(
      Self.lines(judgement) == [
        "budgets.packages[*git] | 40 B | at most 40 B | pass", "budgets.packages[deb:git] | 16 B | at most 15 B | fail",
        "budgets.packages[npm:git] | 0 B | at most 0 B | pass",
      ])
  }

  // MARK: Findings

  @Test func findingsFailFromTheirThresholdOn() throws {
    let none = try Self.judge("only: [deletes-earlier]\nfindings: off")
    #expect(none.checks.isEmpty && none.passes)
    let high = try Self.judge("only: [deletes-earlier]")
    #expect(high.checks.count == 1 && high.failed == 1)
    #expect(high.checks.allSatisfy { $0.limit == "none of severity high, up to low risk" && !$0.rows.isEmpty && $0.fix != nil })
    let off = try Self.judge("only: [deletes-earlier]\nrules: {deletes-earlier: off}")
    #expect(Self.lines(off) == ["findings | no finding | none of severity high, up to low risk | pass"])
  }

  @Test func anExceptionLetsPassUntilItsDay() throws {
    let text = "only: [deletes-earlier]\nexceptions: [{rule: deletes-earlier, reason: known, expires: 2027-01-31}]"
    #expect(try Self.judge(text).passes)
    let later = try Self.judge(text, on: CalendarDay(2027, 2, 1)!)
    #expect(later.failed == 2)
    let check = try #require(later.checks.last)
    #expect(check.name == "exceptions[deletes-earlier]")
    #expect(check.limit == "until 2027-01-31")
    #expect(check.message == "p.yaml line 2: what it excepts (known) counts again: 1 finding")
  }

  @Test func anExceptionOfNothingIsTold() throws {
    let judgement = try Self.judge("exceptions: [{rule: unstripped, reason: known}]\nfindings: off")
    #expect(judgement.passes)
    #expect(
      judgement.notes == [
        "p.yaml line 1: the exception for unstripped excepts nothing in this image; take it out if that is so in all"
      ])
  }

  // MARK: What cannot be judged

  @Test(arguments: [
    (
      "budgets: {image: {stored: 1 MB}}",
      "budgets.image.stored: layer 0 is not compressed, so what a registry would store is not known; check the pushed image (skopeo copy makes an OCI layout of it), or budget unpacked bytes"
    ),
    ("budgets: {layers: [{layer: 9, at-most: 1}]}", "budgets.layers (p.yaml line 1): the image has layers 0 to 3, and no 9"),
    (
      "budgets: {layers: [{line: 9, at-most: 1}]}",
      "budgets.layers (p.yaml line 1): speaks of line 9, and no Dockerfile is there that fits the image; name it with -f"
    ),
  ])
  func whatIsNotKnownIsNoVerdict(text: String, message: String) throws {
    #expect(throws: GateError(message)) { try Self.judge(text) }
  }

  @Test func storedBytesAreJudgedOfCompressedLayers() throws {
    let judgement = try Self.judge(
      Self.off + "budgets: {image: {stored: 100}, layers: [{each: 7 kB, stored-at-most: 1 MB}]}", Self.image.packed(.gzip))
    #expect(judgement.checks.map(\.name) == ["budgets.image.stored", "budgets.layers[each]", "budgets.layers[each].stored"])
    #expect(judgement.checks.map(\.passed) == [false, true, true])
  }

  // MARK: Growth

  private static func report(_ edit: String = "\"schemaVersion\": 1", unpacked: String = "11000") -> [UInt8] {
    Array(
      """
      {\(edit), "totals": {"unpacked": \(unpacked), "stored": 1, "dead": 4000, "removable": {"asIs": {"high": 0}}},
       "owners": {"packages": 10}, "packages": [{"ecosystem": "deb", "name": "a", "own": 10}]}
      """.utf8)
  }

  @Test func growthIsMeasuredFromTheReport() throws {
    let base = try BaseReport(parsing: Self.report(), named: "base.json")
    let judgement = try Self.judge(
      Self.off + "growth: {image: 5 %, dead: 1000, packages: 0, package: 1 %}", against: base)
    #expect(
      Self.lines(judgement) == [
        "growth.image | +1.00 kB | at most +5 % (550 B) | fail", "growth.dead | +1.00 kB | at most +1.00 kB | pass",
        "growth.packages | -10 B | at most +0 B | pass", "growth.package | 0 B | at most +1 % (110 B) | pass",
      ])
  }

  @Test func growthWithoutAReportIsTold() throws {
    #expect(
      try Self.judge(Self.off + "growth: {image: 0}").notes == [
        "growth is not judged: name an earlier report of tare with --against report.json"
      ])
  }

  @Test(arguments: [
    ("hello", "r.json: is not a JSON report of tare; make one with tare IMAGE --format json -o report.json"),
    ("[]", "r.json: is not a JSON report of tare; make one with tare IMAGE --format json -o report.json"),
    ("{\"a\": 1}", "r.json: is not a JSON report of tare; make one with tare IMAGE --format json -o report.json"),
    (
      String(decoding: report("\"schemaVersion\": 2"), as: UTF8.self),
      "r.json: is a report of version 2, and this tare reads version 1; make it anew with this tare"
    ),
    ("{\"schemaVersion\": 1}", "r.json: says version 1, and is not a whole report of tare; make it anew"),
    (
      String(decoding: report(unpacked: "null"), as: UTF8.self),
      "r.json: is of an image with an absent layer, so its sizes are not known; make it of the whole image"
    ),
    (
      String(decoding: report(unpacked: "-9223372036854775808"), as: UTF8.self), "r.json: has sizes that no image has; make it anew"
    ),
    (
      String(decoding: report(unpacked: "1e400"), as: UTF8.self),
      "r.json: says version 1, and is not a whole report of tare; make it anew"
    ),
  ])
  func aReportThatIsNoneIsRefused(text: String, message: String) {
    var told = "nothing"
    do { _ = try BaseReport(parsing: Array(text.utf8), named: "r.json") } catch { told = error.description }
    #expect(told == message)
  }

  // MARK: Starting

  @Test func whatInitWritesPassesAtOnce() throws {
    for image in [Self.image, Self.image.packed(.gzip), ImageBuilder()] {
      let weighed = try Weighed(image)
      let text = try StartingPolicy(try weighed.examination(), on: Self.today).render()
      #expect(try Self.judge(text, image).passes)
    }
  }

  /// What it leaves out as comments is right once the marks are taken off.
  @Test func whatInitLeavesOutIsAPolicyToo() throws {
    let text = try StartingPolicy(try Weighed(Self.image).examination(), on: Self.today).render()
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.hasPrefix("# ") && !line.hasPrefix("#  ") ? "" : line.hasPrefix("#") ? line.dropFirst() : line
    }
    let policy = try PolicyTests.policy(lines.joined(separator: "\n"))
    #expect(!policy.growth.isEmpty)
    #expect(policy.exceptions.count == 1)
    #expect(policy.budgets.paths.count == 1)
    #expect(policy.budgets.layers.count > 1)
  }
}
