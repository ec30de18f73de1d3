/// A stream without a way to seek: skipping reads. Conformers give pieces through `pull`.
package class SequentialStream: ByteStream {
  private var leftover: Piece?

  /// The next bytes of the source; nil at the end.
  func pull() throws -> Piece? { nil }

  package final func next() throws -> Piece? {
    if let piece = leftover {
      leftover = nil
      return piece
    }
    return try pull()
  }

  package final func skip(_ count: Int) throws {
    var rest = count
    while rest > 0 {
      guard let piece = try next() else { throw StreamError.endedEarly(missing: rest) }
      if piece.bytes.count > rest { leftover = piece.dropping(first: rest) }
      rest -= min(rest, piece.bytes.count)
    }
  }
}
