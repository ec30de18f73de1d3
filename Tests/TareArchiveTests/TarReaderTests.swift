import TareArchive
import TareTestSupport
import Testing

@Suite struct TarReaderTests {
  private func headers(_ build: (inout TarBuilder) -> Void) throws -> [TarMember] {
    var tar = TarBuilder()
    build(&tar)
    return try TarReading.headers(tar.finished)
  }

  private func error(_ bytes: [UInt8], reading: Bool = false) -> String? {
    do {
      if reading { _ = try TarReading.members(TarReading.stream(bytes)) } else { _ = try TarReading.headers(bytes) }
      return nil
    } catch { return "\(error)" }
  }

  private func error(_ build: (inout TarBuilder) -> Void) -> String? {
    var tar = TarBuilder()
    build(&tar)
    return error(tar.finished)
  }

  // MARK: What a header may say

  @Test func globalRecordsHoldUntilAnOwnOneBeatsThem() throws {
    let members = try headers {
      $0.pax([("uid", "7")], type: "g")
      $0.file("a", "1", uid: 1)
      $0.pax([("uid", "8")])
      $0.file("b", "1")
      $0.file("c", "1")
    }
    #expect(members.map(\.uid) == [7, 8, 7])
  }

  @Test func gnuLongNamesReachOneMemberOnly() throws {
    let long = String(repeating: "n", count: 300)
    let members = try headers {
      $0.gnuLongName(long)
      $0.gnuLongTarget(long + "t")
      $0.symlink("short", to: "x")
      $0.file("next", "")
    }
    #expect(members.map { $0.path.count } == [300, 4])
    #expect(members[0].linkTarget.count == 301)
  }

  @Test func base256NumbersOfBothSigns() throws {
    let members = try headers {
      $0.member("big", type: "0") { header in
        header.replaceSubrange(108..<116, with: [0x80, 0, 0, 0, 0xff, 0xff, 0xff, 0xff])
        header.replaceSubrange(136..<148, with: [UInt8](repeating: 0xff, count: 12))
      }
    }
    #expect(members[0].uid == 0xffff_ffff)
    #expect(members[0].modified == -1)
  }

  @Test func oldWritersMarkDirectoriesByName() throws {
    let members = try headers {
      $0.format = .v7
      $0.member("dir/", type: "\u{0}")
      $0.member("file", type: "\u{0}", content: [1])
    }
    #expect(members.map(\.kind) == [.directory, .regular])
  }

  @Test func linksHaveNoContentWhateverTheirSizeSays() throws {
    let members = try headers {
      $0.member("link", type: "1", target: "x", size: 1000)
      $0.file("next", "1")
    }
    #expect(members.map { String(decoding: $0.path, as: UTF8.self) } == ["link", "next"])
    #expect(members[0].size == 0)
  }

  @Test func unknownTypesAreRegularFiles() throws {
    let members = try headers { $0.member("odd", type: "Q", content: [1, 2, 3]) }
    #expect(members[0].kind == .regular)
    #expect(members[0].size == 3)
  }

