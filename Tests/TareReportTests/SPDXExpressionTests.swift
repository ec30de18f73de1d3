import Testing

@testable import TareReport

@Suite struct SPDXExpressionTests {
  @Test(arguments: [
    ("MIT", "MIT", true), ("mit", "MIT", true), ("Apache-2.0 OR MIT", "Apache-2.0 OR MIT", false), ("GPL-2.0+", "GPL-2.0+", true),
    ("mpl-2.0+", "MPL-2.0+", false), ("(mit or Apache-2.0) and  Zlib", "(MIT OR Apache-2.0) AND Zlib", false),
    ("GPL-2.0-only WITH Classpath-exception-2.0", "GPL-2.0-only WITH Classpath-exception-2.0", false),
    ("((MIT))", "((MIT))", false),
  ])
  func listedLicencesAreWrittenAsListed(text: String, expected: String, isIdentifier: Bool) {
    let expression = SPDXExpression(text)
    #expect(expression?.text == expected.replacing(" or ", with: " OR ").replacing(" and ", with: " AND "))
    #expect(expression?.isIdentifier == isIdentifier)
  }

  @Test(arguments: [
    "", " ", "BSD", "MIT License", "MIT/X11", "MIT OR", "OR MIT", "(MIT", "MIT)", "()", "MIT Apache-2.0", "LicenseRef-1",
    "MIT WITH MIT",
    "https://x/LICENSE", "GPLv3+ and MIT", "UNLICENSED", "+", "MIT AND BSD",
  ])
  func allElseIsNone(text: String) { #expect(SPDXExpression(text) == nil) }

  @Test func depthAndLengthAreBounded() {
    func nested(_ depth: Int) -> String { String(repeating: "(", count: depth) + "MIT" + String(repeating: ")", count: depth) }
    #expect(SPDXExpression(nested(16)) != nil)
    #expect(SPDXExpression(nested(17)) == nil)
    #expect(SPDXExpression(String(repeating: "(", count: 1_000_000)) == nil)
  }

  @Test(arguments: [
    ("GPL-2+", "GPL-2.0-or-later"), ("LGPL-2.1", "LGPL-2.1-only"), ("GFDL-NIV-1.3+", "GFDL-1.3-no-invariants-or-later"),
    ("Expat", "MIT"), ("Apache-2", "Apache-2.0"), ("GPL-2+ or (Expat and MPL-2.0)", "GPL-2.0-or-later OR (MIT AND MPL-2.0)"),
    ("CC0", "CC0-1.0"), ("BSD-3-clause", "BSD-3-Clause"),
    // No expression, so they stay as they are written.
    ("GPL-1+ or Artistic", "GPL-1+ or Artistic"), ("GPL-2+ with OpenSSL exception", "GPL-2+ with OpenSSL exception"),
    ("Expat, and GPL-2", "Expat, and GPL-2"), ("public-domain", "public-domain"), ("GPL", "GPL"), ("GPL-", "GPL-"), ("-", "-"),
  ])
  func debiansNamesAreSpelledAnew(statement: String, expected: String) {
    #expect(StatedLicence([statement], spelling: DebianLicenceName.spdx).text == expected)
  }

  @Test func severalStayApart() {
    #expect(StatedLicence([]) == .nothing)
    #expect(StatedLicence(["mit", "MIT"]) == .expression(SPDXExpression("MIT")!))
    #expect(StatedLicence(["BSD"]) == .named("BSD"))
    #expect(StatedLicence(["Ruby", "bsd-2-clause"]) == .several(["Ruby", "BSD-2-Clause"]))
  }

  @Test(arguments: [
    ("2026-11-24T12:22:34.123456789Z", "2026-11-24T12:22:34Z"), ("1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z"),
    ("2024-02-29T23:30:00-01:00", "2024-03-01T00:30:00Z"), ("2001-01-01T00:15:00+00:30", "2000-12-31T23:45:00Z"),
    ("2000-03-01t00:00:00z", "2000-03-01T00:00:00Z"),
  ])
  func timesAreInUTCToTheSecond(text: String, expected: String) { #expect(UTCTime(text)?.description == expected) }

  @Test(arguments: [
    "", "0001-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "2026-13-01T00:00:00Z", "2026-01-01", "2026-01-01T00:00:00", "now",
    "2026-01-01T24:00:00Z", "2026-01-01T00:00:00+99", "9999-12-31T23:59:59-01:00", "２026-01-01T00:00:00Z",
  ])
  func whatIsNoTimeIsNone(text: String) { #expect(UTCTime(text) == nil) }
}
