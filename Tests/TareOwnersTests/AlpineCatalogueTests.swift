import Testing

@testable import TareOwners

/// The databases here are as apk-tools 3.0.6 wrote them (Tests/Ecosystems/apk).
struct AlpineCatalogueTests {
  private let catalogue = AlpineCatalogue()

  @Test(arguments: ["/lib/apk/db/installed", "/usr/lib/apk/db/installed"])
  func packagesAreReadFromEitherPlace(path: String) throws {
    let packages = try catalogue.packages(in: MemoryFiles(catalogue, [path: Self.installed]))
    #expect(packages.map(\.name) == [".build-deps", "app", "app-doc", "libx", "second", "shell", "tool"])
    #expect(packages.map(\.key) == packages.map(\.name))
    #expect(packages[1].version == "1.0-r0")
    #expect(packages[1].architecture == "x86_64")
    #expect(packages.allSatisfy { $0.ecosystem == .apk && $0.intent == .unknown && !$0.isEssential })
  }

  @Test func needsAreBareKeysAndConflictsAreNone() throws {
    let packages = try named()
    #expect(
      packages["app"]?.needs == [
        Need(["/bin/sh"]), Need(["cmd:tool"]), Need(["libx"]), Need(["pager"]), Need(["app-doc"], .recommends),
      ])
    #expect(packages["tool"]?.needs == [Need(["so:libx.so.1"])])
    #expect(packages["tool"]?.provides == ["cmd:tool", "pager"])
    #expect(packages["shell"]?.provides == ["/bin/sh", "cmd:sh"])
  }

  @Test(arguments: ["a>=1", "a<1", "a=1-r0", "a~1.2", "a><Q1x", "a@edge", "a@edge=1", "a"])
  func versionsAndRepositoriesAreStripped(word: String) throws {
    let files = MemoryFiles(catalogue, ["/lib/apk/db/installed": "P:b\nD:\(word) !c\n\nP:a\n", "/etc/apk/world": word])
    let packages = try catalogue.packages(in: files)
    #expect(packages[0].needs == [Need(["a"])])
    #expect(packages.map(\.intent) == [.automatic, .asked])
  }

  @Test func theWorldIsWhatWasAskedForByNameOrByWhatItProvides() throws {
    let intents = try named(world: "app>1\n.build-deps=20261124.114645\ncmd:sh\n!libx\n").mapValues(\.intent)
    #expect(
      intents == [
        ".build-deps": .asked, "app": .asked, "app-doc": .automatic, "libx": .automatic, "second": .automatic, "shell": .asked,
        "tool": .automatic,
      ])
  }

  @Test func aNameInTheWorldIsThatPackageAndNotWhatElseProvidesIt() throws {
    let files = MemoryFiles(
      catalogue, ["/lib/apk/db/installed": "P:a\np:b\n\nP:b\n\nP:c\np:d=1\n", "/etc/apk/world": "b d"])
    #expect(try catalogue.packages(in: files).map(\.intent) == [.automatic, .asked, .asked])
  }

  @Test func filesAreDirectoriesAndNamesTogether() throws {
    var files = MemoryFiles(
      catalogue,
      [
        "/lib/apk/db/installed": Self.installed, "/opt/app/run": "", "/etc/app.conf": "", "/usr/share/second": "",
        "/usr/lib/libx.so.1.2": "", "/usr/bin/sh": "", "/usr/share/unlisted": "", "/opt/app/app.conf": "",
      ])
    files.link("/bin", to: "usr/bin")
    files.link("/usr/lib/libx.so.1", to: "libx.so.1.2")
    let listed = try paths(files)
    #expect(listed["app"] == ["/etc/app.conf", "/opt/app/run"])
    #expect(listed["libx"] == ["/usr/lib/libx.so.1", "/usr/lib/libx.so.1.2"])
    #expect(listed["shell"] == ["/usr/bin/sh"])
    #expect(listed["second"] == ["/usr/share/second"])
    #expect(listed[".build-deps"] == [])
  }

  @Test func theRootItselfHasFilesToo() throws {
    let files = MemoryFiles(catalogue, ["/lib/apk/db/installed": "P:a\nF:\nR:rooted\nF:opt\nR:b\n", "/rooted": "", "/opt/b": ""])
    #expect(try paths(files)["a"] == ["/rooted", "/opt/b"])
  }

  @Test func digestsAreWhatTheDatabaseSaysTheyAre() throws {
    let files = MemoryFiles(
      catalogue,
      [
        "/lib/apk/db/installed": """
        P:a
        F:b
        R:sha1
        a:0:0:755
        Z:Q1rVMfZ8BH7eB7tRyr/AXZ5Es4ti0=
        R:none
        R:sha256
        Z:Q2AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=
        R:short
        Z:Q1AAEC

        P:cut
        f:S
        F:b
        R:cut
        Z:Q1BZiqVHaBlK3lgLmAasmKzkOgMQo=

        """, "/b/sha1": "", "/b/none": "", "/b/sha256": "", "/b/short": "", "/b/cut": "",
      ])
    let lists = try catalogue.files(of: catalogue.packages(in: files), in: files)
    let sha1: [UInt8] = [
      0xad, 0x53, 0x1f, 0x67, 0xc0, 0x47, 0xed, 0xe0, 0x7b, 0xb5, 0x1c, 0xab, 0xfc, 0x05, 0xd9, 0xe4, 0x4b, 0x38, 0xb6, 0x2d,
    ]
    #expect(
      lists[0].listed.map(\.digest) == [
        RecordedDigest(.sha1, sha1), nil, RecordedDigest(.sha256, Array(0..<32)), nil,
      ])
    // Neither SHA-1 nor a whole SHA-256.
    #expect(lists[1].listed.map(\.digest) == [nil])
  }

  @Test func whatCameWithAPackageIsWantedByTheOneItIsMadeFor() throws {
    #expect(try named()["app"]?.needs.last == Need(["app-doc"], .recommends))
    let files = MemoryFiles(catalogue, ["/lib/apk/db/installed": "P:a\n\nP:b\n\nP:c\ni:b a\n\nP:d\ni:missing=1\n"])
    #expect(try catalogue.packages(in: files).map(\.needs) == [[Need(["c"], .recommends)], [], [], []])
  }

  @Test func theFirstOfTwoRecordsOfOnePackageCounts() throws {
    let files = MemoryFiles(
      catalogue,
      [
        "/lib/apk/db/installed": "P:a\nV:1\nF:x\nR:one\n\nP:a\nV:2\nF:x\nR:two\n",
        "/usr/lib/apk/db/installed": "P:a\nV:3\nF:x\nR:three\n", "/x/one": "", "/x/two": "", "/x/three": "",
      ])
    #expect(try catalogue.packages(in: files).map(\.version) == ["1"])
    #expect(try paths(files)["a"] == ["/x/one"])
  }

  @Test func damagedDatabasesGiveWhatCanBeRead() throws {
    let files = MemoryFiles(
      catalogue,
      [
        "/lib/apk/db/installed": "\n\nV:1\n\nP:\nF:x\n\nQ\nP\nP:a\n:\nD:= ! >=1 @x ~\nR:early\nZ:\nF:x\nF:\nR:\nZ:Q1\nR:../x\nR:y",
        "/early": "", "/x": "", "/y": "",
      ])
    let packages = try catalogue.packages(in: files)
    #expect(packages.map(\.name) == ["a"])
    #expect(packages[0].needs == [])
    #expect(try paths(files)["a"] == ["/x", "/y"])
  }

  @Test func onlyTheDatabaseAndTheWorldAreAskedFor() throws {
    let files = MemoryFiles(
      catalogue,
      [
        "/lib/apk/db/installed": "", "/etc/apk/world": "", "/lib/apk/db/triggers": "", "/srv/lib/apk/db/installed": "",
        "/world": "", "/etc/apk/arch": "",
      ])
    #expect(files.wanted.map { text(files.path($0)) } == ["/etc/apk/world", "/lib/apk/db/installed"])
  }

  private static let installed = """
    C:Q1zaD/nlR++ynRHV55rO3X9C9zMDs=
    P:.build-deps
    V:20261124.114645
    A:noarch
    S:0
    I:0
    T:virtual meta package
    U:
    L:
    D:tool

    C:Q1XGbsMMriKmuXyVRyphg8gle2Wfk=
    P:app
    V:1.0-r0
    A:x86_64
    S:441
    I:3300
    T:app
    U:
    L:none
    D:/bin/sh cmd:tool>=1.0 libx>=1 pager
    f:S
    F:etc
    R:app.conf
    Z:Q1PNfPS0ZwDiD5yhxS9hCCOjapcRg=
    F:opt
    F:opt/app
    R:run
    Z:Q1Nt+yvRVpemxvZetFlPlQsLYTZq8=

    C:Q1TkuGcys3nD0tNC/9ArOwMkknfYM=
    P:app-doc
    V:1.0-r0
    A:x86_64
    S:301
    I:400
    T:app-doc
    U:
    L:none
    i:app=1.0-r0 docs
    f:S
    F:usr
    F:usr/share
    F:usr/share/doc
    R:app
    Z:Q12yF9Au5JFEzrCVucqSKWEitdDBg=

    C:Q1vOz4sGIaQGwRUKdINH5LE75Z8i0=
    P:libx
    V:1.0-r0
    A:x86_64
    S:324
    I:1000
    T:libx
    U:
    L:none
    p:so:libx.so.1=1.2
    f:S
    F:usr
    F:usr/lib
    R:libx.so.1
    a:0:0:777
    Z:Q16+K57kHilY1aDiffJq3RrsxyoDQ=
    R:libx.so.1.2
    Z:Q1L7jrxyCUTuuAx4OBP4cPO7wgNT4=

    C:Q12gGOOmieriCdPb9accTN7YPhIZ4=
    P:second
    V:1.0-r0
    A:x86_64
    S:628
    I:1
    T:second
    U:
    L:none
    r:first
    F:usr
    F:usr/share
    R:second
    Z:Q1IcolTpRaj6UTBRzxPG2STsa6OCs=
    R:shared
    Z:Q1h2DHdKDvXKT5WIEsNtC7YnFDd8w=

    C:Q1e1ng402d6GLWqOuTodqdXTHuhqk=
    P:shell
    V:1.0-r0
    A:x86_64
    S:509
    I:1
    T:shell
    U:
    L:none
    p:/bin/sh cmd:sh=1.0-r0
    F:bin
    R:sh
    Z:Q1rVMfZ8BH7eB7tRyr/AXZ5Es4ti0=

    C:Q1wqN3zPBGCMQC9sGz+vizR14VU20=
    P:tool
    V:1.0-r0
    A:x86_64
    S:373
    I:2000
    T:tool
    U:
    L:none
    D:!enemy so:libx.so.1
    p:cmd:tool=1.0-r0 pager=1
    f:S
    F:usr
    F:usr/bin
    R:tool
    Z:Q1IYhTET0XmbmfurjTFBNKV4SOwsw=
    R:tool2
    Z:Q1IYhTET0XmbmfurjTFBNKV4SOwsw=

    """

  private func named(world: String? = nil) throws -> [String: Package] {
    var files = MemoryFiles(catalogue, ["/lib/apk/db/installed": Self.installed])
    if let world { files.add("/etc/apk/world", Array(world.utf8)) }
    return Dictionary(uniqueKeysWithValues: try catalogue.packages(in: files).map { ($0.name, $0) })
  }

  private func paths(_ files: MemoryFiles) throws -> [String: [String]] {
    let packages = try catalogue.packages(in: files)
    let lists = try catalogue.files(of: packages, in: files)
    return Dictionary(
      uniqueKeysWithValues: zip(packages, lists).map { ($0.name, $1.listed.map { text(files.path($0.path)) }) })
  }

  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
