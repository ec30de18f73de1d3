/// The tables of an SQLite database (https://www.sqlite.org/fileformat2.html), to be read in the order of their row
/// numbers: schema, table b-trees, overflow pages and a write-ahead log. No index, no SQL, no writing. Whatever the file
/// claims, no page is read twice in one walk, so time and memory are linear in its size.
struct SQLiteFile {
  private let main: EndianBytes
  private let log: SQLiteLog?
  private let pageSize: Int
  /// Of a page's bytes, those before what extensions keep at its end.
  private let usableSize: Int
  /// Whole pages of the main file.
  private let mainPages: Int

  /// - Parameter log: what lies in the file beside it with `-wal` at the end of its name; may be empty.
  /// - Returns: nil where it is no SQLite database with text in UTF-8.
  init?(_ bytes: UnsafeRawBufferPointer, log: UnsafeRawBufferPointer) {
    let main = EndianBytes(bytes, isBigEndian: true)
    let log = SQLiteLog(log)
    let first = log?.page(1).map { EndianBytes($0, isBigEndian: true) } ?? main
    guard first.bytes.hasPrefix("SQLite format 3\0"), let claimed = first.uint16(at: 16),
      let reserved = first.number(UInt8.self, at: 20), first.length(at: 56) ?? 0 <= 1
    else { return nil }
    // 65,536 does not fit into the field.
    let pageSize = claimed == 1 ? 65_536 : claimed
    guard pageSize >= 512, pageSize & (pageSize - 1) == 0, pageSize - Int(reserved) >= 480 else { return nil }
    self.main = main
    self.log = log.flatMap { $0.pageSize == pageSize ? $0 : nil }
    self.pageSize = pageSize
    usableSize = pageSize - Int(reserved)
    mainPages = bytes.count / pageSize
  }

  struct Table {
    fileprivate let root: UInt32
    fileprivate let columns: [String]

    fileprivate init(root: UInt32, columns: [String] = []) {
      self.root = root
      self.columns = columns
    }

    func column(_ name: String) -> Int? { columns.firstIndex(of: name) }
  }

  func table(_ name: StaticString) -> Table? {
    var found: Table?
    // The schema is a table itself: type, name, table, root page, SQL.
    forEachRow(of: Table(root: 1)) { row in
      guard found == nil, row.bytes(0)?.equals("table") == true, row.bytes(1)?.equals(name) == true,
        let root = row.integer(3).flatMap(UInt32.init(exactly:))
      else { return }
      found = Table(root: root, columns: row.bytes(4).map(Self.columns) ?? [])
    }
    return found
  }

  /// - Parameter body: gets rows that are valid within it only.
  func forEachRow(of table: Table, _ body: (SQLiteRow) -> Void) {
    var walk = Walk(file: self)
    walk.page(table.root, depth: 0, body)
  }

  /// The names of the columns in `CREATE TABLE name (column …, column …)`.
  private static func columns(_ sql: UnsafeRawBufferPointer) -> [String] {
    var names: [String] = []
    var definition: [UInt8] = []
    var depth = 0
    for byte in withoutComments(sql) {
      if byte == 0x28 { depth += 1 }
      if byte == 0x29 { depth -= 1 }
      if depth == 0 && byte == 0x29 || depth == 1 && byte == 0x2c {
        let name = definition.drop(while: \.isBlank).prefix { !$0.isBlank }.filter { !Self.quotes.contains($0) }
        names.append(String(decoding: name, as: UTF8.self))
        definition.removeAll(keepingCapacity: true)
      } else if depth > 1 || depth == 1 && byte != 0x28 {
        definition.append(byte)
      }
    }
    return names
  }

  private static let quotes = Array("\"'`[]".utf8)

