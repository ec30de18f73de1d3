import TareArchive
public import TareBytes
public import TareSource

/// A content by the layer and the entry that hold it.
public struct ContentLocation: Sendable, Hashable {
  public var layer: Int32
  public var entry: Int32

  public init(layer: Int32, entry: Int32) {
    self.layer = layer
    self.entry = entry
  }
}

/// Hashes contents of plain layers by range. Compressed layers have theirs hashed as they pass.
public struct ContentHashing: Sendable {
  /// Neighbours are read together up to this many bytes, over gaps of a few headers.
  private static let groupSize = 1 << 18
  private static let largestGap = 1 << 14

  private struct Job: Sendable {
    var result: Int
    var range: FileRange
    var size: Int
    var sparse: [SparseSegment]?
  }

  private let image: LoadedImage<LayerScan>

  public init(_ image: LoadedImage<LayerScan>) { self.image = image }

  /// The hash of each content, nil where it is not known and cannot be read again.
  public func hashes(of contents: [ContentLocation]) throws -> [ContentHash?] {
    var results = [ContentHash?](repeating: nil, count: contents.count)
    var jobs: [Job] = []
    // A blob that is several layers is read once.
    var firstOf: [ContentLocation: Int] = [:]
    var copies: [(of: Int, at: Int)] = []
    for (index, content) in contents.enumerated() {
      let layer = image.layers[Int(content.layer)]
      guard let scan = layer.scan else { continue }
      let entry = scan.entries[Int(content.entry)]
      if entry.hash >= 0 {
        results[index] = scan.hashes[Int(entry.hash)]
      } else if let range = layer.range, scan.compression == .none, !entry.isIncomparable {
        let first = firstOf[ContentLocation(layer: Int32(layer.blob), entry: content.entry)]
        if let first {
          copies.append((first, index))
          continue
        }
        firstOf[ContentLocation(layer: Int32(layer.blob), entry: content.entry)] = index
        let sparse = entry.sparse >= 0 ? scan.sparseMaps[Int(entry.sparse)] : nil
        let stored = sparse?.reduce(0) { $0 + $1.count } ?? entry.size
        let bytes = FileRange(file: range.file, offset: range.offset + entry.contentOffset, count: stored)
        jobs.append(Job(result: index, range: bytes, size: entry.size, sparse: sparse))
      }
    }
    jobs.sort { ($0.range.offset, $0.result) < ($1.range.offset, $1.result) }
    for (index, hash) in try parallelMap(groups(of: jobs), { try Self.hash($0) }).joined() { results[index] = hash }
    for copy in copies { results[copy.at] = results[copy.of] }
    return results
  }

  /// Neighbours together, about as many bytes in each group.
  private func groups(of jobs: [Job]) -> [[Job]] {
    var groups: [[Job]] = []
    var start = 0
    while start < jobs.count {
      let first = jobs[start]
      var end = start + 1
      while end < jobs.count, first.sparse == nil, jobs[end].sparse == nil, jobs[end].range.file === first.range.file,
        jobs[end].range.offset + jobs[end].range.count - first.range.offset <= Self.groupSize,
        jobs[end].range.offset - (jobs[end - 1].range.offset + jobs[end - 1].range.count) <= Self.largestGap
      {
        end += 1
      }
      groups.append(Array(jobs[start..<end]))
      start = end
    }
    return groups
  }

  private static func hash(_ group: [Job]) throws -> [(Int, ContentHash)] {
    let first = group[0].range
    let last = group[group.count - 1].range
    let span = FileRange(file: first.file, offset: first.offset, count: last.offset + last.count - first.offset)
    if group.count == 1, span.count > groupSize || group[0].sparse != nil {
      return [(group[0].result, try hashInPieces(group[0]))]
    }
    let chunk = pool.take()
    let count = try span.read(at: 0, into: chunk.memory)
    guard count == span.count else { throw FileShrunk(path: first.file.path) }
    return group.map { job in
      let start = job.range.offset - span.offset
      return (job.result, ContentHash(of: UnsafeRawBufferPointer(rebasing: chunk.memory[start..<start + job.range.count])))
    }
  }

  private static func hashInPieces(_ job: Job) throws -> ContentHash {
    let stream = FileStream(job.range, pool: pool, smallestWindow: groupSize)
    var cursor = StreamCursor(stream)
    var walk = SparseWalk(segments: job.sparse ?? [SparseSegment(offset: 0, count: job.size)], size: job.size)
    var hasher = ContentHasher()
    while let step = walk.step {
      let piece: Piece
      switch step {
      case .hole(let count): piece = SparseWalk.zeros.piece(0..<min(count, SparseWalk.zeros.memory.count))
      case .data(let count):
        guard let data = try cursor.take(upTo: count) else { throw FileShrunk(path: job.range.file.path) }
        piece = data
      }
      hasher.update(piece.bytes)
      walk.advance(piece.bytes.count)
    }
    return hasher.finish()
  }

  private static let pool = ChunkPool(chunkSize: groupSize)
}
