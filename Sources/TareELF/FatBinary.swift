/// Code for NVIDIA's GPUs by architecture: the content of `.nv_fatbin` or `__nv_relfatbin`, walked by its headers.
///
/// The section is a row of containers, each a row of entries: one piece of code for one architecture, most often
/// compressed, behind a header that tells both sizes. NVIDIA has not published the format; what does not follow it is
/// `unread`, never guessed.
public struct FatBinary: Sendable, Equatable {
  /// What an entry holds. An open set.
  public struct Kind: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt16

    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// Assembly text, which the driver translates for the GPU that is there.
    public static let ptx = Self(rawValue: 1)
    /// Machine code.
    public static let machineCode = Self(rawValue: 2)
  }

  /// All entries of one kind for one architecture.
  public struct Share: Sendable, Equatable {
    public let kind: Kind
    /// As in `sm_90`: 90.
    public let architecture: Int
    public fileprivate(set) var entries: Int
    /// With the headers of the entries, and their padding.
    public fileprivate(set) var bytes: Int
  }

  /// By architecture, then by kind.
  public private(set) var shares: [Share] = []
  /// Headers of containers, and zeros between them.
  public private(set) var overhead = 0
  /// Bytes that could not be followed. With all of the above they sum to the section.
  public private(set) var unread = 0

  private static let magic: UInt32 = 0xba55_ed50
  private static let containerHeader = 16
  private static let entryHeader = 64
  /// More zeros than a linker puts between two containers.
  private static let paddingLimit = 4096
  /// More kinds and architectures than there are.
  private static let shareLimit = 256
  /// Small entries come many to one read.
  private static let window = 4096

  /// Nil when the first bytes are not at hand. Asks `read` about once an entry.
  /// - Parameter section: where the section lies in the file, as `ELFImage.contentRange(of:)` tells it.
  public init?(section: Range<Int>, read: (Range<Int>) throws -> [UInt8]?) rethrows {
    var ahead = ReadAhead(size: section.upperBound)
    func header(_ start: Int, _ count: Int) throws -> [UInt8]? {
      guard start >= 0, section.upperBound - start >= count else { return nil }
      let wider = start..<start + min(Self.window, section.upperBound - start)
      return try ahead.bytes(in: start..<start + count, wider: wider, read)
    }
    guard section.isEmpty == false else { return }
    guard try header(section.lowerBound, min(section.count, 8)) != nil else { return nil }
    let layout = ELFLayout(is64: true, isBigEndian: false)
    var position = section.lowerBound
    var padding = 0
    while position < section.upperBound {
      guard let start = try header(position, min(8, section.upperBound - position)) else { break }
      if start.allSatisfy({ $0 == 0 }), padding < Self.paddingLimit {
        (position, padding, overhead) = (position + start.count, padding + start.count, overhead + start.count)
        continue
      }
      padding = 0
      guard let bytes = try header(position, Self.containerHeader), layout.word(bytes.span.bytes, 0) == Self.magic,
        layout.half(bytes.span.bytes, 4) == 1, case let headerSize = Int(layout.half(bytes.span.bytes, 6)),
        headerSize >= Self.containerHeader, case let size = layout.wide(bytes.span.bytes, 8),
        size <= UInt64(section.upperBound - position), headerSize <= section.upperBound - position - Int(size)
      else { break }
      overhead += headerSize
      position += headerSize
      let end = position + Int(size)
      while position < end {
        guard end - position >= Self.entryHeader, let bytes = try header(position, Self.entryHeader),
          let count = add(bytes.span.bytes, layout, room: end - position)
        else { break }
        position += count
      }
      // An entry that cannot be followed hides those behind it, but not the next container.
      unread += end - position
      position = end
    }
    unread += section.upperBound - position
    shares.sort { ($0.architecture, $0.kind.rawValue) < ($1.architecture, $1.kind.rawValue) }
  }

  /// Counts an entry; nil when its header cannot be right. Gives its bytes.
  private mutating func add(_ bytes: RawSpan, _ layout: ELFLayout, room: Int) -> Int? {
    let kind = Kind(rawValue: layout.half(bytes, 0))
    let headerSize = Int(layout.word(bytes, 4))
    let payload = layout.wide(bytes, 8)
    let architecture = Int(layout.word(bytes, 28))
    guard headerSize >= Self.entryHeader, headerSize <= room, payload <= UInt64(room - headerSize) else { return nil }
    let count = headerSize + Int(payload)
    if let index = shares.firstIndex(where: { $0.kind == kind && $0.architecture == architecture }) {
      shares[index].entries += 1
      shares[index].bytes += count
    } else {
      guard shares.count < Self.shareLimit else { return nil }
      shares.append(Share(kind: kind, architecture: architecture, entries: 1, bytes: count))
    }
    return count
  }
}
