/// What one finding says can go: names in layers, parts of contents, and copies of which another one stays.
///
/// A claim is a set, not a number. How many bytes it saves is for the `ClaimTable` to say: a content is saved when all its
/// names are claimed or dead.
public struct Claim: Sendable, Equatable {
  /// Entries that go whatever else goes. Of a dead content the entry that brought it.
  public internal(set) var names = NameSet()
  /// Parts of contents that go, by content. They count while the content as a whole stays.
  public internal(set) var ranges: [Int32: ByteRanges] = [:]
  /// Contents that go because an equal one stays, each once, ascending.
  public internal(set) var copies: [Copy] = []

  /// A content that another one can stand for.
  public struct Copy: Sendable, Hashable {
    public var content: Int32
    /// The one that stays.
    public var kept: Int32

    public init(content: Int32, kept: Int32) {
      self.content = content
      self.kept = kept
    }
  }

  public init() {}

  public init(names: NameSet = NameSet(), ranges: [Int32: ByteRanges] = [:], copies: [Copy] = []) {
    self.names = names
    self.ranges = ranges
    self.copies = Self.ordered(copies)
  }

  public var isEmpty: Bool { names.isEmpty && ranges.isEmpty && copies.isEmpty }

  public mutating func formUnion(_ other: Claim) {
    names = names.union(other.names)
    ranges.merge(other.ranges) { $0.union($1) }
    if !other.copies.isEmpty { copies = Self.ordered(copies + other.copies) }
  }

  public func union(_ other: Claim) -> Claim {
    var joined = self
    joined.formUnion(other)
    return joined
  }

  private static func ordered(_ copies: [Copy]) -> [Copy] {
    var ordered: [Copy] = []
    for copy in copies.sorted(by: { ($0.content, $0.kept) < ($1.content, $1.kept) }) where copy.content != ordered.last?.content {
      ordered.append(copy)
    }
    return ordered
  }
}
