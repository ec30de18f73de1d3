/// A database of installed RPM packages, in one of the three formats that RPM had.
struct RpmDatabase {
  /// The file that it is.
  let record: Int32
  let directory: Int32
  private let format: Format
  private let bytes: [UInt8]
  /// SQLite's write-ahead log.
  private let log: [UInt8]

  var size: Int { bytes.count }

  /// In the order in which one in the same directory hides those after it, which are of before a conversion.
  private enum Format: Int, CaseIterable {
    case sqlite, ndb, berkeley
  }

  /// Of the database's format, or its log.
  private static func role(_ name: UnsafeRawBufferPointer) -> (format: Format, isLog: Bool)? {
    switch name.count {
    case 8: name.equals("Packages") ? (.berkeley, false) : nil
    case 11: name.equals("Packages.db") ? (.ndb, false) : nil
    case 12: name.equals("rpmdb.sqlite") ? (.sqlite, false) : nil
    case 16: name.equals("rpmdb.sqlite-wal") ? (.sqlite, true) : nil
    default: nil
    }
  }

  static func wants(_ file: FileName) -> Bool {
    guard role(file.name) != nil else { return false }
    // The second is where most of today's distributions have it, the third where OSTree's do.
    return file.directory.equals("var/lib/rpm") || file.directory.equals("usr/lib/sysimage/rpm")
      || file.directory.equals("usr/share/rpm")
  }

  /// One for each directory that has any.
  static func all(in files: any ImageFiles) throws -> [RpmDatabase] {
    var chosen: [(directory: Int32, format: Format, record: Int32)] = []
    var logs: [Int32: Int32] = [:]
    for number in files.wanted {
      guard let (format, isLog) = files.name(number).withUnsafeBytes(role) else { continue }
      let directory = files.parent(number)
      if isLog {
        logs[directory] = number
      } else if let index = chosen.firstIndex(where: { $0.directory == directory }) {
        if format.rawValue < chosen[index].format.rawValue { chosen[index] = (directory, format, number) }
      } else {
        chosen.append((directory, format, number))
      }
    }
    return try chosen.compactMap { directory, format, record in
      guard let bytes = try files.contents(of: record) else { return nil }
      let log = try format == .sqlite ? logs[directory].flatMap(files.contents) : nil
      return RpmDatabase(record: record, directory: directory, format: format, bytes: bytes, log: log ?? [])
    }
  }

  /// - Parameter body: gets the number that RPM gave the package, and a header that is valid within it only.
  func forEachHeader(_ body: (_ number: UInt32, _ header: RpmHeader) -> Void) {
    bytes.withUnsafeBytes { bytes in
      switch format {
      case .sqlite:
        log.withUnsafeBytes { log in
          guard let file = SQLiteFile(bytes, log: log), let table = file.table("Packages") else { return }
          file.forEachRow(of: table) { row in
            guard let header = row.bytes(1).flatMap(RpmHeader.init) else { return }
            body(UInt32(truncatingIfNeeded: row.number), header)
          }
        }
      case .ndb: RpmNdbFile(bytes)?.forEachRecord { number, value in RpmHeader(value).map { body(number, $0) } }
      case .berkeley:
        BerkeleyHashFile(bytes)?.forEachRecord { key, value in
          // Record 0 is a counter.
          guard let number = key.uint32(at: 0), number > 0, let header = RpmHeader(value) else { return }
          body(number, header)
        }
      }
    }
  }
}
