/// Bytes of one content.
public struct ByteRanges: Sendable, Equatable {
  /// Ascending, neither empty nor touching.
  public private(set) var ranges: [Range<Int>] = []

  public init() {}

  public init(_ ranges: some Sequence<Range<Int>>) {
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) where !range.isEmpty {
      if let last = self.ranges.last, range.lowerBound <= last.upperBound {
        self.ranges[self.ranges.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        self.ranges.append(range)
      }
    }
  }

  public var count: Int { ranges.reduce(0) { $0 + $1.count } }

  public func union(_ other: ByteRanges) -> ByteRanges { ByteRanges(ranges + other.ranges) }

  public func intersection(_ other: ByteRanges) -> ByteRanges {
    ByteRanges(ranges.flatMap { mine in other.ranges.map { mine.clamped(to: $0) } })
  }
}
