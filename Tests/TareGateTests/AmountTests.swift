import TareGate
import Testing

@Suite struct AmountTests {
  @Test(arguments: [
    ("60000000", 60_000_000), ("58 MB", 58_000_000), ("58MB", 58_000_000), ("6 GB", 6_000_000_000), ("1.5 GiB", 1_610_612_736),
    ("0", 0), ("0 B", 0), ("12 kB", 12_000), ("12 KB", 12_000), ("1 KiB", 1024), ("1.999 kB", 1999), ("0.0005 kB", 0),
    ("8388607 TiB", 9_223_370_937_343_148_032),
  ])
  func bytesAreExact(text: String, bytes: Int) throws {
    #expect(try Amount(parsing: text).measure == .bytes(bytes))
  }

  @Test(arguments: [("5 %", 50_000), ("2.5%", 25_000), ("100 %", 1_000_000), ("0.0001 %", 1), ("250 %", 2_500_000)])
  func sharesAreExact(text: String, millionths: Int) throws {
    #expect(try Amount(parsing: text).measure == .share(millionths))
  }

  @Test(arguments: [
    "", "MB", "6 QB", "6 G B", "-1 MB", "1,5 GB", "1.2.3 MB", ".5 MB", "5. MB", "5 % of it", "8388608 TiB", "9223372036854775808",
    "1.0000000001 kB", "1e9",
  ])
  func whatIsNoAmountIsRefused(text: String) {
    #expect(throws: Amount.Problem.self) { try Amount(parsing: text) }
  }

  @Test func aShareIsRoundedDown() throws {
    #expect(try Amount(parsing: "5 %").limit(of: 199) == 9)
    #expect(try Amount(parsing: "100 %").limit(of: .max) == .max)
    #expect(try Amount(parsing: "101 %").limit(of: .max) == nil)
  }
}
