public import TareReach

/// What is to be said of one row of the image's table.
public struct LayerVerdict: Sendable {
  public enum Status: String, Sendable, CaseIterable {
    case expected
    case oversized
    case notNeeded = "not needed at run time"
    case notForProduction = "not for production"
    /// It cannot shrink without a decision on CPU or GPU, or a split.
    case fixed = "fixed by the architecture"
  }

  /// What a finding takes off the layer.
  public struct Drop: Sendable {
    /// Into the findings of the set.
    public var finding: Int
    public var bytes: Int
  }

  public var row: Int
  public var purpose: Purpose
  public var status: Status
  /// One sentence, without a full stop.
  public var reason: String
  /// Bytes of content.
  public var bytes: Int
  /// Bytes that findings take off it without a word from the owner, each once.
  public var removable: Int
  /// And with every word that is offered.
  public var withIntent: Int
  /// The findings that count here, the heaviest first.
  public var drops: [Drop]
  /// Owners of the live bytes that no finding takes, the heaviest first.
  public var keeps: [Analysis.Share]

  public enum Removable: String, Sendable { case yes, partly, no }

  public var isRemovable: Removable { Self.removable(removable, of: bytes) }

  static func removable(_ part: Int, of bytes: Int) -> Removable {
    if part == 0 { return .no }
    return part >= bytes - bytes / 50 ? .yes : .partly
  }
}

/// All rows of one purpose.
public struct PurposeSummary: Sendable {
  public var purpose: Purpose
  public var rows: [Int]
  public var bytes: Int
  public var removable: Int
  public var withIntent: Int
  /// By what share of the image can go.
  public var priority: Severity

  public var isRemovable: LayerVerdict.Removable { LayerVerdict.removable(removable, of: bytes) }
}
