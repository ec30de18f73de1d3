package import TareBytes

/// A pipe or another file that is read once from front to back.
package final class PipeStream: SequentialStream {
  private let file: OpenFile
  private let pool: ChunkPool
  private let progress: ProgressCounter?

  package init(_ file: OpenFile, pool: ChunkPool, progress: ProgressCounter? = nil) {
    self.file = file
    self.pool = pool
    self.progress = progress
  }

  override func pull() throws -> Piece? {
    let chunk = pool.take()
    var count = 0
    // Pipes give 64 KiB at a time: gather them, so that everything behind works in larger steps.
    while count < pool.chunkSize {
      let read = try file.readOn(into: UnsafeMutableRawBufferPointer(rebasing: chunk.memory[count...]))
      if read == 0 { break }
      count += read
      progress?.advance(read)
    }
    return count > 0 ? chunk.piece(0..<count) : nil
  }
}
