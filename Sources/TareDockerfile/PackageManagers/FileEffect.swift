/// What one command does to files, as far as its words tell.
public struct FileEffect: Sendable, Hashable {
  /// A path as written, from the directory the command runs in.
  public enum Path: Sendable, Hashable {
    case literal([UInt8])
    /// Globs as written, a backslash before a byte that would be one.
    case pattern([UInt8])
    /// Not known from the text; it may stand for several.
    case unknown
  }

  public struct Item: Sendable, Hashable {
    public let path: Path
    /// All below it too.
    public let isRecursive: Bool
    /// Of the word.
    public let range: Range<Int>
  }

  public package(set) var reads: [Item] = []
  /// Made, replaced or lengthened; for a command that puts a file into a directory if there is one, the target as written.
  public package(set) var writes: [Item] = []
  public package(set) var removes: [Item] = []
  /// Owner, group, mode or times; the content is not touched.
  public package(set) var changesAttributes: [Item] = []
  /// False where the command may do more than is listed: one without rules here, or words that are not known.
  public package(set) var isComplete = true

  public var isEmpty: Bool { reads.isEmpty && writes.isEmpty && removes.isEmpty && changesAttributes.isEmpty }
}
