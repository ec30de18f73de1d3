/// Bytes in sequence. The hot path pulls pieces of some hundred kilobytes, so one dynamic call a piece costs nothing.
package protocol ByteStream: AnyObject {
  /// The next bytes, never an empty piece; nil at the end.
  func next() throws -> Piece?
  /// Passes over `count` bytes; a stream that can seek does not read them.
  /// - Throws: `StreamError.endedEarly` when the stream is shorter.
  func skip(_ count: Int) throws
}

package enum StreamError: Error, Equatable {
  /// The stream ended `missing` bytes before what was asked for.
  case endedEarly(missing: Int)
}
