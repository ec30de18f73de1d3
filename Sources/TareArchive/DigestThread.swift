package import TareBytes

/// Hashes a layer's bytes on a thread of its own, beside the one that inflates and walks them.
package final class DigestThread: @unchecked Sendable {
  package enum Lane: Int { case blob, tar }

  private let monitor = Monitor()
  private var queue: [(piece: Piece, lane: Lane)] = []
  private var closed = false
  private var hashers: [DigestHasher?]
  private var thread: WorkerThread?
  /// Pieces in wait; beyond it the producer waits, which bounds the memory.
  private static let queueLimit = 6

  /// - Parameters:
  ///   - blob: the algorithm for the stored bytes, nil for none.
  ///   - tar: the algorithm for the bytes after decompression, nil for none.
  package init(blob: String?, tar: String?) {
    hashers = [blob, tar].map { $0.flatMap { DigestHasher(algorithm: $0) } }
    thread = WorkerThread { [unowned self] in run() }
  }

  deinit { close() }

  package func submit(_ piece: Piece, to lane: Lane) {
    monitor.locked {
      while queue.count >= Self.queueLimit { monitor.wait() }
      queue.append((piece, lane))
      monitor.signal()
    }
  }

  /// Waits until all is hashed. A lane without an algorithm gives nil.
  package func finish() -> (blob: Digest?, tar: Digest?) {
    close()
    return (hashers[0]?.finish(), hashers[1]?.finish())
  }

  private func close() {
    monitor.locked {
      closed = true
      monitor.signal()
    }
    thread?.join()
  }

  private func run() {
    while let (piece, lane) = take() { hashers[lane.rawValue]?.update(piece.bytes) }
  }

  private func take() -> (Piece, Lane)? {
    monitor.locked {
      while queue.isEmpty, !closed { monitor.wait() }
      guard !queue.isEmpty else { return nil }
      let job = queue.removeFirst()
      monitor.signal()
      return job
    }
  }
}
