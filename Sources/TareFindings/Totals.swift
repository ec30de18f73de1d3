/// What can go, joined: no byte counts twice.
public struct Totals: Sendable, Equatable {
  /// Without changing the architecture, by the highest risk taken: each includes those before it.
  public var none = 0
  public var low = 0
  public var medium = 0
  public var high = 0
  /// With the owner's word: by intent, ascending. Each includes `high`.
  public var withIntent: [WithIntent] = []
  /// Of `high`, what lies in layers of the base, which other images share.
  public var inBase = 0

  public struct WithIntent: Sendable, Equatable {
    public var intent: String
    public var bytes: Int
  }

  public func asIs(_ level: Risk.Level) -> Int {
    switch level {
    case .none: none
    case .low: low
    case .medium: medium
    case .high: high
    }
  }
}
