import Testing

@testable import TareOwners

@Suite struct GoCatalogueTests {
  /// A section as the linker of Go 1.18 and later writes it.
  static func section(_ lines: [String], version: String = "go1.22.1") -> [UInt8] {
    func string(_ bytes: [UInt8]) -> [UInt8] {
      var (length, prefix) = (bytes.count, [UInt8]())
      while length >= 0x80 {
        prefix.append(UInt8(length & 0x7f) | 0x80)
        length >>= 7
      }
      return prefix + [UInt8(length)] + bytes
    }
    let mark = [UInt8](repeating: 0x77, count: 16)
    let header = [0xff] + Array(" Go buildinf:".utf8) + [8, 2] + [UInt8](repeating: 0, count: 16)
    let text = mark + Array(lines.map { $0 + "\n" }.joined().utf8) + mark
    return header + string(Array(version.utf8)) + string(text)
  }

  private static let tool = [
    "path\texample.com/tool/cmd/tool", "mod\texample.com/tool\tv1.4.0\th1:sum",
    "dep\tgolang.org/x/sys\tv0.20.0\th1:sum", "build\t-compiler=gc", "build\tGOARCH=arm64",
  ]

  private func packages(_ binaries: [String: [UInt8]]) throws -> (found: [Package], files: [[String]]) {
    let catalogue = GoCatalogue()
    var files = MemoryFiles(catalogue)
    for (path, section) in binaries.sorted(by: { $0.key < $1.key }) { files.add(path, sections: [".go.buildinfo": section]) }
    let found = try catalogue.packages(in: files)
    return (
      found,
      try catalogue.files(of: found, in: files).map { list in
        list.listed.map { String(decoding: files.path($0.path), as: UTF8.self) }
      }
    )
  }

  private func golang(_ name: String, _ version: String) -> Component {
    Component(ecosystem: .golang, name: name, version: version)
  }

  @Test func theMainModuleIsThePackageAndItsModulesAreInside() throws {
    let (found, files) = try packages(["/opt/renamed": Self.section(Self.tool)])
    #expect(found.map(\.name) == ["example.com/tool"])
    #expect(found.first?.version == "v1.4.0")
    #expect(found.first?.ecosystem == .golang)
    #expect(found.first?.architecture == "arm64")
    #expect(found.first?.contains == [golang("golang.org/x/sys", "v0.20.0"), golang("stdlib", "go1.22.1")])
    #expect(files == [["/opt/renamed"]])
  }

  @Test func binariesOfOneModuleInOneDirectoryAreOnePackage() throws {
    let second = Self.tool + ["dep\texample.com/more\tv0.1.0"]
    let (found, files) = try packages([
      "/usr/bin/a": Self.section(Self.tool), "/usr/bin/b": Self.section(second), "/opt/a": Self.section(Self.tool),
    ])
    #expect(found.map(\.key) == ["/opt/a", "/usr/bin/a"])
    #expect(found.map(\.contains.count) == [2, 3])
    #expect(files == [["/opt/a"], ["/usr/bin/a", "/usr/bin/b"]])
  }

  @Test func aReplacedModuleIsWhatReplacedItAndAFolderKeepsTheName() throws {
    let lines = [
      "mod\texample.com/tool\tv1.0.0", "dep\texample.com/a\tv1.0.0", "=>\texample.com/fork\tv9.0.0\th1:sum",
      "dep\texample.com/b\tv2.0.0", "=>\t../b\t(devel)\t",
    ]
    let inside = try #require(try packages(["/t": Self.section(lines)]).found.first?.contains)
    #expect(inside.prefix(2) == [golang("example.com/b", "(devel)"), golang("example.com/fork", "v9.0.0")])
  }

  @Test(arguments: [
    (["build\t-ldflags=\"-s -w -X main.version=1.2.3\""], "v1.2.3"),
    (["build\t-ldflags=\"-X 'example.com/tool/build.gitVersion=v2.0.0-rc1+x' -s\""], "v2.0.0-rc1+x"),
    (["build\t-ldflags=\"-X example.com/other.version=1.2.3\""], "(devel)"),
    (["build\t-ldflags=\"-X main.version=main -X main.commit=1.2.3\""], "(devel)"),
    (["build\tvcs.revision=0123456789abcdef", "build\tvcs.time=2024-01-31T12:30:59Z"], "v0.0.0-20240131123059-0123456789ab"),
    (["build\tvcs.revision=0123456789abcdef"], "(devel)"),
  ]) func anUnreleasedVersionIsWhatTheBuildSays(settings: [String], version: String) throws {
    let lines = ["path\texample.com/tool", "mod\texample.com/tool\t(devel)\t"] + settings
    #expect(try packages(["/t": Self.section(lines)]).found.map(\.version) == [version])
  }

  @Test func withoutAModuleTheNameIsThePathThenTheFile() throws {
    #expect(
      try packages(["/sbin/gosu": Self.section(["path\tgithub.com/tianon/gosu"])]).found.map(\.name) == ["github.com/tianon/gosu"])
    #expect(try packages(["/sbin/x": Self.section(["path\tcommand-line-arguments"])]).found.map(\.name) == ["x"])
    #expect(try packages(["/sbin/x": Self.section([])]).found.map(\.name) == ["x"])
    let built = ["path\tcommand-line-arguments", "dep\texample.com/here\t(devel)", "dep\texample.com/a\tv1.0.0"]
    let package = try #require(try packages(["/sbin/x": Self.section(built)]).found.first)
    #expect(package.name == "example.com/here")
    #expect(package.contains.map(\.name) == ["example.com/a", "stdlib"])
  }

  @Test func toolsOfTheToolchainAreNoPackages() throws {
    #expect(try packages(["/usr/local/go/bin/go": Self.section(["path\tcmd/go"])]).found.isEmpty)
  }

  @Test func experimentsAreNoPartOfTheVersion() throws {
    let section = Self.section(Self.tool, version: "go1.20.1 X:boringcrypto")
    #expect(try packages(["/t": section]).found.first?.contains.last == golang("stdlib", "go1.20.1"))
  }

  @Test func pointersOfOlderLinkersAreNotFollowed() throws {
    var section = Self.section(Self.tool)
    section[15] = 0
    #expect(try packages(["/t": section]).found.isEmpty)
  }

  @Test func damagedSectionsAreNoPackagesOrPartial() throws {
    let section = Self.section(Self.tool)
    for count in 0..<section.count {
      let info = GoBuildInfo(section: Array(section[..<count]))
      // The version stands whole before the modules.
      #expect((info != nil) == (count >= 41), "\(count)")
      #expect(info?.main == nil, "\(count)")
    }
    #expect(GoBuildInfo(section: section)?.main?.path == "example.com/tool")
    for index in section.indices {
      var changed = section
      changed[index] ^= 0xff
      #expect(GoBuildInfo(section: changed)?.goVersion.isEmpty != true)
    }
    var endless = section
    endless.replaceSubrange(32..<48, with: repeatElement(0xff, count: 16))
    #expect(GoBuildInfo(section: endless) == nil)
  }
}
