import Glibc
import TareDockerfile

/// What is known of the context: files in git at any of the commits, what lies beside them, and what the files of today say.
struct ContextKnowledge: Sendable {
  enum Kind: Sendable { case file, directory }

  /// All that git had, and what is untracked; a directory ends in a slash and stands for all below it. Ignored ones are not
  /// there.
  let paths: [[UInt8]]
  /// What is at a path today; nil for nothing.
  let kind: @Sendable (_ path: [UInt8]) -> Kind?
  /// The first bytes of a file of today.
  let content: @Sendable (_ path: [UInt8]) -> [UInt8]?
  let size: @Sendable (_ path: [UInt8]) -> Int?

  init(_ history: GitHistory, ignore: DockerIgnore, directory: String) {
    let newest = history.newest
    var paths = (0..<Int32(history.paths.count)).map { number in
      let isFolder = newest[number].map { $0.mode == FileVersion.directory || $0.mode == FileVersion.submodule } ?? false
      return Array(history.paths[number]) + (isFolder ? [0x2f] : [])
    }
    paths += history.untracked
    self.paths = paths.filter { !ignore.excludes($0.last == 0x2f ? Array($0.dropLast()) : $0) }
    let place: @Sendable ([UInt8]) -> [CChar] = { path in
      (Array(directory.utf8) + [0x2f] + path + [0]).map { CChar(bitPattern: $0) }
    }
    let status: @Sendable ([UInt8]) -> stat? = { path in
      var status = stat()
      return !ignore.excludes(path) && lstat(place(path), &status) == 0 ? status : nil
    }
    kind = { path in status(path).map { $0.st_mode & S_IFMT == S_IFDIR ? .directory : .file } }
    size = { path in status(path).map { Int($0.st_size) } }
    content = { path in
      guard let found = status(path), found.st_mode & S_IFMT == S_IFREG else { return nil }
      let file = open(place(path), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
      guard file >= 0 else { return nil }
      defer { close(file) }
      var bytes = [UInt8](repeating: 0, count: min(Int(found.st_size), 1 << 20))
      var filled = 0
      while filled < bytes.count {
        let count = bytes.withUnsafeMutableBytes { read(file, $0.baseAddress.map { $0 + filled }, $0.count - filled) }
        guard count > 0 else { break }
        filled += count
      }
      return Array(bytes[..<filled])
    }
  }
}
