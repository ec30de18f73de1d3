import TareArchive
import TareBytes
public import TareSource

/// Reads contents, or parts of them, wherever they can still be had: what was kept of them as they passed; by range, of
/// plain layers; and after `readAgain`, of compressed ones.
public struct ContentReader: Sendable {
  private let image: LoadedImage<LayerScan>
  /// By layer, then by entry.
  private var readAgain: [Int32: [Int32: CaughtBytes]] = [:]

  /// Bytes that a second pass keeps of one layer.
  private static let limit = 256 << 20

  public init(_ image: LoadedImage<LayerScan>) { self.image = image }

  /// The logical bytes of a range of a content; nil where they cannot be had.
  /// - Throws: `FileError` or `FileShrunk` when a file that could be read no longer can.
  public func bytes(of content: ContentLocation, in range: Range<Int>) throws -> [UInt8]? {
    let layer = image.layers[Int(content.layer)]
    guard let scan = layer.scan else { return nil }
    let entry = scan.entries[Int(content.entry)]
    guard range.upperBound <= entry.size else { return nil }
    if range.isEmpty { return [] }
    if let bytes = scan.caught[content.entry]?.bytes(in: range) { return bytes }
    if let bytes = readAgain[content.layer]?[content.entry]?.bytes(in: range) { return bytes }
    guard let blob = layer.range, scan.compression == .none else { return nil }
    let stored = FileRange(file: blob.file, offset: blob.offset + entry.contentOffset, count: blob.count - entry.contentOffset)
    guard entry.sparse >= 0 else { return try stored.bytes(in: range) }
    return try Self.bytes(in: range, of: stored, laidOutAs: scan.sparseMaps[Int(entry.sparse)])
  }

  /// A whole content; nil where it is larger than `limit` bytes, or cannot be had.
  public func contents(of content: ContentLocation, limit: Int) throws -> [UInt8]? {
    guard let size = size(of: content), size <= limit else { return nil }
    return try bytes(of: content, in: 0..<size)
  }

  public func size(of content: ContentLocation) -> Int? { image.layers[Int(content.layer)].scan?.entries[Int(content.entry)].size }

  /// Whether a range of a content can be had.
  public func canRead(_ range: Range<Int>, of content: ContentLocation) -> Bool {
    let layer = image.layers[Int(content.layer)]
    guard let scan = layer.scan else { return false }
    if range.isEmpty || layer.range != nil && scan.compression == .none { return true }
    return scan.caught[content.entry]?.bytes(in: range) != nil || readAgain[content.layer]?[content.entry]?.bytes(in: range) != nil
  }

  /// Whether a content was looked at as it passed, and nothing in it is worth reading for who asked that.
  public func wasPassedOver(_ content: ContentLocation) -> Bool {
    image.layers[Int(content.layer)].scan?.caught[content.entry]?.count == 0
  }

  /// Whether a range of a content was not kept, and a second pass over its layer could have it.
  public func isWorthReadingAgain(_ range: Range<Int>, of content: ContentLocation) -> Bool {
    let layer = image.layers[Int(content.layer)]
    guard layer.range != nil, layer.scan != nil else { return false }
    return !canRead(range, of: content)
  }

  /// Reads compressed layers once more, for ranges of contents that were not kept the first time. Those of sources that
  /// cannot go back stay out of reach.
  public mutating func readAgain(_ ranges: [ContentLocation: [Range<Int>]]) throws {
    var byLayer: [Int32: [Int32: [Range<Int>]]] = [:]
    for (content, ranges) in ranges { byLayer[content.layer, default: [:]][content.entry] = ranges }
    let work = byLayer.sorted { $0.key < $1.key }.compactMap { layer, ranges in
      image.layers[Int(layer)].range.map { (layer: layer, blob: $0, ranges: ranges) }
    }
    let limit = Self.limit
    let all = try parallelMap(work) { try LayerScanner.read($0.ranges, of: $0.blob, limit: limit) }
    for (item, caught) in zip(work, all) { readAgain[item.layer, default: [:]].merge(caught) { $1 } }
  }

  private static func bytes(
    in range: Range<Int>, of stored: FileRange, laidOutAs segments: [SparseSegment]
  ) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: range.count)
    var position = 0
    for segment in segments {
      let part = (segment.offset..<segment.offset + segment.count).clamped(to: range)
      if !part.isEmpty {
        let source = position + part.lowerBound - segment.offset
        let target = part.lowerBound - range.lowerBound
        bytes.replaceSubrange(target..<target + part.count, with: try stored.bytes(in: source..<source + part.count))
      }
      position += segment.count
    }
    return bytes
  }
}

extension FileRange {
  /// Bytes of this part of the file.
  /// - Throws: `FileShrunk` when it has become shorter.
  fileprivate func bytes(in part: Range<Int>) throws -> [UInt8] {
    let bytes = try FileRange(file: file, offset: offset + part.lowerBound, count: part.count).bytes()
    guard bytes.count == part.count else { throw FileShrunk(path: file.path) }
    return bytes
  }
}
