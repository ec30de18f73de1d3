/// Entries of an image's layers, as sorted runs of their numbers in the `ClaimTable`: the files of a directory lie side by
/// side in a tar, so that a claim of 100,000 files is a handful of runs.
public struct NameSet: Sendable, Equatable {
  /// Ascending, neither empty nor touching.
  public private(set) var runs: [Range<Int32>] = []

  public init() {}

  public init(_ numbers: some Sequence<Int32>) {
    for number in numbers.sorted() {
      if let last = runs.last, number < last.upperBound { continue }
      append(number..<number + 1)
    }
  }

  public var isEmpty: Bool { runs.isEmpty }
  public var count: Int { runs.reduce(0) { $0 + $1.count } }
  public var first: Int32? { runs.first?.lowerBound }

  /// The numbers, ascending.
  public var numbers: some Sequence<Int32> { runs.lazy.joined() }

  public func contains(_ number: Int32) -> Bool {
    var (low, high) = (0, runs.count)
    while low < high {
      let middle = (low + high) / 2
      if runs[middle].upperBound <= number { low = middle + 1 } else { high = middle }
    }
    return low < runs.count && runs[low].contains(number)
  }

  public func union(_ other: NameSet) -> NameSet {
    guard !isEmpty else { return other }
    var result = NameSet()
    result.runs.reserveCapacity(runs.count + other.runs.count)
    var (left, right) = (0, 0)
    while left < runs.count || right < other.runs.count {
      if right == other.runs.count || left < runs.count && runs[left].lowerBound <= other.runs[right].lowerBound {
        result.append(runs[left])
        left += 1
      } else {
        result.append(other.runs[right])
        right += 1
      }
    }
    return result
  }

  /// Runs come in the order of their lower bounds.
  private mutating func append(_ run: Range<Int32>) {
    guard let last = runs.last, run.lowerBound <= last.upperBound else {
      runs.append(run)
      return
    }
    runs[runs.count - 1] = last.lowerBound..<max(last.upperBound, run.upperBound)
  }
}
