/// Text as the builder reads it, with continuations joined and comments inside them taken out, which still knows where
/// each of its bytes stands in the file.
public struct LogicalText: Sendable, Hashable {
  /// Logical bytes from `logical` on, up to the next run, stand in the file from `source` on, without a gap.
  package struct Run: Sendable, Hashable {
    package let logical: Int
    package let source: Int

    package init(logical: Int, source: Int) {
      self.logical = logical
      self.source = source
    }
  }

  public let bytes: [UInt8]
  /// In ascending order of both; the first begins at 0, unless the text is empty.
  package let runs: [Run]

  package init(bytes: [UInt8], runs: [Run]) {
    self.bytes = bytes
    self.runs = runs
  }

  /// Where in the file the byte at `offset` stands; for `bytes.count`, just after the last one.
  public func sourceOffset(of offset: Int) -> Int {
    var low = 0
    var high = runs.count
    while low < high {
      let middle = (low + high) / 2
      if runs[middle].logical <= offset { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return offset }
    return runs[low - 1].source + (offset - runs[low - 1].logical)
  }

  /// The stretch of the file from the first byte of `range` to its last.
  public func source(of range: Range<Int>) -> Range<Int> {
    let start = sourceOffset(of: range.lowerBound)
    guard !range.isEmpty else { return start..<start }
    return start..<sourceOffset(of: range.upperBound - 1) + 1
  }

  /// A part of the text, which knows its places too.
  public func slice(_ range: Range<Int>) -> LogicalText {
    var kept: [Run] = []
    if !range.isEmpty {
      kept.append(Run(logical: 0, source: sourceOffset(of: range.lowerBound)))
      for run in runs where run.logical > range.lowerBound && run.logical < range.upperBound {
        kept.append(Run(logical: run.logical - range.lowerBound, source: run.source))
      }
    }
    return LogicalText(bytes: Array(bytes[range]), runs: kept)
  }
}
