/// A stretch of a file, and what comes in its place.
struct SourceEdit: Sendable, Hashable {
  /// In bytes; empty where something is put in.
  var range: Range<Int>
  var replacement: [UInt8]

  init(_ range: Range<Int>, _ replacement: [UInt8] = []) {
    self.range = range
    self.replacement = replacement
  }

  init(at offset: Int, _ replacement: [UInt8]) { self.init(offset..<offset, replacement) }
}

extension [SourceEdit] {
  /// In the order of the file; of several at one place the first stays first.
  /// - Throws: where two of them change the same bytes.
  func inOrder() throws(NoSoundEdit) -> [SourceEdit] {
    let sorted = enumerated().sorted {
      ($0.element.range.lowerBound, $0.element.range.upperBound, $0.offset)
        < ($1.element.range.lowerBound, $1.element.range.upperBound, $1.offset)
    }
    for (left, right) in zip(sorted, sorted.dropFirst())
    where left.element.range.upperBound > right.element.range.lowerBound { throw NoSoundEdit() }
    return sorted.map(\.element)
  }

  /// A file with these edits in it, which are in its order.
  func applied(to source: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var position = 0
    for edit in self {
      result += source[position..<edit.range.lowerBound] + edit.replacement
      position = edit.range.upperBound
    }
    return result + source[position...]
  }
}
