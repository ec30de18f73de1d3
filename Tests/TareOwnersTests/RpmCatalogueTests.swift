import TareTestSupport
import Testing

@testable import TareOwners

@Suite struct RpmCatalogueTests {
  private func files(_ headers: [RpmHeaderBuilder], at path: String = "/usr/lib/sysimage/rpm/Packages.db") -> MemoryFiles {
    var files = MemoryFiles(RpmCatalogue())
    files.add(path, RpmDatabaseBuilder.ndb(headers.enumerated().map { (UInt32($0.offset + 1), $0.element.blob) }))
    return files
  }

  private func packages(_ headers: [RpmHeaderBuilder]) throws -> [Package] { try RpmCatalogue().packages(in: files(headers)) }

  private func listed(_ files: MemoryFiles) throws -> [[String]] {
    let catalogue = RpmCatalogue()
    return try catalogue.files(of: catalogue.packages(in: files), in: files).map { list in
      list.listed.map { String(decoding: files.path($0.path), as: UTF8.self) }
    }
  }

  @Test func theLicenceIsATagOfTheHeader() throws {
    var header = RpmHeaderBuilder("one")
    header.string(1014, "GPLv3+ and MIT")
    #expect(try packages([header, RpmHeaderBuilder("two")]).map(\.licences) == [["GPLv3+ and MIT"], []])
  }

  @Test func wantsTheDatabasesAndWhatKnowsTheReasons() {
    func wants(_ directory: String, _ name: String) -> Bool {
      Array(directory.utf8).withUnsafeBytes { directory in
        Array(name.utf8).withUnsafeBytes { RpmCatalogue().wants(FileName(directory: directory, name: $0)) }
      }
    }
    for name in ["Packages", "Packages.db", "rpmdb.sqlite", "rpmdb.sqlite-wal"] {
      #expect(wants("var/lib/rpm", name) && wants("usr/lib/sysimage/rpm", name) && wants("usr/share/rpm", name))
      #expect(!wants("srv/rpm", name))
    }
    #expect(wants("var/lib/dnf", "history.sqlite") && wants("usr/lib/sysimage/libdnf5", "packages.toml"))
    #expect(!wants("var/lib/rpm", "Index.db") && !wants("var/lib/rpm", "history.sqlite"))
  }

  @Test func aVersionHasItsEpochAndReleaseAndKeysAreNoPackages() throws {
    var epoch = RpmHeaderBuilder("epoch", "2.0~rc1", release: "3.el9", architecture: "x86_64")
    epoch.numbers(1003, [1])
    let packages = try packages([epoch, RpmHeaderBuilder("gpg-pubkey", "818871a5", architecture: nil), RpmHeaderBuilder("plain")])
    #expect(packages.map(\.name) == ["epoch", "plain"])
    #expect(packages.map(\.version) == ["1:2.0~rc1-3.el9", "1-1"])
    #expect(packages.map(\.architecture) == ["x86_64", "noarch"])
    #expect(packages.map(\.key) == ["epoch", "plain"])
  }

  @Test func packagesComeInTheOrderOfInstallation() throws {
    let headers = [("late", 30), ("early", 10), ("middle", 20), ("alsoEarly", 10)].map { name, time in
      var header = RpmHeaderBuilder(name)
      header.numbers(1008, [UInt32(time)])
      return header
    }
    #expect(try packages(headers).map(\.name) == ["early", "alsoEarly", "middle", "late"])
  }

  @Test func aNameInstalledTwiceHasTwoKeysAndBothProvideIt() throws {
    var new = RpmHeaderBuilder("kernel", "6")
    new.strings(1047, ["kernel", "kernel-modules"])
    let packages = try packages([RpmHeaderBuilder("kernel", "5"), new, RpmHeaderBuilder("kernel", "5")])
    #expect(packages.map(\.key) == ["kernel-5-1.noarch", "kernel-6-1.noarch"])
    #expect(packages.map(\.provides) == [["kernel"], ["kernel", "kernel-modules"]])
  }

