/// Some ranges of a content that passed, kept.
public struct CaughtBytes: Sendable, Equatable {
  private var offsets: [Int] = []
  private var parts: [[UInt8]] = []

  public init() {}

  public init(all bytes: [UInt8]) { add(bytes, at: 0) }

  public var isEmpty: Bool { parts.isEmpty }

  /// Bytes that are kept.
  public var count: Int { parts.reduce(0) { $0 + $1.count } }

  /// Parts come in the order of their offsets and do not overlap; one that follows the last directly is joined to it.
  public mutating func add(_ bytes: some Collection<UInt8>, at offset: Int) {
    if let last = offsets.indices.last, offsets[last] + parts[last].count == offset {
      parts[last].append(contentsOf: bytes)
    } else {
      offsets.append(offset)
      parts.append(Array(bytes))
    }
  }

  /// The bytes of a range of the content; nil when some of it was not kept.
  public func bytes(in range: Range<Int>) -> [UInt8]? {
    var (low, high) = (0, offsets.count)
    while low < high {
      let middle = (low + high) / 2
      if offsets[middle] <= range.lowerBound { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return range.isEmpty ? [] : nil }
    let start = range.lowerBound - offsets[low - 1]
    guard start + range.count <= parts[low - 1].count else { return nil }
    return Array(parts[low - 1][start..<start + range.count])
  }
}
