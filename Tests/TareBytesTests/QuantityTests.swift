import TareBytes
import Testing

@Suite struct QuantityTests {
  @Test(arguments: [
    (0, "0 B"), (999, "999 B"), (1000, "1.00 kB"), (1005, "1.01 kB"), (9_994, "9.99 kB"), (9_996, "10.0 kB"),
    (99_949, "99.9 kB"), (99_951, "100 kB"), (999_499, "999 kB"), (999_500, "1.00 MB"), (5_218_000_000, "5.22 GB"),
    (117_000_000, "117 MB"), (Int.max, "9.22 EB"), (-1500, "-1.50 kB"),
  ])
  func sizesHaveThreeDigits(bytes: Int, text: String) { #expect(Quantity.size(bytes) == text) }

  @Test(arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567"), (-1000, "-1,000")])
  func countsAreGrouped(number: Int, text: String) { #expect(Quantity.count(number) == text) }

  @Test func sharesSayWhenTheyAreTiny() {
    #expect(Quantity.percent(1, of: 3) == "33.3 %")
    #expect(Quantity.percent(1, of: 100_000) == "< 0.1 %")
    #expect(Quantity.percent(0, of: 10) == "0.0 %")
    #expect(Quantity.percent(1, of: 0) == nil)
    #expect(Quantity.percent(.max, of: .max) == "100.0 %")
  }
}
