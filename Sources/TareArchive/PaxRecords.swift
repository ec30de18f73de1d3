/// The records of a pax extended header that say something about a member.
struct PaxRecords {
  var path: [UInt8]?
  var linkTarget: [UInt8]?
  var size: Int?
  var modified: Int?
  var uid: Int?
  var gid: Int?
  private var attributes: [[UInt8]: [UInt8]] = [:]
  var sparse = SparseRecords()

  /// By name.
  var extendedAttributes: [ExtendedAttribute] {
    attributes.map { ExtendedAttribute(name: $0.key, value: $0.value) }.sorted { $0.name.lexicographicallyPrecedes($1.name) }
  }

  /// GNU's sparse formats 0.0, 0.1 and 1.0.
  struct SparseRecords {
    var major: Int?
    var minor: Int?
    var name: [UInt8]?
    /// The logical size, under either of its names.
    var realSize: Int?
    /// Offsets and lengths in turn.
    var numbers: [Int] = []
    var isPresent: Bool { major != nil || realSize != nil || !numbers.isEmpty }
    /// Format 1.0 keeps its map in front of the content.
    var mapIsInContent: Bool { major == 1 && minor == 0 }
  }

  /// Adds the records of a header block to those of a global one; later records win.
  /// - Parameter isGlobal: the header speaks of all members behind it. Attributes in one are passed over, as Go does.
  /// - Returns: false when a record is not of the form `length key=value\n`.
  mutating func add(_ text: UnsafeRawBufferPointer, isGlobal: Bool = false) -> Bool {
    var rest = text[...]
    while let first = rest.first {
      // Zeros up to the end: padding that some writers count in.
      if first == 0 { return rest.allSatisfy { $0 == 0 } }
      guard let space = rest.prefix(20).firstIndex(of: 0x20), let length = Self.decimal(rest[..<space]),
        length > space + 1 - rest.startIndex, length <= rest.count
      else { return false }
      let record = rest[(space + 1)..<(rest.startIndex + length)]
      guard record.last == 0x0a, let equals = record.firstIndex(of: 0x3d),
        set(record[..<equals], to: record[(equals + 1)...].dropLast(), isGlobal)
      else { return false }
      rest = rest[record.endIndex...]
    }
    return true
  }

  private mutating func set(_ key: Slice<UnsafeRawBufferPointer>, to value: Slice<UnsafeRawBufferPointer>, _ isGlobal: Bool)
    -> Bool
  {
    // An empty value takes back what a global header said.
    switch String(decoding: key, as: UTF8.self) {
    case "path": path = value.isEmpty ? nil : Array(value)
    case "linkpath": linkTarget = value.isEmpty ? nil : Array(value)
    case "size": return setNumber(\.size, value)
    case "uid": return setNumber(\.uid, value)
    case "gid": return setNumber(\.gid, value)
    case "mtime": modified = Self.seconds(value)
    case "GNU.sparse.major": return setNumber(\.sparse.major, value)
    case "GNU.sparse.minor": return setNumber(\.sparse.minor, value)
    case "GNU.sparse.name": sparse.name = Array(value)
    case "GNU.sparse.realsize", "GNU.sparse.size": return setNumber(\.sparse.realSize, value)
    case "GNU.sparse.offset", "GNU.sparse.numbytes":
      guard let number = Self.decimal(value) else { return false }
      sparse.numbers.append(number)
    case "GNU.sparse.map":
      for part in value.split(separator: 0x2c) {
        guard let number = Self.decimal(part) else { return false }
        sparse.numbers.append(number)
      }
    case let name where name.hasPrefix("SCHILY.xattr."):
      if !isGlobal { attributes[Array(key.dropFirst("SCHILY.xattr.".utf8.count))] = Array(value) }
    default: break
    }
    return true
  }

  private mutating func setNumber(
    _ field: WritableKeyPath<PaxRecords, Int?>, _ value: Slice<UnsafeRawBufferPointer>
  ) -> Bool {
    if value.isEmpty {
      self[keyPath: field] = nil
      return true
    }
    guard let number = Self.decimal(value) else { return false }
    self[keyPath: field] = number
    return true
  }

  /// Digits only; nil beyond 63 bits.
  static func decimal(_ digits: some Collection<UInt8>) -> Int? {
    guard !digits.isEmpty else { return nil }
    var value = 0
    for digit in digits {
      guard (0x30...0x39).contains(digit) else { return nil }
      let (scaled, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carried) = scaled.addingReportingOverflow(Int(digit - 0x30))
      guard !overflow, !carried else { return nil }
      value = sum
    }
    return value
  }

  /// Whole seconds of a time such as `-1.25`, rounded down.
  private static func seconds(_ value: Slice<UnsafeRawBufferPointer>) -> Int? {
    let negative = value.first == 0x2d
    let parts = value.dropFirst(negative ? 1 : 0).split(separator: 0x2e, maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, let whole = first.isEmpty ? 0 : decimal(first) else { return nil }
    let hasFraction = parts.count == 2 && parts[1].contains { $0 != 0x30 }
    return negative ? -whole - (hasFraction ? 1 : 0) : whole
  }
}
