/// A position in a stream, with the rest of the current piece at hand.
package struct StreamCursor {
  private let stream: any ByteStream
  private var current: Piece?
  /// Bytes consumed so far.
  package private(set) var offset = 0

  package init(_ stream: any ByteStream) { self.stream = stream }

  /// Up to `limit` bytes that lie together; nil at the end of the stream.
  package mutating func take(upTo limit: Int) throws -> Piece? {
    guard let piece = try current ?? stream.next() else { return nil }
    if piece.bytes.count <= limit {
      current = nil
      offset += piece.bytes.count
      return piece
    }
    current = piece.dropping(first: limit)
    offset += limit
    return piece.keeping(first: limit)
  }

  /// The next `count` bytes without consuming them, if the current piece has them all.
  package func atHand(_ count: Int) -> UnsafeRawBufferPointer? {
    guard let current, current.bytes.count >= count else { return nil }
    return UnsafeRawBufferPointer(rebasing: current.bytes.prefix(count))
  }

  /// Exactly `count` bytes into `buffer`, or as many as there are.
  package mutating func read(_ count: Int, into buffer: inout [UInt8]) throws {
    buffer.removeAll(keepingCapacity: true)
    while buffer.count < count, let piece = try take(upTo: count - buffer.count) {
      buffer.append(contentsOf: piece.bytes)
    }
  }

  package mutating func skip(_ count: Int) throws {
    var rest = count
    if let piece = current {
      let here = min(rest, piece.bytes.count)
      current = here == piece.bytes.count ? nil : piece.dropping(first: here)
      rest -= here
    }
    if rest > 0 { try stream.skip(rest) }
    offset += count
  }
}
