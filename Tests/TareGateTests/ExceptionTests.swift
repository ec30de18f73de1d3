import TareFindings
import TareGate
import TareTestSupport
import Testing

/// Exceptions of a policy on an image with one dead file in `/app` and another in `/opt`.
@Suite struct ExceptionTests {
  private static var image: ImageBuilder {
    var image = ImageBuilder()
    image.layer { $0.file("app/a", [UInt8](repeating: 1, count: 3000)) }
    image.layer { $0.file("opt/b", [UInt8](repeating: 2, count: 2000)) }
    image.layer { $0.whiteout("app/a") }
    image.layer { $0.whiteout("opt/b") }
    return image
  }

  private func examination(_ exceptions: String, on day: CalendarDay = CalendarDay(2027, 1, 31)!) throws -> Examination {
    let policy = try PolicyTests.policy("exceptions:\n" + exceptions)
    let weighed = try Weighed(Self.image)
    return try Examination(weighed.analysis, weighed.image) { policy.reason(for: $0, in: $1, on: day) }
  }

  private func excepted(_ examination: Examination) -> [Int] {
    examination.findings.findings.filter { $0.exception != nil }.map(\.bytes)
  }

  @Test func anExceptedFindingStaysAndDoesNotCount() throws {
    let all = try examination("")
    let some = try examination("  - {rule: deletes-earlier, reason: kept for the audit, owner: ops, expires: 2027-01-31}")
    #expect(all.findings.removable == 5000)
    #expect(some.findings.removable == 0)
    #expect(some.findings.findings.count == all.findings.findings.count)
    #expect(
      some.findings.findings.first { $0.bytes > 0 }?.exception == "kept for the audit (p.yaml line 2, owner ops, until 2027-01-31)")
  }

  @Test func theDayItExpiresIsTheLast() throws {
    let text = "  - {rule: deletes-earlier, reason: x, expires: 2027-01-31}"
    #expect(excepted(try examination(text, on: CalendarDay(2027, 1, 31)!)).reduce(0, +) == 5000)
    #expect(excepted(try examination(text, on: CalendarDay(2027, 2, 1)!)).isEmpty)
  }

  @Test func aPathMustHoldAllThatIsClaimed() throws {
    #expect(excepted(try examination("  - {rule: deletes-earlier, path: /app, reason: x}")) == [3000])
    #expect(excepted(try examination("  - {rule: deletes-earlier, path: /opt/**, reason: x}")) == [2000])
    #expect(excepted(try examination("  - {rule: deletes-earlier, path: /srv, reason: x}")).isEmpty)
  }

  @Test func aLayerMustBeOneOfItsRows() throws {
    #expect(excepted(try examination("  - {rule: deletes-earlier, layer: 0, reason: x}")) == [3000])
    #expect(excepted(try examination("  - {rule: deletes-earlier, layer: 7, reason: x}")).isEmpty)
  }

  @Test func aFindingIsNamedByAPattern() throws {
    let id = try #require(try examination("").findings.findings.first { $0.bytes == 2000 }?.id)
    #expect(excepted(try examination("  - {finding: '\(id)', reason: x}")) == [2000])
    #expect(excepted(try examination("  - {finding: 'deletes-*', reason: x}")).count == 2)
  }
}
