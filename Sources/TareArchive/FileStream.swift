package import TareBytes

/// A range of a file as a stream. Windows start small after every long skip and double while reading goes on, so that a
/// walk over the headers of large files reads little, and one over many small files does not ask for each of them.
package final class FileStream: ByteStream {
  private let range: FileRange
  private let pool: ChunkPool
  private let smallestWindow: Int
  private let progress: ProgressCounter?
  private static let shortSkip = 1 << 14
  private var position = 0
  private var window: Int

  /// - Parameter smallestWindow: bytes to read after a skip; the pool's chunk size is the largest.
  package init(_ range: FileRange, pool: ChunkPool, smallestWindow: Int, progress: ProgressCounter? = nil) {
    self.range = range
    self.pool = pool
    self.smallestWindow = smallestWindow
    self.progress = progress
    window = smallestWindow
  }

  package func next() throws -> Piece? {
    guard position < range.count else { return nil }
    let chunk = pool.take()
    let wanted = UnsafeMutableRawBufferPointer(rebasing: chunk.memory.prefix(min(window, pool.chunkSize)))
    let count = try range.read(at: position, into: wanted)
    guard count > 0 else { throw FileShrunk(path: range.file.path) }
    position += count
    progress?.advance(count)
    window = min(window * 2, pool.chunkSize)
    return chunk.piece(0..<count)
  }

  package func skip(_ count: Int) throws {
    guard count <= range.count - position else {
      throw StreamError.endedEarly(missing: count - (range.count - position))
    }
    position += count
    progress?.advance(count)
    // What a small file's content costs to copy is less than another call to the system.
    if count > Self.shortSkip { window = smallestWindow }
  }
}
