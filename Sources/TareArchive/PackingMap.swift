/// Where unpacked bytes lie in what was packed: how many packed bytes were used up when so many were unpacked, at points
/// some way apart. What lies between two points counts by proportion.
public struct PackingMap: Sendable, Equatable {
  public struct Point: Sendable, Equatable {
    public var unpacked: Int
    public var packed: Int

    package init(unpacked: Int, packed: Int) {
      self.unpacked = unpacked
      self.packed = packed
    }
  }

  /// Ascending in both; the first is where the stream begins, the last where its last unpacked byte ends.
  public let points: [Point]

  package init(points: [Point]) { self.points = points }

  /// Packed bytes that hold a range of the unpacked ones. What adjoining ranges hold adds up to what both hold together.
  public func packedBytes(of range: Range<Int>) -> Int {
    var point = 0
    return packedBytes(of: range, after: &point)
  }

  /// The same, and fast for ranges that ascend.
  /// - Parameter point: the number of the first point behind the former range; 0 for the first. Any number will do.
  package func packedBytes(of range: Range<Int>, after point: inout Int) -> Int {
    let start = packed(at: range.lowerBound, after: &point)
    return packed(at: range.upperBound, after: &point) - start
  }

  private func packed(at unpacked: Int, after point: inout Int) -> Int {
    // The point in question is between `low` and `high`.
    var (low, high) = (0, min(point, points.count))
    if high == 0 || points[high - 1].unpacked <= unpacked {
      var step = 1
      (low, high) = (high, min(high + step, points.count))
      while high < points.count, points[high - 1].unpacked <= unpacked {
        step *= 2
        (low, high) = (high, min(high + step, points.count))
      }
    }
    defer { point = low }
    while low < high {
      let middle = (low + high) / 2
      if points[middle].unpacked <= unpacked { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return 0 }
    let before = points[low - 1]
    guard low < points.count else { return before.packed }
    let (width, packed) = (points[low].unpacked - before.unpacked, points[low].packed - before.packed)
    // A quotient below `packed`, since the offset is below the width.
    let product = (unpacked - before.unpacked).multipliedFullWidth(by: packed)
    return before.packed + width.dividingFullWidth(product).quotient
  }
}
