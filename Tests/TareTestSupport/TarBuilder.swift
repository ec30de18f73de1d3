/// Builds a tar in memory, header by header, so that tests can make what no tool would write.
public struct TarBuilder: Sendable {
  public enum Format: Sendable { case ustar, gnu, v7 }

  public var format = Format.ustar
  public private(set) var bytes: [UInt8] = []

  public init(format: Format = .ustar) { self.format = format }

  // MARK: Members

  public mutating func directory(_ path: String, mode: Int = 0o755) { member(path + "/", type: "5", mode: mode) }

  public mutating func file(
    _ path: String, _ content: [UInt8], mode: Int = 0o644, uid: Int = 0, modified: Int = 0,
    attributes: [String: String] = [:]
  ) {
    if !attributes.isEmpty { pax(attributes.sorted { $0.key < $1.key }.map { ("SCHILY.xattr.\($0.key)", $0.value) }) }
    member(path, type: "0", mode: mode, uid: uid, modified: modified, content: content)
  }

  public mutating func file(_ path: String, _ content: String, mode: Int = 0o644, uid: Int = 0) {
    file(path, Array(content.utf8), mode: mode, uid: uid)
  }

  public mutating func symlink(_ path: String, to target: String) { member(path, type: "2", target: target) }
  public mutating func hardLink(_ path: String, to target: String) { member(path, type: "1", target: target) }
  public mutating func device(_ path: String) { member(path, type: "3") }
  public mutating func fifo(_ path: String) { member(path, type: "6") }

  /// An empty file whose name marks `path` as gone.
  public mutating func whiteout(_ path: String, type: Character = "0", target: String = "") {
    let parts = path.split(separator: "/")
    let directory = parts.dropLast().map { "\($0)/" }.joined()
    member("\(directory).wh.\(parts.last!)", type: type, target: target)
  }

  public mutating func opaque(_ directory: String) { member("\(directory)/.wh..wh..opq", type: "0") }

  // MARK: Extended headers

  public mutating func pax(_ records: [(String, String)], type: Character = "x") {
    pax(records.map { ($0, Array($1.utf8)) }, type: type)
  }

  public mutating func pax(_ records: [(String, [UInt8])], type: Character = "x") {
    member("PaxHeaders/x", type: type, content: records.flatMap { Self.record($0, $1) })
  }

  public static func record(_ key: String, _ value: [UInt8]) -> [UInt8] {
    let rest = 3 + key.utf8.count + value.count
    var length = rest
    while String(length).count + rest != length { length = String(length).count + rest }
    return Array("\(length) \(key)=".utf8) + value + [0x0a]
  }

  public mutating func gnuLongName(_ name: String) { member("././@LongLink", type: "L", content: Array(name.utf8) + [0]) }
  public mutating func gnuLongTarget(_ name: String) { member("././@LongLink", type: "K", content: Array(name.utf8) + [0]) }

  // MARK: Raw

  /// A header and content as told; `size` and `edit` may lie.
  public mutating func member(
    _ path: String, type: Character, mode: Int = 0o644, uid: Int = 0, modified: Int = 0, target: String = "",
    content: [UInt8] = [], size: Int? = nil, edit: (inout [UInt8]) -> Void = { _ in }
  ) {
    member(
      name: Array(path.utf8), type: type, mode: mode, uid: uid, modified: modified, target: target, content: content,
      size: size, edit: edit)
  }

  public mutating func member(
    name: [UInt8], type: Character, mode: Int = 0o644, uid: Int = 0, modified: Int = 0, target: String = "",
    content: [UInt8] = [], size: Int? = nil, edit: (inout [UInt8]) -> Void = { _ in }
  ) {
    var name = name
    if name.count > 100 {
      pax([("path", name)])
      name = Array(name.prefix(100))
    }
    var header = [UInt8](repeating: 0, count: 512)
    func put(_ bytes: some Sequence<UInt8>, at offset: Int) {
      for (index, byte) in bytes.enumerated() { header[offset + index] = byte }
    }
    put(name, at: 0)
    put(Self.octal(mode, 7), at: 100)
    put(Self.octal(uid, 7), at: 108)
    put(Self.octal(0, 7), at: 116)
    put(Self.octal(size ?? content.count, 11), at: 124)
    put(Self.octal(modified, 11), at: 136)
    header[156] = type.asciiValue!
    put(target.utf8.prefix(100), at: 157)
    switch format {
    case .ustar: put("ustar\u{0}00".utf8, at: 257)
    case .gnu: put("ustar  \u{0}".utf8, at: 257)
    case .v7: break
    }
    edit(&header)
    put(repeatElement(0x20, count: 8), at: 148)
    put(Self.octal(header.reduce(0) { $0 + Int($1) }, 6) + [0, 0x20], at: 148)
    raw(header)
    raw(content)
    raw([UInt8](repeating: 0, count: (512 - content.count % 512) % 512))
  }

  public mutating func raw(_ more: [UInt8]) { bytes += more }

  /// The archive with its end marker.
  public var finished: [UInt8] { bytes + [UInt8](repeating: 0, count: 1024) }

  private static func octal(_ number: Int, _ width: Int) -> [UInt8] {
    let digits = String(number, radix: 8)
    return Array((String(repeating: "0", count: max(0, width - digits.count)) + digits).utf8)
  }

  /// Gives every header in `bytes` a right checksum, so that damage behind it is reached.
  public static func repairChecksums(_ bytes: inout [UInt8]) {
    for block in stride(from: 0, to: bytes.count - 511, by: 512)
    where bytes[block + 257..<block + 262].elementsEqual("ustar".utf8) {
      for index in block + 148..<block + 156 { bytes[index] = 0x20 }
      let sum = bytes[block..<block + 512].reduce(0) { $0 + Int($1) }
      bytes.replaceSubrange(block + 148..<block + 156, with: octal(sum, 6) + [0, 0x20])
    }
  }
}
