/// The way through a sparse file's logical bytes: holes and data in turn.
package struct SparseWalk {
  package enum Step: Equatable {
    /// So many zeros.
    case hole(Int)
    /// So many bytes of what is stored.
    case data(Int)
  }

  private let segments: [SparseSegment]
  private let size: Int
  private var position = 0
  private var index = 0

  package init(segments: [SparseSegment], size: Int) {
    self.segments = segments
    self.size = size
  }

  /// What comes next, nil at the end; `advance` says how much of it was taken.
  package var step: Step? {
    guard index < segments.count else { return position < size ? .hole(size - position) : nil }
    let segment = segments[index]
    return position < segment.offset ? .hole(segment.offset - position) : .data(segment.offset + segment.count - position)
  }

  package mutating func advance(_ count: Int) {
    position += count
    while index < segments.count, position >= segments[index].offset + segments[index].count { index += 1 }
  }

  /// A block of zeros to show for a hole.
  package static let zeros: Chunk = {
    let chunk = ChunkPool(chunkSize: 1 << 16).take()
    chunk.memory.initializeMemory(as: UInt8.self, repeating: 0)
    return chunk
  }()
}