  @Test func needsAreNamesOnceWithoutWhatRpmOrThePackageItselfHas() throws {
    var tool = RpmHeaderBuilder("tool")
    tool.strings(1047, ["tool", "config(tool)"])
    tool.strings(
      1049, ["/bin/sh", "libc.so.6()(64bit)", "rpmlib(CompressedFileNames)", "libc.so.6()(64bit)", "config(tool)", "hook"])
    tool.numbers(1048, [1 << 9, 0, 1 << 24, 1 << 10, 0, 1 << 12])
    tool.strings(5046, ["docs", "hook"])
    tool.strings(5049, ["extras"])
    #expect(
      try packages([tool])[0].needs == [
        Need(["/bin/sh"], .preDepends), Need(["libc.so.6()(64bit)"]), Need(["hook"], .preDepends), Need(["docs"], .recommends),
        Need(["extras"], .suggests),
      ])
  }

  @Test func conditionsAreSettledByWhatIsInstalled() throws {
    var tool = RpmHeaderBuilder("tool")
    tool.strings(1049, ["(langpack if locale(en))", "(absent if nothing)", "(a or b)"])
    var locale = RpmHeaderBuilder("locale")
    locale.strings(1047, ["locale(en)"])
    #expect(try packages([tool, locale])[0].needs == [Need(["langpack"]), Need(["a", "b"])])
  }

  @Test func aRequiredPathIsProvidedByThePackageThatListsIt() throws {
    var tool = RpmHeaderBuilder("tool")
    tool.strings(1049, ["/bin/sh", "/usr/sbin/ldconfig", "/bin/own", "/opt/gone/file"])
    tool.files([.init(path: "/usr/bin/own")])
    var shell = RpmHeaderBuilder("shell")
    shell.files([.init(path: "/usr/bin/sh"), .init(path: "/usr/share/sh"), .init(path: "/opt/gone/file")])
    var libc = RpmHeaderBuilder("libc")
    libc.files([.init(path: "/sbin/ldconfig"), .init(path: "/usr/bin/sh", state: 1)])
    var files = files([tool, shell, libc])
    files.add("/usr/bin/sh")
    files.link("/bin", to: "usr/bin")
    files.link("/usr/sbin", to: "bin")
    files.link("/sbin", to: "usr/sbin")
    let packages = try RpmCatalogue().packages(in: files)
    #expect(packages.map(\.provides) == [["/bin/own"], ["/bin/sh", "/opt/gone/file"], ["/usr/sbin/ldconfig"]])
    #expect(packages[0].needs == [Need(["/bin/sh"]), Need(["/usr/sbin/ldconfig"]), Need(["/opt/gone/file"])])
  }

  @Test func filesAreWhatIsInTheTreeWithTheirDigests() throws {
    let digest = String(repeating: "ab", count: 32)
    var header = RpmHeaderBuilder("tool")
    header.files([
      .init(path: "/usr/bin/tool", digest: digest), .init(path: "/usr/bin/alias", mode: 0o120777),
      .init(path: "/usr/share/doc", mode: 0o040755), .init(path: "/usr/share/doc/missing"),
      .init(path: "/etc/replaced", state: 1, digest: digest), .init(path: "/var/log/ghost", flags: 0x40, digest: digest),
      .init(path: "/var/log/absent", flags: 0x40), .init(path: "/lib/x.so", digest: digest), .init(path: "/top", digest: "xx"),
      .init(path: "/usr/lib/sysimage/rpm/Packages.db", flags: 0x40),
    ])
    var files = files([header, RpmHeaderBuilder("empty")])
    for path in ["/usr/bin/tool", "/usr/share/doc/other", "/etc/replaced", "/var/log/ghost", "/usr/lib/x.so", "/top"] {
      files.add(path)
    }
    files.link("/usr/bin/alias", to: "tool")
    files.link("/lib", to: "usr/lib")
    #expect(try listed(files) == [["/usr/bin/tool", "/usr/bin/alias", "/var/log/ghost", "/usr/lib/x.so", "/top"], []])
    let catalogue = RpmCatalogue()
    let digests = try catalogue.files(of: catalogue.packages(in: files), in: files)[0].listed.map(\.digest)
    let recorded = RecordedDigest(.sha256, Array(repeating: 0xab, count: 32))
    #expect(digests == [recorded, nil, nil, recorded, nil])
  }

  @Test func twoPackagesMayListOneFileAndEachBringsItsDigest() throws {
    let headers = ["aa", "bb"].map { digest in
      var header = RpmHeaderBuilder(digest)
      header.files([.init(path: "/usr/share/common", digest: String(repeating: digest, count: 32))])
      return header
    }
    var files = files(headers)
    files.add("/usr/share/common")
    let catalogue = RpmCatalogue()
    let lists = try catalogue.files(of: catalogue.packages(in: files), in: files)
    #expect(lists.map { $0.listed[0].path } == [lists[0].listed[0].path, lists[0].listed[0].path])
    #expect(lists.map { $0.listed[0].digest?.bytes.first } == [0xaa, 0xbb])
  }

  @Test func digestsAreOfTheAlgorithmThatTheHeaderNames() throws {
    for (number, algorithm) in [(1, RecordedDigest.Algorithm.md5), (2, .sha1), (8, .sha256), (10, .sha512), (11, nil)] {
      var header = RpmHeaderBuilder("x")
      header.files([.init(path: "/x", digest: "00ff")])
      // The later of two counts.
      header.numbers(5011, [UInt32(number)])
      var files = files([header])
      files.add("/x")
      let catalogue = RpmCatalogue()
      let digest = try catalogue.files(of: catalogue.packages(in: files), in: files)[0].listed[0].digest
      #expect(digest == algorithm.map { RecordedDigest($0, [0x00, 0xff]) })
    }
  }

  @Test func ofTwoFormatsInOneDirectoryTheNewerIsRead() throws {
    var files = files([RpmHeaderBuilder("new")], at: "/var/lib/rpm/Packages.db")
    files.add("/var/lib/rpm/Packages", RpmDatabaseBuilder.berkeley([(1, RpmHeaderBuilder("old").blob)]))
    #expect(try RpmCatalogue().packages(in: files).map(\.name) == ["new"])
  }

  @Test func whatTwoDirectoriesHaveIsThereOnce() throws {
    var files = files([RpmHeaderBuilder("both"), RpmHeaderBuilder("one")])
    files.add(
      "/var/lib/rpm/Packages",
      RpmDatabaseBuilder.berkeley([(1, RpmHeaderBuilder("other").blob), (2, RpmHeaderBuilder("both").blob)]))
    let packages = try RpmCatalogue().packages(in: files)
    #expect(packages.map(\.name) == ["both", "one", "other"])
    #expect(packages.map { String(decoding: files.name($0.record), as: UTF8.self) } == ["Packages.db", "Packages.db", "Packages"])
  }

  @Test func reasonsComeFromDnfOrZypper() throws {
    var files = files([RpmHeaderBuilder("user"), RpmHeaderBuilder("needed"), RpmHeaderBuilder("other")])
    #expect(try RpmCatalogue().packages(in: files).map(\.intent) == [.unknown, .unknown, .unknown])
    var zypper = files
    zypper.add("/var/lib/zypp/AutoInstalled", Array("# comment\n\nneeded\n".utf8))
    #expect(try RpmCatalogue().packages(in: zypper).map(\.intent) == [.asked, .automatic, .asked])
    let text =
      "version = \"1.0\"\n[packages]\n\"user.noarch\" = {reason = \"User\"}\n[packages.\"needed.noarch\"]\nreason = \"Weak Dependency\"\n"
    files.add("/usr/lib/sysimage/libdnf5/packages.toml", Array(text.utf8))
    #expect(try RpmCatalogue().packages(in: files).map(\.intent) == [.asked, .automatic, .unknown])
  }

  /// Nothing traps, and nothing comes out that the tree has not.
  @Test(arguments: ["Packages", "Packages.db"], 0..<200) func damagedDatabasesAreReadAsFarAsTheyGo(name: String, seed: Int) throws {
    var generator = SeededGenerator(seed: seed)
    var headers = ["a", "b", "c"].map { RpmHeaderBuilder($0) }
    for index in headers.indices {
      headers[index].strings(1047, ["lib\(index)", "(64bit)"])
      headers[index].strings(1049, ["/usr/bin/a", "(x or (y and z))", "lib0"])
      headers[index].files([.init(path: "/usr/bin/a", digest: "00"), .init(path: "/usr/bin/b")])
    }
    let records = headers.enumerated().map { (UInt32($0.offset + 1), $0.element.blob) }
    var bytes =
      name == "Packages" ? RpmDatabaseBuilder.berkeley(records, big: seed.isMultiple(of: 2)) : RpmDatabaseBuilder.ndb(records)
    for _ in 0..<Int.random(in: 1...8, using: &generator) {
      let position = Int.random(in: 0..<bytes.count, using: &generator)
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: bytes[position] = UInt8.random(in: 0...255, using: &generator)
      case 1: for index in position..<min(position + 4, bytes.count) { bytes[index] = 0xff }
      case 2: for index in position..<min(position + 4, bytes.count) { bytes[index] = 0 }
      default: bytes.removeLast(Int.random(in: 0..<min(64, bytes.count), using: &generator))
      }
    }
    var files = MemoryFiles(RpmCatalogue())
    files.add("/var/lib/rpm/" + name, bytes)
    files.add("/usr/bin/a")
    let catalogue = RpmCatalogue()
    let packages = try catalogue.packages(in: files)
    let lists = try catalogue.files(of: packages, in: files)
    #expect(packages.count <= 3 && lists.count == packages.count)
    #expect(lists.allSatisfy { $0.listed.allSatisfy { files.kind($0.path) == .regular } })
  }
}
