import TareBytes

/// Pieces on their way to the hashers. Stored bytes wait until there are bytes of the tar to hash them with, since two
/// SHA-256 at once take hardly longer than one. A tar is nearly always larger than its blob, so few are hashed alone.
final class DigestQueue: @unchecked Sendable {
  enum Job {
    case bytes(Piece, DigestThread.Source)
    /// A part of the tar's pieces, which are in the queue already.
    case content(Piece, ends: Bool, catch: (any ContentCatch)?)

    /// Bytes of memory that it holds.
    var cost: Int {
      switch self {
      case .bytes(let piece, _): piece.bytes.count
      case .content: MemoryLayout<Job>.stride
      }
    }
  }

  private let batch: Int
  private let monitor = Monitor()
  // Guarded by the monitor.
  private var waiting: [Job] = []
  private var waitingCost = 0
  private var unhashedCost = 0
  private var closed = false

  // The hashing thread's alone.
  private var blob: DigestHasher?
  private var tar: DigestHasher?
  /// Stored bytes without a partner so far, the first ones last.
  private var stored: [Piece] = []
  private var storedBytes = 0
  private var contents: [ContentHash] = []
  private var caught: [Int: CaughtBytes] = [:]
  private var content = ContentHasher()
  private var contentIsOpen = false

  init(blob: DigestHasher?, tar: DigestHasher?, batch: Int) {
    self.blob = blob
    self.tar = tar
    self.batch = batch
  }

  /// When all is hashed.
  var results: DigestThread.Results {
    DigestThread.Results(blob: blob?.finish(), tar: tar?.finish(), contents: contents, caught: caught)
  }

  /// Waits when three batches are unhashed, which bounds the memory. True when there is a batch to hash.
  func put(_ job: Job) -> Bool {
    let (hasBatch, isFirst) = monitor.locked {
      if unhashedCost >= 3 * batch { while unhashedCost > resumption { monitor.wait() } }
      waiting.append(job)
      unhashedCost += job.cost
      waitingCost += job.cost
      return (waitingCost >= batch, waitingCost - job.cost < batch)
    }
    if hasBatch, isFirst { monitor.signal() }
    return hasBatch
  }

  /// Where putting goes on, some pieces below where it stops: each wait costs two switches of threads. What waits for
  /// company, less than a batch and stored bytes of half a batch, must not stop it.
  private var resumption: Int { batch + batch / 2 }

  func close() {
    monitor.locked {
      closed = true
      monitor.signal()
    }
  }

  /// Hashes until the queue is closed and empty.
  func run() { while hashBatch() {} }

  /// Waits for a batch, or for what is left when the queue is closed, and hashes it. False when that was the last.
  @discardableResult func hashBatch() -> Bool {
    var (jobs, isLast) = monitor.locked {
      while waitingCost < batch, !closed { monitor.wait() }
      defer { (waiting, waitingCost) = ([], 0) }
      return (waiting, closed)
    }
    // Taken from the end, so that each piece is let go as soon as it is hashed.
    jobs.reverse()
    var arrived: [Piece] = []
    for case .bytes(let piece, .blob) in jobs { arrived.append(piece) }
    storedBytes += arrived.reduce(0) { $0 + $1.bytes.count }
    stored = arrived + stored
    while let job = jobs.popLast() {
      switch job {
      case .bytes(_, .blob): continue
      case .bytes(let piece, .tar): hashTar(piece)
      case .content(let piece, let ends, let watcher):
        // Looked at beside the hashing: the other thread is the one that everything waits for.
        watcher?.take(piece.bytes)
        if ends, let watcher { caught[contents.count] = watcher.finish() }
        hashContent(piece, ends: ends)
      }
      release(job.cost)
    }
    // What gives no tar, as zstd's skippable frames do, must not fill the queue.
    while storedBytes > (isLast ? 0 : batch / 2), let piece = takeStored(upTo: batch) {
      blob?.update(piece.bytes)
      release(piece.bytes.count)
    }
    return !isLast
  }

  private func hashTar(_ piece: Piece) {
    var rest = piece
    while let partner = takeStored(upTo: rest.bytes.count) {
      let count = partner.bytes.count
      DigestHasher.update(&blob, partner.bytes, &tar, rest.keeping(first: count).bytes)
      release(count)
      rest = rest.dropping(first: count)
    }
    tar?.update(rest.bytes)
  }

  private func takeStored(upTo limit: Int) -> Piece? {
    guard limit > 0, let piece = stored.popLast() else { return nil }
    if piece.bytes.count > limit { stored.append(piece.dropping(first: limit)) }
    let taken = piece.keeping(first: limit)
    storedBytes -= taken.bytes.count
    return taken
  }

  private func hashContent(_ piece: Piece, ends: Bool) {
    if ends, !contentIsOpen {
      contents.append(ContentHash(of: piece.bytes))
      return
    }
    if !contentIsOpen { content.reset() }
    content.update(piece.bytes)
    contentIsOpen = !ends
    if ends { contents.append(content.finish()) }
  }

  private func release(_ cost: Int) {
    let goesOn = monitor.locked {
      let wasAbove = unhashedCost > resumption
      unhashedCost -= cost
      return wasAbove && unhashedCost <= resumption
    }
    if goesOn { monitor.signal() }
  }
}
