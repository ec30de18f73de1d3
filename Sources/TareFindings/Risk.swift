/// What may go wrong when a finding is acted on.
public struct Risk: Sendable, Hashable {
  public enum Level: UInt8, Sendable, CaseIterable, Comparable {
    case none, low, medium, high

    public static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }

    public var name: String {
      switch self {
      case .none: "none"
      case .low: "low"
      case .medium: "medium"
      case .high: "high"
      }
    }
  }

  public var level: Level
  /// The failure it risks, as a sentence without its full stop: `programs that read the copy no longer find it`.
  public var words: String

  public init(_ level: Level, _ words: String) {
    self.level = level
    self.words = words
  }
}

/// What acting on a finding takes.
public enum Effort: UInt8, Sendable, CaseIterable, Comparable {
  case oneLine, restructure, redesign

  public static func < (left: Effort, right: Effort) -> Bool { left.rawValue < right.rawValue }

  public var name: String {
    switch self {
    case .oneLine: "one-line edit"
    case .restructure: "restructure"
    case .redesign: "redesign"
    }
  }
}

/// How much a finding matters. By bytes: high from 5 % of the image, medium from 1 %, low from 0.1 %; what only another base
/// would change is information.
public enum Severity: UInt8, Sendable, CaseIterable, Comparable {
  case info, low, medium, high

  public static func < (left: Severity, right: Severity) -> Bool { left.rawValue < right.rawValue }

  public var name: String {
    switch self {
    case .info: "info"
    case .low: "low"
    case .medium: "medium"
    case .high: "high"
    }
  }

  /// - Parameter total: bytes of content of the whole image.
  static func impact(of bytes: Int, in total: Int) -> Severity {
    func reaches(_ part: Int) -> Bool { bytes >= total / part + (total % part == 0 ? 0 : 1) }
    guard bytes > 0 else { return .info }
    return reaches(20) ? .high : reaches(100) ? .medium : reaches(1000) ? .low : .info
  }
}
