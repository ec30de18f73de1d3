/// Passes a stream on and has each piece of it hashed.
package final class DigestTap: SequentialStream {
  private let input: any ByteStream
  private let thread: DigestThread
  private let source: DigestThread.Source

  package init(_ input: any ByteStream, _ thread: DigestThread, _ source: DigestThread.Source) {
    self.input = input
    self.thread = thread
    self.source = source
  }

  override func pull() throws -> Piece? {
    guard let piece = try input.next() else { return nil }
    thread.submit(piece, of: source)
    return piece
  }
}
