/// What RPM keeps of an installed package: an index of tags, then a store that their values lie in. Nothing is copied; the
/// bytes must stay valid while the header is used.
struct RpmHeader {
  private let index: EndianBytes
  private let store: EndianBytes
  private let entryCount: Int

  enum Tag: UInt32 {
    case name = 1000
    case version = 1001
    case release = 1002
    case epoch = 1003
    case installTime = 1008
    case licence = 1014
    case architecture = 1022
    case fileStates = 1029
    case fileModes = 1030
    case fileDigests = 1035
    case fileFlags = 1037
    case provideName = 1047
    case requireFlags = 1048
    case requireName = 1049
    case directoryIndexes = 1116
    case baseNames = 1117
    case directoryNames = 1118
    case fileDigestAlgorithm = 5011
    case recommendName = 5046
    case suggestName = 5049
  }

  private static let entrySize = 16

  /// - Returns: nil where the index or the store ends beyond the bytes.
  init?(_ bytes: UnsafeRawBufferPointer) {
    let header = EndianBytes(bytes, isBigEndian: true)
    guard let entries = header.length(at: 0), let size = header.length(at: 4),
      let index = header.part(at: 8, count: entries * Self.entrySize),
      let store = header.part(at: 8 + entries * Self.entrySize, count: size)
    else { return nil }
    self.index = EndianBytes(index, isBigEndian: true)
    self.store = EndianBytes(store, isBigEndian: true)
    entryCount = entries
  }

  /// The first string of a tag.
  func string(_ tag: Tag) -> UnsafeRawBufferPointer? {
    var strings = strings(tag)
    return strings.next()
  }

  /// All strings of a tag; none where it is missing.
  func strings(_ tag: Tag) -> Strings {
    guard let (type, offset, count) = entry(tag), [ValueType.string, .strings, .translated].contains(type) else {
      return Strings(rest: store.bytes.upTo(0), count: 0)
    }
    return Strings(rest: store.bytes.from(offset), count: type == .string ? 1 : count)
  }

  /// All numbers of a tag; none where it is missing.
  func numbers(_ tag: Tag) -> Numbers {
    guard let (type, offset, count) = entry(tag), let width = type.width, let bytes = store.part(at: offset, count: width * count)
    else { return Numbers(bytes: EndianBytes(store.bytes.upTo(0), isBigEndian: true), width: 1) }
    return Numbers(bytes: EndianBytes(bytes, isBigEndian: true), width: width)
  }

  private enum ValueType: UInt32 {
    case character = 1
    case int8 = 2
    case int16 = 3
    case int32 = 4
    case int64 = 5
    case string = 6
    case strings = 8
    case translated = 9

    /// Bytes of a number.
    var width: Int? {
      switch self {
      case .character, .int8: 1
      case .int16: 2
      case .int32: 4
      case .int64: 8
      case .string, .strings, .translated: nil
      }
    }
  }

  /// Of a tag that comes twice the later counts: what was added at installation stands behind what the package brought.
  private func entry(_ tag: Tag) -> (type: ValueType, offset: Int, count: Int)? {
    var at = (entryCount - 1) * Self.entrySize
    while at >= 0 {
      if index.uint32(at: at) == tag.rawValue {
        guard let type = index.uint32(at: at + 4).flatMap(ValueType.init), let offset = index.length(at: at + 8),
          let count = index.length(at: at + 12)
        else { return nil }
        return (type, offset, count)
      }
      at -= Self.entrySize
    }
    return nil
  }

  /// Strings that each end with a NUL.
  struct Strings: Sequence, IteratorProtocol {
    fileprivate var rest: UnsafeRawBufferPointer
    fileprivate var count: Int

    mutating func next() -> UnsafeRawBufferPointer? {
      guard count > 0, let end = rest.firstIndex(of: 0) else { return nil }
      defer {
        rest = rest.from(end + 1)
        count -= 1
      }
      return rest.upTo(end)
    }
  }

  struct Numbers {
    fileprivate let bytes: EndianBytes
    fileprivate let width: Int

    subscript(index: Int) -> Int? {
      switch width {
      case 1: bytes.number(UInt8.self, at: index).map(Int.init)
      case 2: bytes.uint16(at: 2 * index)
      case 4: bytes.length(at: 4 * index)
      default: bytes.number(UInt64.self, at: 8 * index).flatMap(Int.init(exactly:))
      }
    }
  }
}
