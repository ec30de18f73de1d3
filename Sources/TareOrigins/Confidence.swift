/// How sure a statement is. Earned, not felt: over builds with known truth `certain` is never wrong and `likely` right nine
/// times in ten.
public enum Confidence: String, Sendable, Hashable, CaseIterable, Comparable {
  case guess, likely, certain

  public static func < (left: Confidence, right: Confidence) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .guess: 0
    case .likely: 1
    case .certain: 2
    }
  }
}
