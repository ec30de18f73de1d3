import TareDockerfile
import TareOrder

/// A path of the image as a command writes it: absolute, perhaps with globs.
struct TextPath: Sendable, Hashable {
  /// Without doubled slashes, `.` and `..`.
  let bytes: [UInt8]
  let isPattern: Bool
  /// All below it too.
  let isRecursive: Bool

  init(_ path: [UInt8], in directory: [UInt8], isPattern: Bool = false, isRecursive: Bool = true) {
    bytes = Self.absolute(path, in: directory)
    self.isPattern = isPattern
    self.isRecursive = isRecursive
  }

  static func absolute(_ path: [UInt8], in directory: [UInt8]) -> [UInt8] {
    var parts: [ArraySlice<UInt8>] = []
    let whole = path.first == 0x2f ? path : directory + [0x2f] + path
    for part in whole.split(separator: 0x2f) where !part.elementsEqual([0x2e]) {
      if part.elementsEqual([0x2e, 0x2e]) { _ = parts.popLast() } else { parts.append(part) }
    }
    return [0x2f] + Array(parts.joined(separator: [0x2f]))
  }

  /// Whether one directory is the other or lies below it.
  static func isAtOrBelow(_ path: [UInt8], _ directory: [UInt8]) -> Bool {
    if directory == [0x2f] { return true }
    return path.starts(with: directory) && (path.count == directory.count || path[directory.count] == 0x2f)
  }

  static func overlap(_ left: [UInt8], _ right: [UInt8]) -> Bool { isAtOrBelow(left, right) || isAtOrBelow(right, left) }

  /// Whether it means this path: by its name, as part of a directory that it names, or by its pattern.
  func covers(_ path: [UInt8]) -> Bool {
    guard isPattern else { return bytes == path || isRecursive && Self.isAtOrBelow(path, bytes) }
    let parts = path.split(separator: 0x2f)
    guard let depth = ContextPattern(bytes).depth(in: parts) else { return false }
    return depth == parts.count || isRecursive
  }

  /// Whether it means all that a directory holds: the directory, or `directory/*`.
  func covers(contentsOf directory: [UInt8]) -> Bool {
    if covers(directory) { return isRecursive }
    guard isPattern, isRecursive, bytes.suffix(2).elementsEqual("/*".utf8) else { return false }
    let parent = Array(bytes.dropLast(2))
    return TextPath(parent, in: [0x2f], isPattern: parent.contains { $0 == 0x2a || $0 == 0x3f }).covers(directory)
  }

  /// Whether it may mean anything at or below a directory.
  func touches(_ directory: [UInt8]) -> Bool {
    if covers(directory) { return true }
    let fixed = isPattern ? bytes.prefix { $0 != 0x2a && $0 != 0x3f && $0 != 0x5b } : bytes[...]
    // The part of the path before its first pattern.
    let head = isPattern ? fixed.prefix(upTo: fixed.lastIndex(of: 0x2f) ?? 0) : fixed
    return Self.isAtOrBelow(head.isEmpty ? [0x2f] : Array(head), directory)
  }

  var text: String { String(decoding: bytes, as: UTF8.self) }
}
