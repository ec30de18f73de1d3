/// The lines of a `RECORD`, a table in CSV: path, `algorithm=digest` in URL-safe base64 without padding, size
/// (https://packaging.python.org/en/latest/specifications/recording-installed-packages). Sizes are not looked at.
struct PythonRecord {
  private var rest: UnsafeRawBufferPointer
  /// A quoted path that holds quotes, without those that double them.
  private var unquoted: [UInt8] = []

  init(_ text: UnsafeRawBufferPointer) { rest = text }

  /// Calls `body` with each path and what is recorded of its content.
  mutating func read(_ body: (_ path: UnsafeRawBufferPointer, _ digest: RecordedDigest?) -> Void) {
    while !rest.isEmpty {
      if rest[0] == 0x22 {
        quotedPath()
        let digest = Self.digest(restOfLine())
        unquoted.withUnsafeBytes { if !$0.isEmpty { body($0, digest) } }
      } else {
        let line = restOfLine()
        let (path, fields) = line.cut(0x2c)
        if !path.isEmpty { body(path, fields.flatMap(Self.digest)) }
      }
    }
  }

  private mutating func restOfLine() -> UnsafeRawBufferPointer {
    let line = rest.upTo(rest.firstIndex(of: 0x0a) ?? rest.count)
    rest = rest.from(line.count + 1)
    return line.last == 0x0d ? line.upTo(line.count - 1) : line
  }

  /// Takes the path and the comma behind it.
  private mutating func quotedPath() {
    unquoted.removeAll(keepingCapacity: true)
    var index = 1
    while index < rest.count {
      if rest[index] == 0x22 {
        index += 1
        guard index < rest.count, rest[index] == 0x22 else { break }
      }
      unquoted.append(rest[index])
      index += 1
    }
    rest = rest.from(index < rest.count && rest[index] == 0x2c ? index + 1 : index)
  }

  private static func digest(_ fields: UnsafeRawBufferPointer) -> RecordedDigest? {
    let (algorithm, digest) = fields.cut(0x2c).head.cut(0x3d)
    guard let digest, !digest.isEmpty else { return nil }
    let known: (RecordedDigest.Algorithm, Int)
    if algorithm.equals("sha256") {
      known = (.sha256, 32)
    } else if algorithm.equals("sha512") {
      known = (.sha512, 64)
    } else if algorithm.equals("sha1") {
      known = (.sha1, 20)
    } else if algorithm.equals("md5") {
      known = (.md5, 16)
    } else {
      return nil
    }
    guard digest.count <= 88, let bytes = digest.base64Decoded, bytes.count == known.1 else { return nil }
    return RecordedDigest(known.0, bytes)
  }
}
