import TareBytes

/// Blocks of one size, kept for reuse: fresh memory costs a page fault per 4 KiB, which shows at gigabytes a second.
package final class ChunkPool: @unchecked Sendable {
  package let chunkSize: Int
  private let monitor = Monitor()
  private var free: [UnsafeMutableRawBufferPointer] = []

  package init(chunkSize: Int) { self.chunkSize = chunkSize }

  deinit { for memory in free { memory.deallocate() } }

  package func take() -> Chunk {
    let memory = monitor.locked { free.popLast() } ?? .allocate(byteCount: chunkSize, alignment: 64)
    return Chunk(memory, self)
  }

  func recycle(_ memory: UnsafeMutableRawBufferPointer) { monitor.locked { free.append(memory) } }
}
