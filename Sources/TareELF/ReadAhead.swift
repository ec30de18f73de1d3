/// Answers small reads of a file from larger ones, so that what lies together is read once.
struct ReadAhead {
  typealias Read = (Range<Int>) throws -> [UInt8]?

  private static let blockLimit = 4
  private var blocks: [(start: Int, bytes: [UInt8])] = []
  private let size: Int

  init(size: Int) { self.size = size }

  /// Exactly the bytes of `range`. `wider`, around it, is what is read when all of it can be had.
  mutating func bytes(in range: Range<Int>, wider: Range<Int>? = nil, _ read: Read) throws -> [UInt8]? {
    guard range.lowerBound >= 0, range.upperBound <= size else { return nil }
    guard !range.isEmpty else { return [] }
    for block in blocks where block.start <= range.lowerBound && range.upperBound - block.start <= block.bytes.count {
      return Array(block.bytes[range.lowerBound - block.start..<range.upperBound - block.start])
    }
    if let wider = wider?.clamped(to: 0..<size), wider != range, wider.lowerBound <= range.lowerBound,
      wider.upperBound >= range.upperBound, let bytes = try whole(wider, read)
    {
      if blocks.count == Self.blockLimit { blocks.removeFirst() }
      blocks.append((wider.lowerBound, bytes))
      return Array(bytes[range.lowerBound - wider.lowerBound..<range.upperBound - wider.lowerBound])
    }
    return try whole(range, read)
  }

  private func whole(_ range: Range<Int>, _ read: Read) throws -> [UInt8]? {
    guard let bytes = try read(range), bytes.count == range.count else { return nil }
    return bytes
  }
}
