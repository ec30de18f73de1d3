/// A Dockerfile as BuildKit's parser understands it, with the exact place of every node: all ranges are byte offsets in
/// `source`, half open.
///
/// Source: moby/buildkit, frontend/dockerfile/parser and instructions; docs.docker.com/reference/dockerfile.
public struct Dockerfile: Sendable {
  /// The file as it was read, byte for byte.
  public let source: [UInt8]
  public let directives: [Directive]
  /// The byte that continues a line: backslash, or backtick where a directive says so.
  public let escape: UInt8
  /// The ARG instructions before the first FROM.
  public let metaArguments: [Instruction]
  public let stages: [Stage]
  /// Offsets at which lines begin; the first is 0.
  package let lineStarts: [Int]

  package init(
    source: [UInt8], directives: [Directive], escape: UInt8, metaArguments: [Instruction], stages: [Stage], lineStarts: [Int]
  ) {
    self.source = source
    self.directives = directives
    self.escape = escape
    self.metaArguments = metaArguments
    self.stages = stages
    self.lineStarts = lineStarts
  }

  /// `# syntax=`, `# escape=`, `# check=`.
  public struct Directive: Sendable, Hashable {
    /// In lower case.
    public let name: String
    public let value: [UInt8]
    public let range: Range<Int>
  }

  /// From one FROM to the next.
  public struct Stage: Sendable {
    /// Counted from 0.
    public let index: Int
    public let from: Instruction
    /// The word after FROM as written: an image, an earlier stage, `scratch`; variables not expanded.
    public let base: [UInt8]
    /// After AS, in lower case as BuildKit compares it; nil without one.
    public let name: String?
    /// Those after FROM.
    public let instructions: [Instruction]
  }

  /// The line on which a byte stands, from 1.
  public func line(of offset: Int) -> Int { Self.line(of: offset, lineStarts: lineStarts) }

  static func line(of offset: Int, lineStarts: [Int]) -> Int {
    var low = 0
    var high = lineStarts.count
    while low < high {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle + 1 } else { high = middle }
    }
    return max(low, 1)
  }

  /// The first and the last line of a stretch.
  public func lines(of range: Range<Int>) -> ClosedRange<Int> {
    let first = line(of: range.lowerBound)
    return first...max(first, line(of: max(range.lowerBound, range.upperBound - 1)))
  }
}