  @Test func namesAreKeptByteForByte() throws {
    let name: [UInt8] = [0x61, 0xff, 0x0a, 0x1b, 0x62]
    #expect(try headers { $0.member(name: name, type: "0") }[0].path == name)
    #expect(
      try headers {
        $0.pax([("path", [0x61, 0, 0x62])])
        $0.file("x", "")
      }[0].path == [0x61, 0, 0x62])
  }

  @Test func timesBeforeTheEpochRoundDown() throws {
    let members = try headers {
      $0.pax([("mtime", "-1.5")])
      $0.file("a", "")
      $0.pax([("mtime", "12.999")])
      $0.file("b", "")
    }
    #expect(members.map(\.modified) == [-2, 12])
  }

  @Test func emptyArchiveIsAnArchive() throws {
    #expect(try TarReading.headers([]).isEmpty)
    #expect(try TarReading.headers([UInt8](repeating: 0, count: 1024)).isEmpty)
  }

  @Test(arguments: [1, 7, 100, 511, 512, 513, 4096]) func windowsOfAnySizeReadTheSame(chunk: Int) throws {
    var tar = TarBuilder()
    tar.pax([("path", String(repeating: "p", count: 700))])
    tar.file("x", String(repeating: "content", count: 300))
    tar.pax([("GNU.sparse.size", "5000"), ("GNU.sparse.map", "10,3,4000,2")])
    tar.file("sparse", "abcde")
    tar.file("last", "z")
    let members = try TarReading.members(TarReading.stream(tar.finished, window: min(chunk, 512), chunk: chunk))
    #expect(members.map(\.size) == [2100, 5000, 1])
    #expect(members.map { $0.content.count } == [2100, 5000, 1])
    #expect(Array(members[1].content[10..<13]) == Array("abc".utf8))
    #expect(Array(members[1].content[4000..<4002]) == Array("de".utf8))
  }

  // MARK: What it may not

  @Test func whatIsNoTarIsSaidToBeNone() {
    #expect(error(Array(String(repeating: "no tar ", count: 200).utf8)) == "not a tar archive")
    #expect(error([0x61]) == "not a tar archive")
  }

  @Test func cutAnywhereInAHeaderIsTold() {
    var tar = TarBuilder()
    tar.file("a", "12345")
    tar.file("b", "1")
    for count in [1025, 1100, 1535] {
      #expect(error(Array(tar.bytes[..<count])) == "truncated: the tar ends within the header at byte 1024")
    }
  }

  @Test(arguments: [false, true]) func cutAnywhereInContentIsTold(reading: Bool) {
    var tar = TarBuilder()
    tar.file("dir/a", [UInt8](repeating: 1, count: 2000))
    for count in [513, 1000, 2511] {
      let text = error(Array(tar.bytes[..<count]), reading: reading)
      #expect(text == "truncated: the tar ends \(2560 - count) bytes before the end of \"dir/a\"")
    }
  }

  @Test func missingEndMarkerIsKnown() throws {
    var tar = TarBuilder()
    tar.file("a", "1")
    let reader = TarReader(try TarReading.stream(tar.bytes))
    while try reader.next() != nil {}
    #expect(!reader.hasEndMarker)
  }

  @Test func damagedHeaderIsTold() {
    var tar = TarBuilder()
    tar.file("a", "1")
    tar.file("b", "1")
    var bytes = tar.finished
    bytes[1024] = 0x7a
    #expect(error(bytes) == "damaged tar: the header checksum at byte 1024 does not match")
  }

  @Test func hugePaxHeaderIsRefusedUnread() {
    let text = error { $0.member("x", type: "x", size: 1 << 30) }
    #expect(text == "damaged tar: an extended header of 1073741824 bytes at byte 0; more than 1048576 is refused")
  }

  @Test func sizesNegativeOrBeyond63BitsAreRefused() {
    let expected = "damaged tar: \"x\" at byte 0 claims a size that is negative or beyond 2^63"
    func size(_ field: [UInt8]) -> String? {
      error { $0.member("x", type: "0") { $0.replaceSubrange(124..<136, with: field) } }
    }
    #expect(size([UInt8](repeating: 0xff, count: 12)) == expected)
    #expect(size([0x80] + [UInt8](repeating: 0xff, count: 11)) == expected)
    #expect(size([0x80, 0, 0, 0, 0x7f] + [UInt8](repeating: 0xff, count: 7)) == expected)
    #expect(size(Array("notanumber!!".utf8)) == expected)
    #expect(
      error {
        $0.pax([("size", "9223372036854775807")])
        $0.file("x", "")
      } == "damaged tar: \"x\" at byte 1024 claims a size that is negative or beyond 2^63")
  }

  @Test func sizeBeyondTheArchiveIsTruncation() {
    let text = error { $0.member("x", type: "0", size: 1 << 32) }
    #expect(text == "truncated: the tar ends 4294966272 bytes before the end of \"x\"")
  }

  @Test(arguments: ["5 a=b\n", "999 a=b\n", "6 ab\n", "x a=b\n", "99999999999999999999 a=b\n", "0 a=b\n", "2 \n"])
  func badPaxRecordsAreRefused(text: String) {
    let text = error { $0.member("p", type: "x", content: Array(text.utf8)) }
    #expect(text == "damaged tar: the pax header at byte 0 has a record that is not valid")
  }

  @Test func extendedHeaderWithoutItsMemberIsTruncation() {
    var tar = TarBuilder()
    tar.pax([("path", "x")])
    #expect(error(tar.bytes) == "truncated: the tar ends within the header at byte 1024")
  }

  @Test(arguments: ["5,3,2,3", "0,9", "0", "0,3,9223372036854775807,5", "0,3,5,3", "a,b"])
  func badSparseMapsAreRefused(map: String) {
    let text = error {
      $0.pax([("GNU.sparse.size", "8"), ("GNU.sparse.map", map)])
      $0.file("s", "abc")
    }
    #expect(text?.hasPrefix("damaged tar: ") == true)
  }

  @Test func sparseMapInContentMayNotRunPastIt() {
    let text = error {
      $0.pax([("GNU.sparse.major", "1"), ("GNU.sparse.minor", "0"), ("GNU.sparse.realsize", "8")])
      $0.file("s", "99999999\n" + String(repeating: "1\n", count: 251))
    }
    #expect(text == "damaged tar: the sparse map of \"s\" at byte 1024 is not valid")
  }

  @Test func namesInErrorsAreEscaped() {
    let text = error { $0.member(name: [0x1b, 0x5b, 0x41], type: "0", size: 1 << 32) }
    #expect(text?.contains("\\x1b[A") == true)
  }
}
