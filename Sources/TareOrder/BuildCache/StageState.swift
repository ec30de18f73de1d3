import TareDockerfile

/// What the metadata of a stage are at one instruction: they act on the instructions that follow.
struct StageState: Sendable {
  var environment: StageEnvironment
  /// Variables that take their value from an ARG which is another one in each build.
  var varying: Set<[UInt8]> = []
  /// Absolute; nil while no WORKDIR has been seen: the image's own.
  var workdir: [UInt8]?
  var user: [UInt8]?
  /// The words of SHELL; nil for the image's own.
  var shell: [[UInt8]]?

  /// The value of a flag, variables put in; as written where they cannot be.
  func expand(_ bytes: [UInt8]) -> [UInt8] { (try? environment.expand(bytes)) ?? bytes }

  /// A path of the image as an instruction writes it, absolute and without dots; nil where it starts from a working directory
  /// that is not known.
  func absolute(_ path: [UInt8]) -> [UInt8]? {
    if path.first == 0x2f { return ImagePath.normalized(path) }
    guard let workdir else { return nil }
    return ImagePath.normalized(workdir + [0x2f] + path)
  }
}

/// Absolute paths of the image.
enum ImagePath {
  /// No empty components and no dots; the links that distributions have at the root are followed, so that one directory has
  /// one name.
  static func normalized(_ path: [UInt8]) -> [UInt8] {
    var parts: [ArraySlice<UInt8>] = []
    for part in path.split(separator: 0x2f) where !part.elementsEqual([0x2e]) {
      if part.elementsEqual([0x2e, 0x2e]) { _ = parts.popLast() } else { parts.append(part) }
    }
    if let first = parts.first,
      ["bin", "sbin", "lib", "lib32", "lib64", "libx32"].contains(where: { first.elementsEqual($0.utf8) })
    {
      parts.insert(ArraySlice("usr".utf8), at: 0)
    } else if parts.count > 1, parts[0].elementsEqual("var".utf8) {
      if parts[1].elementsEqual("run".utf8) { parts.removeFirst() }
      if parts[1].elementsEqual("lock".utf8) {
        parts.replaceSubrange(0..<2, with: [ArraySlice("run".utf8), ArraySlice("lock".utf8)])
      }
    }
    return [0x2f] + Array(parts.joined(separator: [0x2f]))
  }

  /// `path` itself or something below it.
  static func isBelow(_ path: [UInt8], _ folder: [UInt8]) -> Bool {
    guard folder.count > 1 else { return true }
    return path.starts(with: folder) && (path.count == folder.count || path[folder.count] == 0x2f)
  }

  /// The directories above, from the nearest; the root is none.
  static func folders(above path: [UInt8]) -> [[UInt8]] {
    var folders: [[UInt8]] = []
    var rest = path[...]
    while let slash = rest.lastIndex(of: 0x2f), slash > 0 {
      rest = rest[..<slash]
      folders.append(Array(rest))
    }
    return folders
  }
}
