/// Passes a stream on and has each piece of it hashed.
package final class DigestTap: SequentialStream {
  private let input: any ByteStream
  private let thread: DigestThread
  private let lane: DigestThread.Lane

  package init(_ input: any ByteStream, _ thread: DigestThread, _ lane: DigestThread.Lane) {
    self.input = input
    self.thread = thread
    self.lane = lane
  }

  override func pull() throws -> Piece? {
    guard let piece = try input.next() else { return nil }
    thread.submit(piece, to: lane)
    return piece
  }
}
