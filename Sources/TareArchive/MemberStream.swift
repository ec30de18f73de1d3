/// The content of a reader's current member as a stream of its own.
package final class MemberStream: SequentialStream {
  private let reader: TarReader

  package init(_ reader: TarReader) { self.reader = reader }

  override func pull() throws -> Piece? { try reader.nextContent() }
}
