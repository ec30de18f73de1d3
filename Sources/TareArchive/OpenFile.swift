import Glibc

/// An open file, closed when nobody holds it any more. Reads name their offset, so workers can share one.
public final class OpenFile: Sendable {
  public let path: String
  public let size: Int
  public let isRegular: Bool
  package let descriptor: Int32

  public init(path: String) throws(FileError) {
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(path: path, errno: errno) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let code = errno
      close(descriptor)
      throw FileError(path: path, errno: code)
    }
    self.path = path
    size = Int(status.st_size)
    isRegular = status.st_mode & S_IFMT == S_IFREG
  }

  /// Takes a descriptor that somebody else opened, as standard input.
  public init(descriptor: Int32, path: String) {
    self.descriptor = descriptor
    self.path = path
    size = 0
    isRegular = false
  }

  deinit { if descriptor > 2 { close(descriptor) } }

  /// Fills `buffer` from `offset`; fewer bytes only at the end of the file.
  package func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    var done = 0
    while done < buffer.count {
      let count = pread(descriptor, buffer.baseAddress! + done, buffer.count - done, off_t(offset + done))
      if count > 0 {
        done += count
      } else if count == 0 {
        break
      } else if errno != EINTR {
        throw FileError(path: path, errno: errno)
      }
    }
    return done
  }

  /// Some bytes from where the file stands, as from a pipe; 0 at its end.
  package func readOn(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    while true {
      let count = Glibc.read(descriptor, buffer.baseAddress!, buffer.count)
      if count >= 0 { return count }
      if errno != EINTR { throw FileError(path: path, errno: errno) }
    }
  }
}

/// What the system said about a file.
public struct FileError: Error, Equatable, CustomStringConvertible {
  public let path: String
  public let errno: Int32

  public init(path: String, errno: Int32) {
    self.path = path
    self.errno = errno
  }

  public var isMissing: Bool { errno == ENOENT || errno == ENOTDIR }
  public var reason: String { String(cString: strerror(errno)) }
  public var description: String { "\(path): \(reason)" }
}

/// A file that was cut while it was read.
public struct FileShrunk: Error, Equatable, CustomStringConvertible {
  public let path: String

  package init(path: String) { self.path = path }

  public var description: String { "the file became shorter while it was read" }
}
