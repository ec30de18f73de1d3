public import TareBytes
public import TareLayers

/// One payload in one layer. Its names are the paths linked to it; it is live while the final tree shows any of them.
public struct Content: Sendable {
  /// The layer (lowest is 0) and the entry that brought it.
  public var location: ContentLocation
  /// Logical bytes.
  public var size: Int
  /// The path under which it was written.
  public var path: Int32
  /// Paths of the tree that show it at this moment of the merge.
  public var names: Int32 = 0
  /// The layer that took its last name; -1 while it is live.
  public var killer: Int32 = -1
  public var cause = Cause.overwritten
  /// The content that came to its path instead, when both are regular files of one size: whether it was rewritten or
  /// overwritten is for their bytes to say. -1 for none.
  public var successor: Int32 = -1
  /// Nil while nobody had to know.
  public var hash: ContentHash?

  public var isLive: Bool { names > 0 }
}

/// How a content died.
public enum Cause: UInt8, Sendable, CaseIterable {
  /// By a whiteout.
  case deleted
  /// By an opaque marker on a directory above it.
  case opaque
  /// The same path again as a regular file with the same content: chown, chmod, touch, copy.
  case rewritten
  /// The path came again as anything else.
  case overwritten

  public var name: String {
    switch self {
    case .deleted: "deleted"
    case .opaque: "opaque"
    case .rewritten: "rewritten"
    case .overwritten: "overwritten"
    }
  }
}
