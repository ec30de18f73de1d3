import Glibc
import TareArchive

/// An OCI layout in a directory.
struct LayoutDirectory: ImageStore {
  let path: String

  func document(_ name: String) throws -> [UInt8]? {
    guard let file = try open(name) else { return nil }
    guard file.size <= documentLimit else { throw SourceError.tooLarge(name: name, size: file.size) }
    return try FileRange(file).bytes()
  }

  func resolve(_ name: String) throws -> String? { try open(name) == nil ? nil : canonicalName(name) }

  /// Nil when there is no such file.
  func open(_ name: String) throws -> OpenFile? {
    let name = path + "/" + canonicalName(name)
    // Opening a fifo would wait for somebody to write to it.
    guard Self.kind(of: name) == S_IFREG else { return nil }
    do { return try OpenFile(path: name) } catch  where error.isMissing {
      return nil
    }
  }

  static func isDirectory(_ path: String) -> Bool {
    kind(of: path) == S_IFDIR
  }

  private static func kind(of path: String) -> mode_t? {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
  }
}
