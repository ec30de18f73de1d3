import Testing

@testable import TareOwners

/// The record of a wheel, as `pip download` brings it.
struct WheelFileTests {
  private static let record = "torch/__init__.py,sha256=x,12\ntorch-2.6.0+cpu.dist-info/RECORD,,\n"
  private static let members = [
    ("torch/__init__.py", "import this\n"), ("torch/vendored/x-1.dist-info/RECORD", "x.py,,1\n"),
    ("torch-2.6.0+cpu.dist-info/WHEEL", "Wheel-Version: 1.0\n"), ("torch-2.6.0+cpu.dist-info/RECORD", record),
  ]

  private func record(_ bytes: [UInt8]) throws(WheelFileError) -> String {
    let file = WheelFile(size: bytes.count) { range in
      range.upperBound <= bytes.count && range.lowerBound >= 0 ? Array(bytes[range]) : nil
    }
    return String(decoding: try file.record(), as: UTF8.self)
  }

  @Test(arguments: [false, true]) func theRecordOfTheWheelItself(isWide: Bool) throws {
    var zip = ZipBuilder(Self.members)
    zip.isWide = isWide
    #expect(try record(zip.bytes()) == Self.record)
  }

  @Test func aRecordByItself() throws { #expect(try record(Array(Self.record.utf8)) == Self.record) }

  /// The end of a large archive is all that is read of it, but for the record: its members lie before what is in memory.
  @Test(arguments: [false, true]) func onlyTheEndIsRead(isWide: Bool) throws {
    var zip = ZipBuilder(Self.members)
    zip.isWide = isWide
    let bytes = zip.bytes()
    for missing in 1..<bytes.count - 400 {
      let found = bytes[missing...].withUnsafeBytes { tail -> [Int]? in
        ZipDirectory(tail, missing: missing).map { $0.map(\.offset) }
      }
      let whole = bytes.withUnsafeBytes { ZipDirectory($0).map { $0.map(\.offset) } }
      guard let found else { continue }
      #expect(found == whole)
    }
    #expect(bytes[200...].withUnsafeBytes { ZipDirectory($0, missing: 200).map { $0.map(\.offset).count } } == 4)
  }

  @Test func whatIsNoWheel() {
    #expect(throws: WheelFileError.noRecord) { try record(ZipBuilder([("a/b", "c")]).bytes()) }
    #expect(throws: WheelFileError.noWheel) { try record([1, 0, 2]) }
    #expect(throws: WheelFileError.noWheel) { try record([]) }
  }

  /// Whatever is cut off or changed, there is an answer or an error.
  @Test func damagedWheelsAreRefused() {
    let bytes = ZipBuilder(Self.members).bytes()
    for end in 4..<bytes.count { #expect(throws: WheelFileError.self) { try record(Array(bytes[..<end])) } }
    var zip = ZipBuilder(Self.members)
    zip.members[3].method = 8
    zip.members[3].size = 1 << 40
    #expect(throws: WheelFileError.damaged) { try record(zip.bytes()) }
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<2000 {
      var broken = bytes
      for _ in 0..<3 { broken[Int.random(in: 4..<broken.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator) }
      _ = try? record(broken)
    }
  }
}
