/// apk's database of what is installed: lines of one letter, a colon and a value; an empty line ends a package. Its own
/// fields come first, then its directories (`F`), each with its files (`R`) and what is said of them.
/// (https://wiki.alpinelinux.org/wiki/Apk_spec)
struct AlpineInstalled: Sequence, IteratorProtocol {
  /// One package; a view of the database.
  struct Record {
    var name: UnsafeRawBufferPointer
    var version = ""
    var architecture: String?
    var licence: String?
    /// `D`, `p` and `i`: words between blanks.
    var dependencies: UnsafeRawBufferPointer
    var provides: UnsafeRawBufferPointer
    var installIf: UnsafeRawBufferPointer
    /// The first 160 bits of SHA-256 are written where SHA-1 would be.
    var hasCutDigests = false
    /// The lines from the first directory on.
    var files: UnsafeRawBufferPointer
  }

  private var lines: ByteParts

  init(_ text: UnsafeRawBufferPointer) { lines = text.lines }

  /// A package without a name is passed over.
  mutating func next() -> Record? {
    while !lines.rest.isEmpty {
      if let record = nextParagraph() { return record }
    }
    return nil
  }

  private mutating func nextParagraph() -> Record? {
    let none = lines.rest.upTo(0)
    var record = Record(name: none, dependencies: none, provides: none, installIf: none, files: none)
    var start: UnsafeRawBufferPointer?
    var before = lines.rest
    while let line = lines.next(), !line.isEmpty {
      defer { before = lines.rest }
      guard start == nil, line.count > 1, line[1] == 0x3a else { continue }
      let value = line.from(2)
      switch line[0] {
      case UInt8(ascii: "P"): record.name = value
      case UInt8(ascii: "V"): record.version = value.text
      case UInt8(ascii: "A"): record.architecture = value.isEmpty ? nil : value.text
      case UInt8(ascii: "L"): record.licence = LicenceStatement.line(value)
      case UInt8(ascii: "D"): record.dependencies = value
      case UInt8(ascii: "p"): record.provides = value
      case UInt8(ascii: "i"): record.installIf = value
      case UInt8(ascii: "f"): record.hasCutDigests = value.contains(UInt8(ascii: "S"))
      case UInt8(ascii: "F"): start = before
      default: break
      }
    }
    if let start { record.files = start.upTo(start.count - before.count) }
    return record.name.isEmpty ? nil : record
  }
}

extension AlpineInstalled.Record {
  /// Calls `body` with each file's path, absolute, and its digest.
  func forEachFile(_ body: (_ path: [UInt8], RecordedDigest?) throws -> Void) rethrows {
    var path: [UInt8] = [0x2f]
    var directoryCount = 1
    var hasFile = false
    var digest: RecordedDigest?
    for line in files.lines where line.count > 1 && line[1] == 0x3a {
      let value = line.from(2)
      switch line[0] {
      case UInt8(ascii: "F"), UInt8(ascii: "R"):
        if hasFile { try body(path, digest) }
        path.removeSubrange(directoryCount...)
        (hasFile, digest) = (line[0] == UInt8(ascii: "R") && !value.isEmpty, nil)
        if line[0] == UInt8(ascii: "F") {
          path.removeSubrange(1...)
          path += value
          if !value.isEmpty { path.append(0x2f) }
          directoryCount = path.count
        } else {
          path += value
        }
      case UInt8(ascii: "Z"): digest = self.digest(value)
      default: break
      }
    }
    if hasFile { try body(path, digest) }
  }

  /// `Q1` and SHA-1 in base64, or `Q2` and SHA-256.
  private func digest(_ value: UnsafeRawBufferPointer) -> RecordedDigest? {
    if value.hasPrefix("Q1"), !hasCutDigests, let bytes = value.from(2).base64Decoded, bytes.count == 20 {
      return RecordedDigest(.sha1, bytes)
    }
    if value.hasPrefix("Q2"), let bytes = value.from(2).base64Decoded, bytes.count == 32 { return RecordedDigest(.sha256, bytes) }
    return nil
  }
}

/// What one package says of another in apk: `name`, `so:libz.so.1`, `!conflict`, with a version (`>=1`, `~3.2`) or a
/// repository (`@edge`) behind it.
struct AlpineDependency {
  var name: String
  /// Bound to one version.
  var isExact: Bool

  /// Those of words between blanks that ask for something: no conflicts.
  static func all(in words: UnsafeRawBufferPointer) -> [AlpineDependency] {
    words.split { $0.isBlank }.compactMap { AlpineDependency(UnsafeRawBufferPointer(rebasing: $0)) }
  }

  private init?(_ word: UnsafeRawBufferPointer) {
    let end = word.firstIndex { byte in
      switch byte {
      case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "="), UInt8(ascii: "~"), UInt8(ascii: "@"): true
      default: false
      }
    }
    guard end != 0, word.first != UInt8(ascii: "!") else { return nil }
    name = word.upTo(end ?? word.count).text
    isExact = end.map { word[$0] == UInt8(ascii: "=") } ?? false
  }
}
