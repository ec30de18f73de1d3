import Glibc
import TareOrigins

/// A build context on disk. Nothing outside of it is read: a link that leads out is as if it were not there.
struct BuildDirectory: BuildContext {
  let path: String
  private let real: String

  init?(_ path: String) {
    guard let real = Self.real(path), Self.status(real).map({ $0.st_mode & S_IFMT == S_IFDIR }) ?? false else { return nil }
    self.path = path
    self.real = real
  }

  func contents(of path: [UInt8], limit: Int) -> [UInt8]? {
    guard kind(of: path) == .file, let file = inside(path) else { return nil }
    return Self.read(file, limit: limit)
  }

  func kind(of path: [UInt8]) -> BuildContextKind? {
    guard let file = inside(path), let status = Self.status(file) else { return nil }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .directory
    default: return nil
    }
  }

  private func inside(_ path: [UInt8]) -> String? {
    guard !path.contains(0), let file = Self.real(real + "/" + String(decoding: path, as: UTF8.self)) else { return nil }
    return file == real || file.hasPrefix(real == "/" ? "/" : real + "/") ? file : nil
  }

  private static func real(_ path: String) -> String? {
    guard let found = realpath(path, nil) else { return nil }
    defer { free(found) }
    return String(cString: found)
  }

  private static func status(_ path: String) -> stat? {
    var status = stat()
    return stat(path, &status) == 0 ? status : nil
  }

  /// Nil where it cannot be read, or has more than `limit` bytes.
  static func read(_ path: String, limit: Int) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return nil }
      if count == 0 { return bytes }
      bytes += chunk[..<count]
      if bytes.count > limit { return nil }
    }
  }
}
