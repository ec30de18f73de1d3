import TareOwners
import Testing

@Suite struct RustCatalogueTests {
  /// A zlib stream of stored blocks.
  private static func stored(_ text: String) -> [UInt8] {
    let count = text.utf8.count
    return [0x78, 1, 1, UInt8(count & 0xff), UInt8(count >> 8), ~UInt8(count & 0xff), ~UInt8(count >> 8)] + Array(text.utf8)
  }

  private static let inflate: @Sendable ([UInt8], Int) -> [UInt8]? = { stream, limit in
    guard stream.count >= 7, stream[0] == 0x78, stream[2] == 1 else { return nil }
    let count = Int(stream[3]) | Int(stream[4]) << 8
    return count <= min(limit, stream.count - 7) ? Array(stream[7..<7 + count]) : nil
  }

  private static let crates = """
    {"packages": [
      {"name": "autocfg", "version": "1.1.0", "source": "crates.io", "kind": "build"},
      {"name": "itoa", "version": "1.0.9", "source": "crates.io", "kind": "runtime"},
      {"name": "itoa", "version": "0.4.8", "source": "git"},
      {"name": "future", "version": "1.0.0", "source": "x", "kind": "dev"},
      {"name": "weigher", "version": "0.7.1", "source": "local", "root": true, "dependencies": [0, 1, 2]}
    ], "format": 8}
    """

  private func packages(_ binaries: [String: [UInt8]]) throws -> (found: [Package], files: [[String]]) {
    let catalogue = RustCatalogue(inflate: Self.inflate)
    var files = MemoryFiles(catalogue)
    for (path, section) in binaries.sorted(by: { $0.key < $1.key }) { files.add(path, sections: [".dep-v0": section]) }
    let found = try catalogue.packages(in: files)
    return (
      found,
      try catalogue.files(of: found, in: files).map { list in
        list.listed.map { String(decoding: files.path($0.path), as: UTF8.self) }
      }
    )
  }

  @Test func theRootCrateIsThePackageAndLinkedCratesAreInside() throws {
    let (found, files) = try packages(["/opt/renamed": Self.stored(Self.crates)])
    #expect(found.map(\.name) == ["weigher"])
    #expect(found.first?.version == "0.7.1")
    #expect(found.first?.ecosystem == .cargo)
    #expect(found.first?.contains.map { "\($0.name) \($0.version)" } == ["itoa 0.4.8", "itoa 1.0.9"])
    #expect(files == [["/opt/renamed"]])
  }

  @Test func binariesOfOneCrateInOneDirectoryAreOnePackage() throws {
    let section = Self.stored(Self.crates)
    let (found, files) = try packages(["/bin/uv": section, "/bin/uvx": section, "/opt/uv": section])
    #expect(found.map(\.key) == ["/bin/uv", "/opt/uv"])
    #expect(files == [["/bin/uv", "/bin/uvx"], ["/opt/uv"]])
  }

  @Test func whatCannotBeReadIsNoPackage() throws {
    let sections = [
      [], [0x78], Self.stored(""), Self.stored("{}"), Self.stored("[]"), Self.stored(#"{"packages": []}"#),
      Self.stored(#"{"packages": [{"name": "a", "version": "1"}]}"#), Self.stored(#"{"packages": [{"name": "a", "root": true}]}"#),
      Self.stored(String(repeating: "[", count: 60_000)),
    ]
    for (index, section) in sections.enumerated() {
      #expect(try packages(["/t": section]).found.isEmpty, "\(index)")
    }
    // The second is still found.
    #expect(try packages(["/a": [], "/b": Self.stored(Self.crates)]).files == [["/b"]])
  }
}
