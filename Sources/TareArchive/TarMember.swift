import TareBytes

/// What a tar header says, with its extensions applied.
///
/// Sources: POSIX.1-2017 pax, "pax Interchange Format"; GNU tar manual, "Basic Tar Format" and "Sparse Formats".
public struct TarMember: Sendable, Equatable {
  public enum Kind: UInt8, Sendable {
    case regular, hardLink, symbolicLink, characterDevice, blockDevice, directory, fifo
  }

  /// As written, byte for byte.
  public var path: [UInt8] = []
  public var linkTarget: [UInt8] = []
  public var kind = Kind.regular
  /// Permission bits with set-uid, set-gid and sticky.
  public var mode: UInt16 = 0
  public var uid = 0
  public var gid = 0
  /// Whole seconds since 1970.
  public var modified = 0
  /// Logical size in bytes: sparse files in full.
  public var size = 0
  /// Bytes of content that the archive holds; less than `size` for a sparse file.
  public var storedSize = 0
  /// Where the stored content begins, in bytes from the start of the tar.
  public var contentOffset = 0
  /// Name and value of each extended attribute, in byte order of the names.
  public var extendedAttributes: [ExtendedAttribute] = []
  /// The parts of a sparse file that hold data; nil for other files.
  public var sparse: [SparseSegment]?
}

public struct ExtendedAttribute: Sendable, Hashable {
  public var name: [UInt8]
  public var value: [UInt8]

  public init(name: [UInt8], value: [UInt8]) {
    self.name = name
    self.value = value
  }
}

/// A run of data in a sparse file; everything between is zeros.
public struct SparseSegment: Sendable, Hashable {
  /// In the logical file.
  public var offset: Int
  public var count: Int

  public init(offset: Int, count: Int) {
    self.offset = offset
    self.count = count
  }
}

/// What is wrong with a tar, and where.
public enum TarError: Error, Equatable, CustomStringConvertible {
  case notATar
  /// The archive ends within a header, `offset` bytes from its start.
  case truncatedHeader(offset: Int)
  /// The archive ends within the content of a member.
  case truncatedContent(path: [UInt8], missing: Int)
  case badChecksum(offset: Int)
  case badNumber(field: String, offset: Int)
  case badSize(path: [UInt8], offset: Int)
  case oversizedHeader(size: Int, offset: Int)
  case badPaxRecord(offset: Int)
  case badSparseMap(path: [UInt8], offset: Int)

  public var description: String {
    switch self {
    case .notATar: "not a tar archive"
    case .truncatedHeader(let offset): "truncated: the tar ends within the header at byte \(offset)"
    case .truncatedContent(let path, let missing):
      "truncated: the tar ends \(missing) bytes before the end of \"\(EscapedText.printable(path))\""
    case .badChecksum(let offset): "damaged tar: the header checksum at byte \(offset) does not match"
    case .badNumber(let field, let offset): "damaged tar: the field \(field) of the header at byte \(offset) is no number"
    case .badSize(let path, let offset):
      "damaged tar: \"\(EscapedText.printable(path))\" at byte \(offset) claims a size that is negative or beyond 2^63"
    case .oversizedHeader(let size, let offset):
      "damaged tar: an extended header of \(size) bytes at byte \(offset); more than \(TarReader.extensionLimit) is refused"
    case .badPaxRecord(let offset): "damaged tar: the pax header at byte \(offset) has a record that is not valid"
    case .badSparseMap(let path, let offset):
      "damaged tar: the sparse map of \"\(EscapedText.printable(path))\" at byte \(offset) is not valid"
    }
  }
}
