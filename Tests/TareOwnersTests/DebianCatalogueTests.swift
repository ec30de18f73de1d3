import Testing

@testable import TareOwners

struct DebianCatalogueTests {
  private let catalogue = DebianCatalogue()

  @Test func packagesWithFilesAreThereAndThoseRemovedAreNot() throws {
    let states = ["installed", "half-installed", "unpacked", "half-configured", "triggers-awaited", "triggers-pending"]
    let status = (states + ["config-files", "not-installed", "nonsense"])
      .map { "Package: \($0)\nStatus: hold ok \($0)\nVersion: 1:2-3\nArchitecture: amd64\n\n" }.joined()
    let packages = try catalogue.packages(in: MemoryFiles(catalogue, ["/var/lib/dpkg/status": status]))
    #expect(packages.map(\.name) == states)
    #expect(packages.map(\.key) == states)
    #expect(packages.allSatisfy { $0.version == "1:2-3" && $0.architecture == "amd64" && $0.ecosystem == .deb })
  }

  @Test func needsKeepTheirAlternativesAndLoseVersionsAndAny() throws {
    let package = try only(
      """
      Package: a
      Status: install ok installed
      Pre-Depends: libc6 (>= 2.34)
      Depends: b (<< 3) | c:any | d,
       python3:native [amd64] <!nocheck>,, libx:i386(>=1)
      Recommends: e
      Suggests: f | g
      Provides: virtual (= 2), other
      Architecture: amd64
      Version: 1

      """)
    #expect(
      package.needs == [
        Need(["libc6"], .preDepends), Need(["b", "c", "d"]), Need(["python3"]), Need(["libx:i386"]), Need(["e"], .recommends),
        Need(["f", "g"], .suggests),
      ])
    #expect(package.provides == ["virtual", "other", "a:amd64", "virtual:amd64", "other:amd64"])
  }

  @Test(arguments: ["Essential: yes", "Protected: yes", "Important: yes"])
  func whatDpkgOrAptWouldNotRemoveIsEssential(field: String) throws {
    #expect(try only("Package: a\n\(field)\nVersion: 1\n").isEssential)
    #expect(try !only("Package: a\n\(field.replacingYes)\nVersion: 1\n").isEssential)
  }

  @Test func aptTellsWhoWasAskedFor() throws {
    var files = MemoryFiles(catalogue, ["/var/lib/dpkg/status": Self.twoArchitectures])
    #expect(try catalogue.packages(in: files).map(\.intent) == [.asked, .asked, .asked, .asked])
    files.add(
      "/var/lib/apt/extended_states",
      Array(
        """
        Package: docs
        Architecture: amd64
        Auto-Installed: 1

        Package: libc6
        Architecture: i386
        Auto-Installed: 1

        Package: dpkg
        Architecture: amd64
        Auto-Installed: 0

        """.utf8))
    #expect(try catalogue.packages(in: files).map(\.intent) == [.asked, .automatic, .asked, .automatic])
  }

  @Test func aSecondArchitectureHasKeysOfItsOwn() throws {
    let packages = try catalogue.packages(in: MemoryFiles(catalogue, ["/var/lib/dpkg/status": Self.twoArchitectures]))
    #expect(packages.map(\.key) == ["dpkg", "docs", "libc6", "libc6:i386"])
    #expect(packages[2].provides == ["libc", "libc6:amd64", "libc:amd64"])
    #expect(packages[3].provides == ["libc:i386"])
    // Of its own architecture where there is one, else what satisfies any.
    #expect(packages[3].needs == [Need(["libc:i386"]), Need(["docs"])])
  }

  @Test func filesAreThoseListedAndTheDatabasesOwn() throws {
    var files = MemoryFiles(
      catalogue,
      [
        "/var/lib/dpkg/status":
          "Package: a\nVersion: 1\nArchitecture: amd64\nConffiles:\n /etc/a.conf \(Self.hash("b")) obsolete\n",
        "/var/lib/dpkg/info/a.list": "/.\n/bin\n/bin/tool\n/etc\n/etc/a.conf\n/usr/share/gone\n/usr/share/a\n",
        "/var/lib/dpkg/info/a.md5sums": "\(Self.hash("a"))  bin/tool\n",
        "/var/lib/dpkg/info/a.postinst": "", "/var/lib/dpkg/info/a.b.list": "/usr/bin/other\n",
        "/usr/bin/tool": "x", "/usr/bin/other": "y", "/etc/a.conf": "", "/usr/share/a/unlisted": "",
      ])
    files.link("/bin", to: "usr/bin")
    let listed = try self.listed(files)
    #expect(
      listed["a"]?.map(\.path) == [
        "/var/lib/dpkg/info/a.list", "/var/lib/dpkg/info/a.md5sums", "/var/lib/dpkg/info/a.postinst", "/usr/bin/tool",
        "/etc/a.conf",
      ])
    #expect(listed["a"]?.map(\.digest) == [nil, nil, nil, Self.hash("a"), Self.hash("b")])
  }

  @Test func eachArchitectureHasItsOwnList() throws {
    let files = MemoryFiles(
      catalogue,
      [
        "/var/lib/dpkg/status": Self.twoArchitectures, "/var/lib/dpkg/info/libc6:amd64.list": "/lib64/libc.so\n",
        "/var/lib/dpkg/info/libc6:i386.list": "/lib32/libc.so\n", "/lib64/libc.so": "", "/lib32/libc.so": "",
      ])
    let listed = try self.listed(files)
    #expect(listed["libc6"]?.map(\.path) == ["/var/lib/dpkg/info/libc6:amd64.list", "/lib64/libc.so"])
    #expect(listed["libc6:i386"]?.map(\.path) == ["/var/lib/dpkg/info/libc6:i386.list", "/lib32/libc.so"])
  }

  @Test func divertedFilesAreWhereTheyWerePut() throws {
    let files = MemoryFiles(
      catalogue,
      [
        "/var/lib/dpkg/status": "Package: a\nVersion: 1\n\nPackage: b\nVersion: 1\n",
        "/var/lib/dpkg/info/a.list": "/bin/sh\n/bin/tool\n/bin/kept\n", "/var/lib/dpkg/info/b.list": "/bin/sh\n",
        "/var/lib/dpkg/diversions": "/bin/sh\n/bin/sh.old\nb\n/bin/tool\n/opt/tool\n:\n/bin/kept\n/bin/nowhere\n:\n",
        "/bin/sh": "", "/bin/sh.old": "", "/bin/tool": "", "/opt/tool": "", "/bin/kept": "",
      ])
    let listed = try self.listed(files)
    #expect(listed["a"]?.dropFirst().map(\.path) == ["/bin/sh.old", "/opt/tool", "/bin/kept"])
    #expect(listed["b"]?.dropFirst().map(\.path) == ["/bin/sh"])
  }

  @Test func aDivertedFileThatIsGoneIsNotWhatTookItsPlace() throws {
    let files = MemoryFiles(
      catalogue,
      [
        "/var/lib/dpkg/status": "Package: a\nVersion: 1\n", "/var/lib/dpkg/info/a.list": "/bin/sh\n",
        "/var/lib/dpkg/diversions": "/bin/sh\n/bin/sh.old\nb\n", "/bin/sh": "",
      ])
    #expect(try listed(files)["a"]?.map(\.path) == ["/var/lib/dpkg/info/a.list"])
  }

  @Test func aDirectoryThatBecameALinkIsNoFileOfThePackage() throws {
    var files = MemoryFiles(
      catalogue,
      [
        "/var/lib/dpkg/status": "Package: a\nVersion: 1\n", "/var/lib/dpkg/info/a.list": "/bin\n/bin/x\n/binary\n",
        "/usr/bin/x": "",
      ])
    files.link("/bin", to: "usr/bin")
    files.link("/binary", to: "usr/bin")
    #expect(try listed(files)["a"]?.dropFirst().map(\.path) == ["/usr/bin/x", "/binary"])
  }

  @Test func distrolessKeepsAControlFileAndDigestsForEach() throws {
    let files = MemoryFiles(
      catalogue,
      [
        "/var/lib/dpkg/status.d/base": "Package: base-files\nVersion: 12.4\nArchitecture: amd64\nDescription: a\n b: c\n",
        "/var/lib/dpkg/status.d/base.md5sums": "\(Self.hash("a"))  usr/share/x\n\(Self.hash("b"))  ./etc/y\n",
        "/var/lib/dpkg/status.d/libssl3": "Package: libssl3\nVersion: 3\nArchitecture: amd64\nDepends: base-files\n",
        "/usr/share/x": "", "/etc/y": "",
      ])
    let packages = try catalogue.packages(in: files)
    #expect(packages.map(\.name) == ["base-files", "libssl3"])
    #expect(packages.map(\.intent) == [.unknown, .unknown])
    let listed = try self.listed(files)
    #expect(
      listed["base-files"]?.map(\.path) == [
        "/var/lib/dpkg/status.d/base", "/var/lib/dpkg/status.d/base.md5sums", "/usr/share/x", "/etc/y",
      ])
    #expect(listed["base-files"]?.map(\.digest) == [nil, nil, Self.hash("a"), Self.hash("b")])
    #expect(listed["libssl3"]?.map(\.path) == ["/var/lib/dpkg/status.d/libssl3"])
  }

  @Test func theFirstOfTwoParagraphsOnOnePackageCounts() throws {
    #expect(try only("Package: a\nVersion: 1\n\nPackage: a\nVersion: 2\n").version == "1")
  }

  @Test func recordsThatSeveralPackagesWouldShareAreTheFirstOnes() throws {
    let files = MemoryFiles(
      catalogue,
      [
        "/var/lib/dpkg/status": "Package: a\nArchitecture: x\n\nPackage: a\nArchitecture: y\n", "/bin/a": "", "/bin/b": "",
        "/var/lib/dpkg/info/a.list": "/bin/a\n", "/var/lib/dpkg/status.d/b": "Package: b\n\nPackage: c\n",
        "/var/lib/dpkg/status.d/b.md5sums": "\(Self.hash("a"))  bin/b\n",
      ])
    let lists = try catalogue.files(of: catalogue.packages(in: files), in: files)
    #expect(lists.map(\.listed.count) == [2, 0, 3, 0])
  }

  @Test func damagedDatabasesGiveWhatCanBeRead() throws {
    let files = MemoryFiles(
      catalogue,
      [
        "/var/lib/dpkg/status": ":\n Version\n\nVersion: 1\n\nPackage:\n\nPackage: a\nDepends: ,|, (,:any\nConffiles: /x\n",
        "/var/lib/dpkg/diversions": "/a\n/b", "/var/lib/dpkg/info/a.list": "relative\n\n/\n//\n/usr\0/x\n/x",
        "/var/lib/dpkg/info/a.md5sums": "zz  x\n\(String(repeating: "g", count: 32))  x\n", "/x": "",
      ])
    #expect(try catalogue.packages(in: files).map(\.name) == ["a"])
    #expect(try catalogue.packages(in: files)[0].needs == [])
    let listed = try self.listed(files)
    #expect(listed["a"]?.last?.path == "/x")
    #expect(listed["a"]?.last?.digest == nil)
  }

  @Test func onlyTheDatabasesAreAskedFor() throws {
    let files = MemoryFiles(
      catalogue,
      [
        "/status": "", "/var/lib/dpkg/available": "", "/var/lib/dpkg/info/a.postinst": "", "/var/lib/dpkg/info/a.list": "",
        "/srv/var/lib/dpkg/status": "", "/var/lib/dpkg/status.d/x": "",
      ])
    #expect(files.wanted.map { text(files.path($0)) } == ["/var/lib/dpkg/info/a.list", "/var/lib/dpkg/status.d/x"])
  }

  private static let twoArchitectures = """
    Package: dpkg
    Status: install ok installed
    Architecture: amd64
    Version: 1

    Package: docs
    Status: install ok installed
    Architecture: all
    Multi-Arch: foreign
    Version: 1

    Package: libc6
    Status: install ok installed
    Architecture: amd64
    Multi-Arch: same
    Provides: libc
    Version: 1

    Package: libc6
    Status: install ok installed
    Architecture: i386
    Multi-Arch: same
    Provides: libc
    Depends: libc, docs
    Version: 1

    """

  private struct File {
    var path: String
    var digest: String?
  }

  /// The files of each package by its key, in order.
  private func listed(_ files: MemoryFiles) throws -> [String: [File]] {
    let packages = try catalogue.packages(in: files)
    let lists = try catalogue.files(of: packages, in: files)
    return Dictionary(
      uniqueKeysWithValues: zip(packages.map(\.key), lists).map { key, list in
        (key, list.listed.map { File(path: text(files.path($0.path)), digest: $0.digest.map { Self.hex($0.bytes) }) })
      })
  }

  private func only(_ status: String) throws -> Package {
    let packages = try catalogue.packages(in: MemoryFiles(catalogue, ["/var/lib/dpkg/status": status]))
    try #require(packages.count == 1)
    return packages[0]
  }

  private static func hash(_ digit: String) -> String { String(repeating: digit, count: 32) }
  private static func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}

extension String {
  fileprivate var replacingYes: String { dropLast(3) + "no" }
}
