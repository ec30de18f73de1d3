package import TareBytes

/// Hashes a layer on a thread of its own beside the one that inflates and walks: the digests of its stored bytes and of
/// its tar, and the identity of each content. What is less than a batch is not worth a thread and is hashed at the end.
package final class DigestThread {
  package enum Source { case blob, tar }

  package struct Results {
    /// Nil when the algorithm is not known.
    package var blob: Digest?
    package var tar: Digest?
    /// In the order the contents came.
    package var contents: [ContentHash] = []
    /// By the number of the content among them.
    package var caught: [Int: CaughtBytes] = [:]
  }

  // The thread holds the queue, not its owner: the owner may go before the thread has begun.
  private let queue: DigestQueue
  private var thread: WorkerThread?

  /// - Parameter batch: bytes that are worth waking the thread for. Three times as many may wait: inflating and hashing take
  ///   turns in being the slower one, and what waits lets neither stand still.
  package init(blob: DigestHasher?, tar: DigestHasher?, batch: Int = 2 << 20) {
    queue = DigestQueue(blob: blob, tar: tar, batch: batch)
  }

  deinit {
    queue.close()
    thread?.join()
  }

  package func submit(_ piece: Piece, of source: Source) { submit(.bytes(piece, source)) }

  /// The next bytes of the current content, which `watcher` sees too; `ends` closes it.
  package func submitContent(_ piece: Piece, ends: Bool, seenBy watcher: (any ContentCatch)? = nil) {
    submit(.content(piece, ends: ends, catch: watcher))
  }

  private func submit(_ job: DigestQueue.Job) {
    guard queue.put(job), thread == nil else { return }
    thread = WorkerThread { [queue] in queue.run() }
    if thread == nil { queue.hashBatch() }
  }

  /// Waits until all is hashed.
  package func finish() -> Results {
    queue.close()
    if let thread { thread.join() } else { queue.run() }
    return queue.results
  }
}
