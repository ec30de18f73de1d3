/// A threshold as dive reads one: a ratio from 0 to 1, or bytes as `humanize.ParseBytes` reads them; nil where it is disabled.
enum DiveThreshold {
  struct Problem: Error { var text: String }

  static func isDisabled(_ text: String) -> Bool { text == "disabled" }

  static func ratio(_ text: String) throws(Problem) -> Double? {
    guard !isDisabled(text) else { return nil }
    guard let number = Double(text) else { throw Problem(text: "takes a ratio from 0 to 1, or disabled") }
    guard !(number < 0 || number > 1) else { throw Problem(text: "takes a ratio from 0 to 1; \(text) is outside of it") }
    return number
  }

  private static let units: [String: Double] = {
    var units: [String: Double] = ["": 1, "b": 1]
    for (power, letter) in ["k", "m", "g", "t", "p", "e"].enumerated() {
      let (si, binary) = (scale(1000, power + 1), scale(1024, power + 1))
      for name in [letter, letter + "b"] { units[name] = si }
      for name in [letter + "i", letter + "ib"] { units[name] = binary }
    }
    return units
  }()

  private static func scale(_ base: Double, _ power: Int) -> Double { (0..<power).reduce(1) { product, _ in product * base } }

  static func bytes(_ text: String) throws(Problem) -> UInt64? {
    guard !isDisabled(text) else { return nil }
    let digits = text.prefix { $0.isASCII && $0.isNumber || $0 == "." || $0 == "," }
    let unit = trimmed(String(text[digits.endIndex...])).lowercased()
    guard let number = Double(digits.filter { $0 != "," }), let scale = units[unit] else {
      throw Problem(text: "takes bytes, as 20MB or 1 GiB, or disabled")
    }
    // The first number that 64 bits do not hold.
    guard number * scale < 18_446_744_073_709_551_616 else { throw Problem(text: "\(text) is too much") }
    return UInt64(number * scale)
  }

  private static func trimmed(_ text: String) -> String {
    String(text.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
  }
}
