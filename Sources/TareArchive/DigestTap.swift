/// Passes a stream on and has each piece of it hashed.
package final class DigestTap: SequentialStream {
  private let input: any ByteStream
  private let thread: DigestThread

  package init(_ input: any ByteStream, _ thread: DigestThread) {
    self.input = input
    self.thread = thread
  }

  override func pull() throws -> Piece? {
    guard let piece = try input.next() else { return nil }
    thread.submit(piece)
    return piece
  }
}
