import TareBytes

/// Reads `git log --raw -z` in the format that `GitRepository` asks for: per commit a byte 1 with its name, its time and its
/// subject, then per change `:100644 100755 <old> <new> M` and the path, all ended by NUL.
struct LogParser {
  private let log: [UInt8]
  private let prefix: [UInt8]
  private var position = 0
  private(set) var paths = ByteInterner()

  init(_ log: [UInt8], prefix: [UInt8]) {
    self.log = log
    self.prefix = prefix
  }

  /// In the order of the log: newest first.
  mutating func commits() throws(GitError) -> [GitHistory.Commit] {
    var commits: [GitHistory.Commit] = []
    while let head = field() {
      guard head.first == 0x01, let id = ObjectID(hex: head.dropFirst()), let time = field(), let subject = field() else {
        throw .failed(command: "log", message: "its output cannot be read")
      }
      var changes: [GitHistory.Change] = []
      while position < log.count, log[position] == 0x3a || log[position] == 0x0a {
        guard let description = field(), let path = field() else { break }
        if let change = change(description, path) { changes.append(change) }
      }
      commits.append(
        GitHistory.Commit(
          id: id, time: Int(String(decoding: time, as: UTF8.self)) ?? 0, subject: Array(subject), changes: changes))
    }
    return commits
  }

  private mutating func field() -> ArraySlice<UInt8>? {
    guard position < log.count else { return nil }
    let end = log[position...].firstIndex(of: 0) ?? log.count
    defer { position = end + 1 }
    return log[position..<end]
  }

  private mutating func change(_ description: ArraySlice<UInt8>, _ path: ArraySlice<UInt8>) -> GitHistory.Change? {
    guard path.starts(with: prefix) else { return nil }
    let fields = description.drop { $0 == 0x0a || $0 == 0x3a }.split(separator: 0x20)
    guard fields.count == 5, let oldMode = Self.mode(fields[0]), let newMode = Self.mode(fields[1]),
      let old = ObjectID(hex: fields[2]),
      let new = ObjectID(hex: fields[3])
    else { return nil }
    let number = path.dropFirst(prefix.count).withUnsafeBytes { paths.intern($0) }
    return GitHistory.Change(
      path: number, old: oldMode == 0 ? nil : FileVersion(mode: oldMode, blob: old),
      new: newMode == 0 ? nil : FileVersion(mode: newMode, blob: new))
  }

  /// Octal digits.
  static func mode(_ digits: ArraySlice<UInt8>) -> UInt32? {
    guard digits.count <= 7 else { return nil }
    var mode: UInt32 = 0
    for digit in digits {
      guard (0x30...0x37).contains(digit) else { return nil }
      mode = mode << 3 | UInt32(digit - 0x30)
    }
    return mode
  }
}
