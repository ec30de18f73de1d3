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
  /// The same by risk, as stored in compressed layers.
  public var stored = Stored()

  public struct WithIntent: Sendable, Equatable {
    public var intent: String
    public var bytes: Int
    /// As stored in compressed layers; nil where that was not measured.
    public var stored: Int?
  }

  /// Nil where some of it lies in layers that are stored plain.
  public struct Stored: Sendable, Equatable {
    public var none: Int?
    public var low: Int?
    public var medium: Int?
    public var high: Int?
  }

  public func asIs(_ level: Risk.Level) -> Int {
    switch level {
    case .none: none
    case .low: low
    case .medium: medium
    case .high: high
    }
  }

  public func stored(_ level: Risk.Level) -> Int? {
    switch level {
    case .none: stored.none
    case .low: stored.low
    case .medium: stored.medium
    case .high: stored.high
    }
  }
}
