public import TareArchive
public import TareBytes

/// What one pass over a layer found: flat tables, about a hundred bytes an entry, nothing by the size of the layer.
public struct LayerScan: Sendable {
  public internal(set) var entries: [Entry] = []
  /// Directories in which entries lie, as canonical paths without a leading slash; the root is empty.
  public internal(set) var directories = ByteInterner()
  /// Last parts of paths.
  public internal(set) var names = ByteInterner()
  /// Link targets as written.
  public internal(set) var targets = ByteInterner()
  public internal(set) var extendedAttributes: [[ExtendedAttribute]] = []
  public internal(set) var sparseMaps: [[SparseSegment]] = []
  public internal(set) var hashes: [ContentHash] = []
  /// What was kept of contents that passed only once, by entry.
  public internal(set) var caught: [Int32: CaughtBytes] = [:]

  /// The sum of all contents. What follows adds sizes up without a check: this one is checked.
  public internal(set) var contentBytes = 0
  public internal(set) var compression = Compression.none
  /// Where in the blob the bytes of the tar lie; nil for a plain layer, of which they are the blob.
  public internal(set) var packing: PackingMap?
  /// Whether the archive closes with a block of zeros; one that does not may have lost members.
  public internal(set) var hasEndMarker = true
  /// The digest of the stored bytes, where it was computed.
  public internal(set) var blobDigest: Digest?
  /// The digest of the tar, where it was computed.
  public internal(set) var tarDigest: Digest?
  public internal(set) var oddities: [Oddity: Occurrences] = [:]

  /// What is allowed and yet worth a note.
  public enum Oddity: Hashable, Sendable, CaseIterable {
    /// A name with `..` in it.
    case parentReference
    /// A name with a NUL byte.
    case nulByte
    /// Holes beyond what is worth comparing byte by byte.
    case hugeHoles
    /// `.wh.` with no name behind it.
    case emptyWhiteout
  }

  public struct Occurrences: Sendable, Equatable {
    public var count: Int
    /// The first name, as written.
    public var first: [UInt8]
  }

  /// The canonical path of an entry, without a leading slash.
  public func path(of entry: Entry) -> [UInt8] {
    let directory = directories[entry.directory]
    return directory.isEmpty ? Array(names[entry.name]) : Array(directory) + [0x2f] + names[entry.name]
  }

  /// Where bytes of an entry's content lie in the layer's tar. Holes lie nowhere.
  public func places(of range: Range<Int>, in entry: Entry) -> [Range<Int>] {
    func place(_ range: Range<Int>) -> Range<Int> {
      entry.contentOffset + range.lowerBound..<entry.contentOffset + range.upperBound
    }
    guard entry.sparse >= 0 else { return [place(range)] }
    var places: [Range<Int>] = []
    var position = 0
    for segment in sparseMaps[Int(entry.sparse)] {
      let part = (segment.offset..<segment.offset + segment.count).clamped(to: range)
      if !part.isEmpty {
        let start = position + part.lowerBound - segment.offset
        places.append(place(start..<start + part.count))
      }
      position += segment.count
    }
    return places
  }

  mutating func note(_ oddity: Oddity, _ name: [UInt8]) {
    oddities[oddity, default: Occurrences(count: 0, first: name)].count += 1
  }
}
