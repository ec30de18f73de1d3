/// Some bytes of a file, and where they stood in it.
public struct CaughtBytes: Sendable, Equatable {
  private struct Run: Sendable, Equatable {
    var start: Int
    var bytes: [UInt8]

    var end: Int { start + bytes.count }
  }

  /// In order; they neither touch nor overlap.
  private var runs: [Run] = []

  public init() {}

  /// A whole file.
  public init(all bytes: [UInt8]) { if !bytes.isEmpty { runs = [Run(start: 0, bytes: bytes)] } }

  public var ranges: [Range<Int>] { runs.map { $0.start..<$0.end } }
  /// Bytes held.
  public var count: Int { runs.reduce(0) { $0 + $1.bytes.count } }

  /// The bytes of a range of the file; nil unless all of them were caught.
  public func bytes(in range: Range<Int>) -> [UInt8]? {
    guard !range.isEmpty else { return [] }
    let next = firstRun(endingAfter: range.lowerBound)
    guard next < runs.count, runs[next].start <= range.lowerBound, runs[next].end >= range.upperBound else { return nil }
    let start = runs[next].start
    return Array(runs[next].bytes[range.lowerBound - start..<range.upperBound - start])
  }

  public subscript(range: Range<Int>) -> [UInt8]? { bytes(in: range) }

  /// Adds bytes that stood at an offset of the file; those already held stay.
  public mutating func insert(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
    let (end, overflow) = offset.addingReportingOverflow(bytes.count)
    guard offset >= 0, !overflow, !bytes.isEmpty else { return }
    if let last = runs.indices.last, runs[last].end == offset {
      runs[last].bytes.append(contentsOf: bytes)
      return
    }
    var next = firstRun(endingAfter: offset)
    var position = offset
    while position < end {
      let gapEnd = next < runs.count ? min(runs[next].start, end) : end
      if position < gapEnd {
        runs.insert(Run(start: position, bytes: Array(bytes[position - offset..<gapEnd - offset])), at: next)
        next += 1
      }
      guard next < runs.count else { break }
      position = max(gapEnd, runs[next].end)
      next += 1
    }
    join(around: offset, end)
  }

  /// Makes one of runs that touch, near a range.
  private mutating func join(around start: Int, _ end: Int) {
    var index = max(firstRun(endingAfter: start) - 1, 0)
    while index + 1 < runs.count, runs[index].start <= end {
      if runs[index].end == runs[index + 1].start {
        runs[index].bytes += runs[index + 1].bytes
        runs.remove(at: index + 1)
      } else {
        index += 1
      }
    }
  }

  private func firstRun(endingAfter offset: Int) -> Int {
    var (low, high) = (0, runs.count)
    while low < high {
      let middle = (low + high) / 2
      if runs[middle].end > offset { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
