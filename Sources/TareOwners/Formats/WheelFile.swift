import TareArchive

/// Finds the `RECORD` of a wheel: in the archive, of which only the end and that one member are read, or the file itself.
///
/// Source: https://packaging.python.org/en/latest/specifications/binary-distribution-format
public struct WheelFile {
  /// The directory of a zip archive stands at its end. The largest wheels have some ten thousand members of a hundred bytes each.
  private static let largestDirectory = 16 << 20
  private static let largestRecord = 64 << 20
  /// No DEFLATE stream expands further (zlib, technical details: 1032:1).
  private static let mostExpansion = 1032

  private let size: Int
  private let read: (Range<Int>) -> [UInt8]?

  /// - Parameters:
  ///   - size: of the file, in bytes.
  ///   - read: a range of the file; nil where it cannot be had.
  public init(size: Int, read: @escaping (Range<Int>) -> [UInt8]?) {
    self.size = size
    self.read = read
  }

  /// The text of the record.
  public func record() throws(WheelFileError) -> [UInt8] {
    guard let start = read(0..<min(4, size)) else { throw .unreadable }
    guard start == [0x50, 0x4b, 3, 4] else {
      // A record is a text; what is neither that nor an archive is told apart from a damaged wheel.
      guard size <= Self.largestRecord else { throw .noWheel }
      guard let text = read(0..<size) else { throw .unreadable }
      guard !text.isEmpty, !text.contains(0) else { throw .noWheel }
      return text
    }
    return try member(try found())
  }

  private struct Place {
    var offset: Int
    var stored: Int
    var size: Int
    var method: UInt16
  }

  /// The member `NAME-VERSION.dist-info/RECORD`.
  private func found() throws(WheelFileError) -> Place {
    let missing = max(0, size - Self.largestDirectory)
    guard let tail = read(missing..<size), tail.count == size - missing else { throw .unreadable }
    let place: Result<Place, WheelFileError> = tail.withUnsafeBytes { bytes in
      guard let directory = ZipDirectory(bytes, missing: missing) else { return .failure(.damaged) }
      for member in directory where Self.isRecord(member.name) {
        guard !member.isEncrypted else { return .failure(.damaged) }
        return .success(
          Place(offset: member.offset, stored: member.storedSize, size: member.size, method: member.method))
      }
      return .failure(.noRecord)
    }
    return try place.get()
  }

  /// Of the wheel itself, and not of one that it carries.
  private static func isRecord(_ name: UnsafeRawBufferPointer) -> Bool {
    name.hasSuffix(".dist-info/RECORD") && name.count { $0 == 0x2f } == 1
  }

  private func member(_ place: Place) throws(WheelFileError) -> [UInt8] {
    guard place.stored <= Self.largestRecord, place.size <= Self.largestRecord, place.offset >= 0, place.offset <= size - 30,
      let head = read(place.offset..<place.offset + 30), head.count == 30, head.starts(with: [0x50, 0x4b, 3, 4])
    else { throw .damaged }
    // Name and extra field stand between the local header and the bytes.
    func word(_ at: Int) -> Int { Int(head[at]) | Int(head[at + 1]) << 8 }
    let start = place.offset + 30 + word(26) + word(28)
    guard start <= size, place.stored <= size - start, let bytes = read(start..<start + place.stored),
      bytes.count == place.stored
    else { throw .damaged }
    switch place.method {
    case 0: return bytes
    case 8:
      guard place.size / Self.mostExpansion <= bytes.count, let text = Inflate.bytes(of: bytes, .none, limit: place.size) else {
        throw .damaged
      }
      return text
    default: throw .damaged
    }
  }
}

/// Why a file is no wheel whose record can be had.
public enum WheelFileError: Error, Sendable, Hashable, CustomStringConvertible {
  case unreadable, noWheel, noRecord, damaged

  public var description: String {
    switch self {
    case .unreadable: "cannot be read"
    case .noWheel: "is neither a wheel (.whl) nor the RECORD of one"
    case .noRecord: "is a zip archive without a *.dist-info/RECORD, hence no wheel"
    case .damaged: "is a damaged zip archive; download the wheel again"
    }
  }
}
