package import TareBytes

/// Hashes a stream of a layer, the stored bytes or the tar, on a thread of its own beside the one that inflates and walks:
/// its digest, and the identity of each content, while the bytes are still in this thread's cache. Small layers are hashed
/// where they are read: they are not worth a thread.
package final class DigestThread {
  package struct Results {
    /// Nil when the algorithm is not known.
    package var digest: Digest?
    /// In the order the contents came.
    package var contents: [ContentHash] = []
  }

  // The thread holds the queue, not its owner: the owner may go before the thread has begun.
  private let queue: DigestQueue
  private var thread: WorkerThread?
  private var bytesBeforeThread = 4 << 20

  /// - Parameter backlog: bytes that may wait. Inflating and hashing take turns in being the slower one; what waits lets
  ///   neither stand still.
  package init(algorithm: some StringProtocol, backlog: Int) {
    queue = DigestQueue(DigestHasher(algorithm: algorithm), limit: backlog)
  }

  deinit { close() }

  package func submit(_ piece: Piece) {
    if thread == nil, bytesBeforeThread < 0 { thread = WorkerThread { [queue] in queue.run() } }
    bytesBeforeThread -= piece.bytes.count
    submit(.digest(piece))
  }

  /// The next bytes of the current content; `ends` closes it.
  package func submitContent(_ piece: Piece, ends: Bool) { submit(.content(piece, ends: ends)) }

  private func submit(_ job: DigestQueue.Job) {
    if thread == nil { queue.perform(job) } else { queue.put(job) }
  }

  /// Waits until all is hashed.
  package func finish() -> Results {
    close()
    return queue.results
  }

  private func close() {
    queue.close()
    thread?.join()
  }
}

/// Pieces on their way to the hashers.
private final class DigestQueue: @unchecked Sendable {
  enum Job {
    case digest(Piece)
    case content(Piece, ends: Bool)
  }

  private let monitor = Monitor()
  private var waiting: [Job] = []
  private var waitingBytes = 0
  private var closed = false
  private var consumerWaits = false
  private var hasher: DigestHasher?
  private var contents: [ContentHash] = []
  private var content = ContentHasher()
  private var contentIsOpen = false
  /// Beyond so many bytes the producer waits, which bounds the memory.
  private let limit: Int

  init(_ hasher: DigestHasher?, limit: Int) {
    self.hasher = hasher
    self.limit = limit
  }

  var results: DigestThread.Results {
    DigestThread.Results(digest: hasher?.finish(), contents: contents)
  }

  func put(_ job: Job) {
    monitor.locked {
      // Contents are parts of pieces that are counted already.
      if case .digest(let piece) = job {
        while waitingBytes >= limit { monitor.wait() }
        waitingBytes += piece.bytes.count
      }
      waiting.append(job)
      if consumerWaits { monitor.signal() }
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
    while case let jobs = take(), !jobs.isEmpty {
      for job in jobs {
        perform(job)
        if case .digest(let piece) = job { release(piece.bytes.count) }
      }
    }
  }

  func perform(_ job: Job) {
    switch job {
    case .digest(let piece): hasher?.update(piece.bytes)
    case .content(let piece, let ends):
      if ends, !contentIsOpen {
        contents.append(ContentHash(of: piece.bytes))
        return
      }
      if !contentIsOpen { content.reset() }
      content.update(piece.bytes)
      contentIsOpen = !ends
      if ends { contents.append(content.finish()) }
    }
  }

  /// All that waits; empty when the queue is closed.
  private func take() -> [Job] {
    monitor.locked {
      consumerWaits = true
      while waiting.isEmpty, !closed { monitor.wait() }
      consumerWaits = false
      defer { waiting = [] }
      return waiting
    }
  }

  private func release(_ bytes: Int) {
    monitor.locked {
      let wasFull = waitingBytes >= limit
      waitingBytes -= bytes
      if wasFull, waitingBytes < limit { monitor.signal() }
    }
  }
}