  private static func withoutComments(_ sql: UnsafeRawBufferPointer) -> [UInt8] {
    var text: [UInt8] = []
    var position = 0
    while position < sql.count {
      let rest = sql.from(position)
      if rest.hasPrefix("/*") {
        var end = position + 2
        while end < sql.count, !sql.from(end).hasPrefix("*/") { end += 1 }
        position = end + 2
      } else if rest.hasPrefix("--") {
        position += rest.firstIndex(of: 0x0a) ?? rest.count
      } else {
        text.append(sql[position])
        position += 1
      }
    }
    return text
  }

  /// One walk over a b-tree.
  private struct Walk {
    let file: SQLiteFile
    /// Pages that were read, by their place: the main file's, then the log's.
    private var seen: [Bool]
    /// A row's content put together from its pages.
    private var joined: [UInt8] = []

    init(file: SQLiteFile) {
      self.file = file
      seen = Array(repeating: false, count: file.mainPages + (file.log?.frameCount ?? 0))
    }

    /// Each page once; nil the second time.
    private mutating func take(_ number: UInt32) -> EndianBytes? {
      guard number > 0, file.log?.pageCount.map({ number <= $0 }) ?? true else { return nil }
      let frame = file.log?.frame(of: number)
      let place = frame.map { file.mainPages + $0 } ?? Int(number) - 1
      guard frame != nil || place < file.mainPages, !seen[place] else { return nil }
      seen[place] = true
      let page = frame.flatMap { file.log?.page(inFrame: $0) } ?? file.main.part(at: place * file.pageSize, count: file.pageSize)
      return page.map { EndianBytes($0, isBigEndian: true) }
    }

    mutating func page(_ number: UInt32, depth: Int, _ body: (SQLiteRow) -> Void) {
      // No tree of two children a page is deeper than the bits of a page number.
      guard depth < 32, let page = take(number) else { return }
      let header = number == 1 ? 100 : 0
      guard let type = page.number(UInt8.self, at: header), let cells = page.uint16(at: header + 3) else { return }
      switch type {
      case 0x0d:
        // Cells do not overlap in a sound page.
        var budget = file.pageSize
        for cell in 0..<cells {
          guard let offset = page.uint16(at: header + 8 + 2 * cell) else { return }
          budget -= row(at: offset, of: page, body)
          guard budget >= 0 else { return }
        }
      case 0x05:
        for cell in 0..<cells {
          guard let offset = page.uint16(at: header + 12 + 2 * cell) else { return }
          if let child = page.uint32(at: offset) { self.page(child, depth: depth + 1, body) }
        }
        if let last = page.uint32(at: header + 8) { self.page(last, depth: depth + 1, body) }
      default: return
      }
    }

    /// - Returns: how many bytes of the page it took.
    private mutating func row(at offset: Int, of page: EndianBytes, _ body: (SQLiteRow) -> Void) -> Int {
      var position = offset
      guard let size = SQLiteRow.varint(page.bytes, &position).flatMap(Int.init(exactly:)),
        let number = SQLiteRow.varint(page.bytes, &position), size >= 0
      else { return 1 }
      let usable = file.usableSize
      let most = usable - 35
      guard size > most else {
        guard let content = page.part(at: position, count: size) else { return 1 }
        body(SQLiteRow(number: number, content: content))
        return position - offset + size
      }
      let least = (usable - 12) * 32 / 255 - 23
      let fitting = least + (size - least) % (usable - 4)
      let local = fitting <= most ? fitting : least
      // A claim that all pages together could not hold.
      guard size <= seen.count * file.pageSize, let head = page.part(at: position, count: local),
        var next = page.uint32(at: position + local)
      else { return 1 }
      joined.removeAll(keepingCapacity: true)
      joined.append(contentsOf: head)
      while joined.count < size, let more = take(next), let following = more.uint32(at: 0),
        let part = more.part(at: 4, count: min(usable - 4, size - joined.count))
      {
        joined.append(contentsOf: part)
        next = following
      }
      if joined.count == size { joined.withUnsafeBytes { body(SQLiteRow(number: number, content: $0)) } }
      return position - offset + local
    }
  }
}
