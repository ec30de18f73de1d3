import Glibc

/// Writes a file whole or not at all: into an unnamed file beside the target, which gets its name when all is there. A
/// process that is stopped on the way leaves nothing.
enum OutputFile {
  /// O_TMPFILE, a macro that Swift does not see.
  private static let unnamedFile = 0o20000000 | O_DIRECTORY

  static func write(_ bytes: [UInt8], to name: String) throws {
    do {
      // What a link points at is written, not the link.
      try write(bytes, toResolved: resolved(name))
    } catch let error as OutputError {
      throw OutputError(path: name, reason: error.reason)
    }
  }

  /// Finds out whether a file can be written, and writes nothing.
  static func check(_ name: String) throws {
    let path = resolved(name)
    var status = stat()
    let isThere = stat(path, &status) == 0
    if isThere, status.st_mode & S_IFMT == S_IFDIR { throw OutputError(path: name, reason: "it is a directory") }
    if isThere, access(path, W_OK) != 0 { throw OutputError(path: name, reason: reason) }
    guard !isThere || status.st_mode & S_IFMT == S_IFREG else { return }
    let directory = path.contains("/") ? String(path[...path.lastIndex(of: "/")!]) : "."
    guard access(directory, W_OK | X_OK) == 0 else { throw OutputError(path: name, reason: reason) }
  }

  private static func write(_ bytes: [UInt8], toResolved path: String) throws {
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
      guard status.st_mode & S_IFMT != S_IFDIR else { throw OutputError(path: path, reason: "it is a directory") }
      return try writeThrough(bytes, to: path)
    }
    let mode = stat(path, &status) == 0 ? status.st_mode & 0o7777 : nil
    if mode != nil, access(path, W_OK) != 0 { throw OutputError(path: path, reason: reason) }
    let directory = path.contains("/") ? String(path[...path.lastIndex(of: "/")!]) : "."
    let descriptor = open(directory, unnamedFile | O_WRONLY | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      if errno == EOPNOTSUPP || errno == EISDIR { return try writeNamed(bytes, to: path) }
      throw OutputError(path: path, reason: reason)
    }
    defer { close(descriptor) }
    try Console.write(bytes, to: descriptor, name: path)
    if let mode { fchmod(descriptor, mode) }
    // A name can only be given where there is none yet, so the file gets a passing one and then takes the target's.
    let temporary = temporaryName(path)
    try withSignalsHeld {
      guard linkat(AT_FDCWD, "/proc/self/fd/\(descriptor)", AT_FDCWD, temporary, AT_SYMLINK_FOLLOW) == 0 else {
        return try writeNamed(bytes, to: path)
      }
      try rename(temporary, to: path)
    }
  }

  /// Where the file system has no unnamed files.
  private static func writeNamed(_ bytes: [UInt8], to path: String) throws {
    let temporary = temporaryName(path)
    try withSignalsHeld {
      let descriptor = open(temporary, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o666)
      guard descriptor >= 0 else { throw OutputError(path: path, reason: reason) }
      defer { close(descriptor) }
      do { try Console.write(bytes, to: descriptor, name: path) } catch {
        unlink(temporary)
        throw error
      }
      try rename(temporary, to: path)
    }
  }

  private static func rename(_ temporary: String, to path: String) throws {
    guard Glibc.rename(temporary, path) == 0 else {
      let reason = reason
      unlink(temporary)
      throw OutputError(path: path, reason: reason)
    }
  }

  /// Devices and pipes take what they are given.
  private static func writeThrough(_ bytes: [UInt8], to path: String) throws {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw OutputError(path: path, reason: reason) }
    defer { close(descriptor) }
    try Console.write(bytes, to: descriptor, name: path)
  }

  /// Whether writing to `path` would overwrite `other`.
  static func isSame(_ path: String, as other: String) -> Bool {
    var (one, two) = (stat(), stat())
    guard stat(path, &one) == 0, stat(other, &two) == 0 else { return false }
    return one.st_dev == two.st_dev && one.st_ino == two.st_ino
  }

  /// Whether two names, of files that need not be there yet, are one place.
  static func isSamePlace(_ one: String, as other: String) -> Bool {
    one == other || isSame(one, as: other) || place(one) == place(other)
  }

  /// The directory as it is on the disk, and the name in it.
  private static func place(_ path: String) -> String {
    let slash = path.lastIndex(of: "/")
    let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
    return resolved(slash.map { String(path[...$0]) } ?? ".") + "/" + name
  }

  private static func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  private static func withSignalsHeld(_ body: () throws -> Void) rethrows {
    var all = sigset_t()
    var before = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    try body()
  }

  private static func temporaryName(_ path: String) -> String { "\(path).\(getpid()).tmp" }
  private static var reason: String { String(cString: strerror(errno)) }
}
