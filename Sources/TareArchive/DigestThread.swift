package import TareBytes

/// Hashes a layer's bytes on a thread of its own, beside the one that inflates and walks them. Small layers are hashed
/// where they are read: they are not worth a thread.
package final class DigestThread {
  package enum Lane: Int, Sendable { case blob, tar }

  // The thread holds the queue, not its owner: the owner may go before the thread has begun.
  private let queue: DigestQueue
  private var thread: WorkerThread?
  private var bytesBeforeThread = 4 << 20

  /// - Parameters:
  ///   - blob: the algorithm for the stored bytes, nil for none.
  ///   - tar: the algorithm for the bytes after decompression, nil for none.
  package init(blob: String?, tar: String?) {
    queue = DigestQueue([blob, tar].map { $0.flatMap { DigestHasher(algorithm: $0) } })
  }

  deinit { close() }

  package func submit(_ piece: Piece, to lane: Lane) {
    if thread == nil, bytesBeforeThread < 0 { thread = WorkerThread { [queue] in queue.run() } }
    if thread != nil { return queue.put(piece, lane) }
    bytesBeforeThread -= piece.bytes.count
    queue.hash(piece, lane)
  }

  /// Waits until all is hashed. A lane without an algorithm gives nil.
  package func finish() -> (blob: Digest?, tar: Digest?) {
    close()
    return (queue.hashers[0]?.finish(), queue.hashers[1]?.finish())
  }

  private func close() {
    queue.close()
    thread?.join()
  }
}

/// Pieces on their way to the hashers.
private final class DigestQueue: @unchecked Sendable {
  private let monitor = Monitor()
  private var waiting: [(piece: Piece, lane: DigestThread.Lane)] = []
  private var closed = false
  private(set) var hashers: [DigestHasher?]
  /// Beyond so many pieces the producer waits, which bounds the memory.
  private static let limit = 6

  init(_ hashers: [DigestHasher?]) { self.hashers = hashers }

  func put(_ piece: Piece, _ lane: DigestThread.Lane) {
    monitor.locked {
      while waiting.count >= Self.limit { monitor.wait() }
      waiting.append((piece, lane))
      monitor.signal()
    }
  }

  func close() {
    monitor.locked {
      closed = true
      monitor.signal()
    }
  }

  /// Hashes until the queue is closed and empty.
  func run() {
    while let (piece, lane) = take() { hash(piece, lane) }
  }

  func hash(_ piece: Piece, _ lane: DigestThread.Lane) { hashers[lane.rawValue]?.update(piece.bytes) }

  private func take() -> (Piece, DigestThread.Lane)? {
    monitor.locked {
      while waiting.isEmpty, !closed { monitor.wait() }
      guard !waiting.isEmpty else { return nil }
      let job = waiting.removeFirst()
      monitor.signal()
      return job
    }
  }
}
