/// A version as RubyGems orders it: parts of digits by their value, and a part of letters, which marks a version before
/// its release, below any of digits.
///
/// Source: https://docs.ruby-lang.org/en/master/Gem/Version.html.
struct GemVersion: Comparable {
  /// Digits without leading zeros, or letters.
  private struct Segment: Comparable {
    static let zero = Segment(text: "0"[...])
    var text: Substring

    private var isNumber: Bool { text.utf8.first.map { (0x30...0x39).contains($0) } ?? true }

    static func < (left: Segment, right: Segment) -> Bool {
      guard left.isNumber == right.isNumber else { return right.isNumber }
      let (digits, others) = (left.text.utf8.count, right.text.utf8.count)
      if left.isNumber, digits != others { return digits < others }
      return left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }
  }

  private var segments: [Segment] = []

  init(_ text: some StringProtocol) {
    for part in text.split(separator: ".") {
      var rest = Substring(part)
      while let first = rest.utf8.first {
        let isNumber = (0x30...0x39).contains(first)
        var run = rest.prefix { (("0"..."9").contains($0)) == isNumber }
        rest = rest.dropFirst(run.count)
        if isNumber { while run.utf8.count > 1, run.utf8.first == 0x30 { run = run.dropFirst() } }
        if run.isEmpty { break }
        segments.append(Segment(text: run))
      }
    }
    // 1.0 and 1 are one version.
    while segments.last == .zero { segments.removeLast() }
  }

  static func < (left: GemVersion, right: GemVersion) -> Bool {
    for index in 0..<max(left.segments.count, right.segments.count) {
      let (one, other) = (left.segment(index), right.segment(index))
      if one != other { return one < other }
    }
    return false
  }

  private func segment(_ index: Int) -> Segment { index < segments.count ? segments[index] : .zero }

  /// Whether this is what `requirement` (`>= 1.2`, `~> 3.0`) asks for; one that cannot be read asks for nothing.
  func satisfies(_ requirement: String) -> Bool {
    let operation = requirement.prefix { "<>=!~".contains($0) }
    let text = requirement.dropFirst(operation.count).drop { $0 == " " }
    let wanted = GemVersion(text)
    return switch operation {
    case "", "=": self == wanted
    case "!=": self != wanted
    case ">": self > wanted
    case "<": self < wanted
    case ">=": self >= wanted
    case "<=": self <= wanted
    case "~>": self >= wanted && hasPrefix(of: wanted, max(1, text.split(separator: ".").count - 1))
    default: true
    }
  }

  private func hasPrefix(of other: GemVersion, _ count: Int) -> Bool {
    (0..<count).allSatisfy { segment($0) == other.segment($0) }
  }
}
