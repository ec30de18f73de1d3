/// The MD5 digests that dpkg recorded of a package's files: `info/NAME.md5sums`, and `Conffiles` in `status` for those
/// that the former leaves out. A view of the buffers it was made from.
struct DebianDigests {
  private var digits: [ByteKey: UnsafeRawBufferPointer] = [:]

  /// Lines of 32 digits, two blanks and a path without its leading slash.
  mutating func addSums(_ text: UnsafeRawBufferPointer) {
    for line in text.lines where line.count > 34 { digits[ByteKey(Self.path(ofSum: line))] = line.upTo(32) }
  }

  /// Lines of a path, 32 digits (or a word while there are none yet) and perhaps a mark.
  mutating func addConffiles(_ text: UnsafeRawBufferPointer) {
    for line in text.lines {
      var parts = line.trimmed.parts(0x20)
      guard let path = parts.next(), path.first == 0x2f, let hash = parts.next(), hash.count == 32 else { continue }
      digits[ByteKey(path.from(1))] = hash
    }
  }

  /// `path` without its leading slash.
  subscript(path: UnsafeRawBufferPointer) -> RecordedDigest? {
    digits[ByteKey(path)]?.hexDecoded.map { RecordedDigest(.md5, $0) }
  }

  /// The path of a line of md5sums, without a leading `/` or `./`.
  static func path(ofSum line: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    var path = line.from(34)
    if path.hasPrefix("./") { path = path.from(2) }
    return path.first == 0x2f ? path.from(1) : path
  }

  /// The values of `Conffiles` in `status`, by name and architecture.
  static func conffiles(in status: UnsafeRawBufferPointer) -> [String: UnsafeRawBufferPointer] {
    var reader = FieldReader(status)
    var found: [String: UnsafeRawBufferPointer] = [:]
    while reader.beginParagraph() {
      var (name, architecture, files): (UnsafeRawBufferPointer?, UnsafeRawBufferPointer?, UnsafeRawBufferPointer?)
      while let field = reader.next() {
        if field.name.equalsIgnoringCase("Package") { name = field.value }
        if field.name.equalsIgnoringCase("Architecture") { architecture = field.value }
        if field.name.equalsIgnoringCase("Conffiles") { files = field.value }
      }
      if let name, let files { found[name.text + ":" + (architecture?.text ?? "")] = files }
    }
    return found
  }
}

/// Bytes elsewhere as the key of a dictionary; valid as long as their buffer is.
struct ByteKey: Hashable {
  private let bytes: UnsafeRawBufferPointer

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  static func == (left: ByteKey, right: ByteKey) -> Bool { left.bytes.elementsEqual(right.bytes) }
  func hash(into hasher: inout Hasher) { hasher.combine(bytes: bytes) }
}
