import TareTestSupport
import Testing

@testable import TareOwners

/// SQLite writes, tare reads.
@Suite(.enabled(if: Shell.has("sqlite3"))) struct SQLiteFileTests {
  private struct Made {
    var main: [UInt8]
    var log: [UInt8]
  }

  /// - Parameter script: SQL and the shell's commands; `copy` keeps the files as they are at that moment.
  private func make(_ script: String) throws -> Made {
    let folder = TemporaryFolder()
    let copy = ".shell cp db main; cp db-wal log 2>/dev/null || true"
    folder.write(
      Array(script.split(separator: "\n").map { $0 == "copy" ? copy : String($0) }.joined(separator: "\n").utf8), as: "script")
    let made = Shell.run("sqlite3 -bail db < script && { [ -e main ] || cp db main; }", in: folder.path)
    try #require(made.status == 0, "\(made.error)")
    func read(_ name: String) -> [UInt8] {
      Array(Shell.run("[ -e \(name) ] && base64 -w0 \(name)", in: folder.path).output.utf8).withUnsafeBytes(\.base64Decoded) ?? []
    }
    return Made(main: read("main"), log: read("log"))
  }

  private func rows<Value>(_ made: Made, _ table: StaticString, _ value: (SQLiteFile.Table, SQLiteRow) -> Value) -> [Value]? {
    made.main.withUnsafeBytes { main in
      made.log.withUnsafeBytes { log in
        guard let file = SQLiteFile(main, log: log), let table = file.table(table) else { return nil }
        var values: [Value] = []
        file.forEachRow(of: table) { values.append(value(table, $0)) }
        return values
      }
    }
  }

  @Test(arguments: [512, 1_024, 4_096, 65_536]) func rowsOfEveryLengthAreRead(pageSize: Int) throws {
    let made = try make(
      """
      pragma page_size=\(pageSize);
      create table first(x);
      create table t(a, b);
      with recursive n(i) as (select 0 union all select i + 1 from n where i < 1999)
        insert into t select i * 7919 - 100, zeroblob(i * 37 % 9000) || x'00' || cast(i as text) from n;
      """)
    let read = try #require(rows(made, "t") { _, row in [row.integer(0), row.bytes(1).map { Int64($0.count) }, row.number] })
    let expected = (0..<2_000).map { i -> [Int64?] in
      // `||` cuts a blob at its first NUL: what is left is the number's text.
      let length = Int64(i * 37 % 9_000 + 1 + String(i).utf8.count)
      return [Int64(i * 7_919 - 100), length, Int64(i + 1)]
    }
    #expect(read == expected)
  }

  @Test func integersAndMissingValues() throws {
    let made = try make(
      """
      create table t(a, b, c, d, e, f, g, h);
      insert into t values (0, 1, -1, 300, -70000, 5000000000, -9223372036854775808, null);
      alter table t add column later text;
      """)
    let read = try #require(rows(made, "t") { _, row in (0...8).map(row.integer) })
    #expect(read == [[0, 1, -1, 300, -70_000, 5_000_000_000, .min, nil, nil]])
  }

  @Test func columnsAreFoundPastCommentsConstraintsAndQuotes() throws {
    let made = try make(
      """
      create table t(id integer primary key, /* a comment (with, commas) */ "quoted" text default ('a,b'), -- another, one
        plain int, foreign key(plain) references t(id));
      alter table t add column later text;
      insert into t values (5, 'q', 7, 'l');
      """)
    let read = try #require(
      rows(made, "t") { table, row in
        [
          table.column("quoted"), table.column("plain"), table.column("missing"),
          row.integer(table.column("plain") ?? 9).map(Int.init),
        ]
      })
    #expect(read == [[1, 2, nil, 7]])
  }

  @Test func pagesInTheLogGoBeforeThoseOfTheFile() throws {
    let script = """
      pragma page_size=1024;
      create table t(a);
      insert into t values ('old'), ('kept');
      pragma journal_mode=wal;
      pragma wal_autocheckpoint=0;
      update t set a = 'new' where a = 'old';
      insert into t select printf('%.*c', 5000, 'x');
      copy
      """
    let made = try make(script)
    #expect(!made.log.isEmpty)
    func texts(_ made: Made) -> [Int]? { rows(made, "t") { _, row in row.bytes(0)?.count ?? -1 } }
    #expect(texts(made) == [3, 4, 5_000])
    #expect(rows(made, "t") { _, row in row.bytes(0)?.text.prefix(4) ?? "" } == ["new", "kept", "xxxx"])
    // Without the log, and with one whose last commit is torn, the file is as it was before.
    #expect(texts(Made(main: made.main, log: [])) == [3, 4])
    var torn = made
    torn.log[torn.log.count - 1] ^= 1
    #expect(rows(torn, "t") { _, row in row.bytes(0)?.text.prefix(4) ?? "" } == ["new", "kept"])
  }

  @Test func aDatabaseThatIsOnlyInItsLogIsRead() throws {
    let made = try make(
      "pragma journal_mode=wal;\npragma wal_autocheckpoint=0;\ncreate table t(a);\ninsert into t values (42);\ncopy")
    #expect(rows(made, "t") { _, row in row.integer(0) } == [42])
  }

  @Test func whatIsNoDatabaseIsNone() {
    #expect(rows(Made(main: [], log: []), "t") { _, _ in } == nil)
    #expect(rows(Made(main: Array("SQLite format 3\0".utf8), log: []), "t") { _, _ in } == nil)
    #expect(rows(Made(main: Array(repeating: 0, count: 4_096), log: Array(repeating: 0, count: 64)), "t") { _, _ in } == nil)
  }

  /// Nothing traps, and no row is given that the pages cannot hold.
  @Test func damagedFilesAreReadAsFarAsTheyGo() throws {
    let made = try make(
      """
      pragma page_size=512;
      create table t(a, b);
      with recursive n(i) as (select 0 union all select i + 1 from n where i < 99) insert into t select i, zeroblob(i * 31) from n;
      """)
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<3_000 {
      var damaged = made
      for _ in 0..<Int.random(in: 1...8, using: &generator) {
        let page = Int.random(in: 0..<damaged.main.count / 512, using: &generator)
        let offset = page * 512 + Int.random(in: 0..<(Bool.random(using: &generator) ? 512 : 16), using: &generator)
        damaged.main[offset] = [0, 0xff, 0x05, 0x0d, UInt8.random(in: 0...255, using: &generator)].randomElement(using: &generator)!
      }
      if Bool.random(using: &generator) { damaged.main.removeLast(Int.random(in: 0..<2_000, using: &generator)) }
      let sizes = rows(damaged, "t") { _, row in row.content.count } ?? []
      #expect(sizes.reduce(0, +) <= damaged.main.count)
    }
  }

  @Test func reasonsComeFromTheLastTransactionOfDnfThatWasDone() throws {
    let made = try make(
      """
      create table trans(id integer primary key autoincrement, cmdline text, /* as (typed, in full) */ state integer not null);
      create table rpm(item_id integer unique not null, name text not null, arch text not null);
      create table trans_item(id integer primary key, trans_id integer, item_id integer, action integer, reason integer);
      insert into trans values (1, '', 1), (2, '', 1), (3, '', 2);
      insert into rpm values (1, 'asked', 'noarch'), (2, 'needed', 'x86_64'), (3, 'removed', 'noarch'), (4, 'weak', 'noarch');
      insert into trans_item(trans_id, item_id, action, reason) values (1, 1, 1, 1), (2, 1, 11, 2), (1, 2, 1, 1), (2, 2, 7, 2),
        (3, 2, 1, 2), (1, 3, 1, 2), (2, 3, 8, 2), (1, 4, 1, 4);
      """)
    let intents = made.main.withUnsafeBytes { main in made.log.withUnsafeBytes { DnfHistory.sqlite(main, log: $0) } }
    #expect(
      intents == ["asked.noarch": .asked, "needed.x86_64": .automatic, "removed.noarch": .unknown, "weak.noarch": .automatic])
  }

  @Test func rpmsTableIsReadAsADatabase() throws {
    func hex(_ bytes: [UInt8]) -> String { bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
    let headers = (1...30).map { RpmHeaderBuilder("package\($0)", String(repeating: "1.", count: $0 * 40) + "0") }
    let values = headers.map { "(x'\(hex($0.blob))')" }.joined(separator: ", ")
    let made = try make(
      """
      create table Packages (hnum integer primary key autoincrement, blob blob not null);
      insert into Packages(blob) values \(values);
      """)
    var files = MemoryFiles(RpmCatalogue())
    files.add("/var/lib/rpm/rpmdb.sqlite", made.main)
    #expect(try RpmCatalogue().packages(in: files).map(\.name) == (1...30).map { "package\($0)" })
  }
}
