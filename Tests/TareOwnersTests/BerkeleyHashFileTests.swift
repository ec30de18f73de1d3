import TareTestSupport
import Testing

@testable import TareOwners

@Suite struct BerkeleyHashFileTests {
  private func records(_ bytes: [UInt8]) -> [UInt32: [UInt8]] {
    var records: [UInt32: [UInt8]] = [:]
    bytes.withUnsafeBytes { bytes in
      BerkeleyHashFile(bytes)?.forEachRecord { key, value in records[key.uint32(at: 0) ?? 0] = Array(value) }
    }
    return records
  }

  private let values: [(UInt32, [UInt8])] = [
    (1, [7]), (2, Array(repeating: 9, count: 61)), (300, (0..<5_000).map { UInt8(truncatingIfNeeded: $0) }),
  ]

  @Test(arguments: [false, true], [512, 4_096, 16_384]) func shortAndLongValuesAreRead(big: Bool, pageSize: Int) {
    let records = records(RpmDatabaseBuilder.berkeley(values, pageSize: pageSize, big: big))
    #expect(records.count == 4)
    for (number, value) in values { #expect(records[number] == value) }
  }

  @Test func aLoopOfOverflowPagesEnds() {
    var bytes = RpmDatabaseBuilder.berkeley([(1, Array(repeating: 1, count: 2_000))])
    // The last page's next page becomes the first's.
    bytes.replaceSubrange(bytes.count - 512 + 16..<bytes.count - 512 + 20, with: littleEndian(UInt32(2)))
    #expect(records(bytes)[1] == Array(repeating: 1, count: 2_000))
    bytes.replaceSubrange(2 * 512 + 16..<2 * 512 + 20, with: littleEndian(UInt32(2)))
    #expect(records(bytes)[1] == nil)
  }

  @Test func encryptedAndUnknownFilesAreNone() {
    let sound = RpmDatabaseBuilder.berkeley(values)
    for (offset, value) in [(24, UInt8(1)), (26, 1), (25, 9), (16, 11), (20, 3)] {
      var bytes = sound
      bytes[offset] = value
      #expect(records(bytes).isEmpty)
    }
    #expect(records([]).isEmpty && records(Array(sound.prefix(30))).isEmpty)
  }

  /// Written by Berkeley DB itself.
  @Test(.enabled(if: Shell.has("db5.3_load")), arguments: ["1234", "4321"], [512, 4_096, 65_536])
  func whatBerkeleyDBWritesIsRead(order: String, pageSize: Int) throws {
    let folder = TemporaryFolder()
    var text = "VERSION=3\nformat=bytevalue\ntype=hash\nHEADER=END\n"
    func hex(_ bytes: [UInt8]) -> String { bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
    var expected: [UInt32: [UInt8]] = [:]
    for number in UInt32(1)...200 {
      let value = (0..<number * number % 7_000).map { UInt8(truncatingIfNeeded: $0 &* number) }
      expected[number] = value
      text += " \(hex(order == "1234" ? littleEndian(number) : bigEndian(number)))\n \(hex(value))\n"
    }
    folder.write(Array((text + "DATA=END\n").utf8), as: "text")
    let made = Shell.run("db5.3_load -c db_pagesize=\(pageSize) -c db_lorder=\(order) -f text db && base64 -w0 db", in: folder.path)
    try #require(made.status == 0, "\(made.error)")
    let bytes = Array(made.output.utf8).withUnsafeBytes(\.base64Decoded)
    #expect(bytes.map(records) == expected)
  }
}
