import Testing

@testable import TareOwners

struct ComposerCatalogueTests {
  private let catalogue = ComposerCatalogue()

  private let second = """
    { "packages": [
      { "name": "a/one", "version": "v1.2.0", "require": { "php": ">=8", "ext-json": "*", "a/two": "^2" }, "bin": ["bin/run"],
        "install-path": "../a/one", "dist": { "type": "zip" } },
      { "name": "a/two", "version": "2.0.0", "provide": { "psr/log-implementation": "1.0" }, "replace": { "a/old": "*" },
        "install-path": "../../elsewhere/two", "dist": { "type": "path" } },
      { "name": "a/meta", "version": "1.0", "type": "metapackage", "install-path": null },
      { "version": "3" }, 5
    ], "dev": true, "dev-package-names": ["a/two"] }
    """

  private var files: MemoryFiles {
    MemoryFiles(
      catalogue,
      [
        "/app/vendor/composer/installed.json": second, "/app/vendor/a/one/src/one.php": "1", "/app/vendor/bin/run": "1",
        "/app/elsewhere/two/two.php": "1",
        "/app/composer.json": #"{ "require": { "a/one": "*" }, "require-dev": { "a/meta": "*" } }"#,
        "/app/vendor/a/one/composer.json": #"{ "require": { "a/two": "*" } }"#,
      ])
  }

  private func owned(_ files: MemoryFiles) throws -> [[String]] {
    try catalogue.files(of: catalogue.packages(in: files), in: files).map { own in
      (own.trees + own.listed.map(\.path)).map { String(decoding: files.path($0), as: UTF8.self) }
    }
  }

  @Test func packagesNeedsAndIntentAreRead() throws {
    let found = try catalogue.packages(in: files)
    #expect(found.map { "\($0.name) \($0.version)" } == ["a/one v1.2.0", "a/two 2.0.0", "a/meta 1.0"])
    #expect(found.map(\.key) == ["/app/vendor/a/one", "/app/vendor/a/two", "/app/vendor/a/meta"])
    #expect(found.map(\.needs) == [[Need(["/app/vendor/a/two"])], [], []])
    #expect(found.map(\.provides) == [[], ["/app/vendor/psr/log-implementation", "/app/vendor/a/old"], []])
    #expect(found.map(\.intent) == [.asked, .automatic, .asked])
    #expect(found.map(\.isLocal) == [false, true, false])
  }

  @Test func aPackageIsWhatLiesInItsInstallPath() throws {
    #expect(try owned(files) == [["/app/vendor/a/one", "/app/vendor/bin/run"], ["/app/elsewhere/two"], []])
  }

  @Test func theFirstVersionOfTheRecordHasNoInstallPath() throws {
    let first = MemoryFiles(
      catalogue,
      ["/v/composer/installed.json": #"[{ "name": "a/one", "version": "1.0" }]"#, "/v/a/one/one.php": "1"])
    #expect(try catalogue.packages(in: first).map(\.intent) == [.unknown])
    #expect(try owned(first) == [["/v/a/one"]])
  }

  @Test func aLinkedPackageLiesWhereTheLinkPoints() throws {
    var files = MemoryFiles(
      catalogue,
      [
        "/app/vendor/composer/installed.json":
          #"{ "packages": [{ "name": "a/b", "version": "dev-main", "install-path": "../a/b" }] }"#,
        "/src/b/b.php": "1",
      ])
    files.link("/app/vendor/a/b", to: "../../../src/b")
    #expect(try owned(files) == [["/src/b"]])
  }

  @Test func aRecordThatClaimsTheDirectoryItLiesInIsNotBelieved() throws {
    let files = MemoryFiles(
      catalogue,
      [
        "/app/vendor/composer/installed.json":
          #"{ "packages": [{ "name": "a/b", "install-path": "../../.." }, { "name": "a/b" }] }"#
      ])
    #expect(try owned(files) == [[]])
  }

  @Test func otherFilesOfThatNameAreNoRecord() throws {
    let files = MemoryFiles(
      catalogue, ["/a/installed.json": "[]", "/a/composer/installed.json": "nothing", "/b/composer.json": "["])
    #expect(try catalogue.packages(in: files).isEmpty)
  }
}
