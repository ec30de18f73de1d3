import Testing

@testable import TareOwners

struct NpmCatalogueTests {
  private let catalogue = NpmCatalogue()

  private func manifest(_ name: String, _ version: String = "1.0.0", _ more: String = "") -> String {
    #"{ "name": "\#(name)", "version": "\#(version)"\#(more.isEmpty ? "" : ", " + more) }"#
  }

  private func packages(_ files: [String: String]) throws -> [String: Package] {
    let found = try catalogue.packages(in: MemoryFiles(catalogue, files))
    return Dictionary(uniqueKeysWithValues: found.map { ($0.key, $0) })
  }

  @Test func aPackageIsADirectoryInNodeModules() throws {
    let found = try packages([
      "/app/package.json": manifest("app"),
      "/app/node_modules/one/package.json": manifest("one", "1.2.3"),
      "/app/node_modules/@scope/two/package.json": manifest("@scope/two", "2.0.0"),
      "/app/node_modules/one/node_modules/three/package.json": manifest("three"),
      "/usr/share/nodejs/four/package.json": manifest("four", "4.0.0"),
      "/usr/lib/x86_64-linux-gnu/nodejs/five/package.json": manifest("five"),
    ])
    #expect(
      found.keys.sorted() == [
        "/app/node_modules/@scope/two", "/app/node_modules/one", "/app/node_modules/one/node_modules/three",
        "/usr/lib/x86_64-linux-gnu/nodejs/five", "/usr/share/nodejs/four",
      ])
    #expect(found["/app/node_modules/one"]?.version == "1.2.3")
    #expect(found["/app/node_modules/@scope/two"]?.name == "@scope/two")
  }

  @Test func whatAPackageHasInsideIsNoPackage() throws {
    let found = try packages([
      "/app/node_modules/one/package.json": manifest("one"),
      "/app/node_modules/one/dist/esm/package.json": #"{ "type": "module" }"#,
      "/app/node_modules/one/test/fixture/package.json": manifest("fixture"),
      "/app/node_modules/one/test/node_modules/fixture/package.json": manifest("fixture"),
      "/app/node_modules/.cache/thing/package.json": manifest("thing"),
    ])
    #expect(Array(found.keys) == ["/app/node_modules/one"])
  }

  @Test func aPackageWithoutVersionIsOneAndWithoutNameIsNot() throws {
    let found = try packages([
      "/app/node_modules/one/package.json": #"{ "name": "one" }"#,
      "/app/node_modules/two/package.json": #"{ "version": "1.0.0" }"#,
      "/app/node_modules/three/package.json": #"[{ "name": "three" }]"#,
      "/app/node_modules/four/package.json": "",
    ])
    #expect(found.values.map(\.name) == ["one"])
    #expect(found.values.map(\.version) == [""])
  }

  @Test func aNeedIsTheNearestPackageOfThatName() throws {
    let found = try packages([
      "/app/package.json": manifest("app"),
      "/app/node_modules/inner/package.json": manifest("inner", "2.0.0"),
      "/app/node_modules/near/package.json": manifest("near", "1.0.0", #""dependencies": { "inner": "^1.0.0" }"#),
      "/app/node_modules/near/node_modules/inner/package.json": manifest("inner", "1.0.0"),
      "/app/node_modules/far/package.json": manifest("far", "1.0.0", #""dependencies": { "inner": "*", "absent": "*" }"#),
    ])
    #expect(found["/app/node_modules/near"]?.needs == [Need(["/app/node_modules/near/node_modules/inner"])])
    #expect(found["/app/node_modules/far"]?.needs == [Need(["/app/node_modules/inner"])])
  }

  @Test func optionalAndPeerDependenciesAreToldApart() throws {
    let needs = #"""
      "dependencies": { "a": "*", "b": "*" }, "optionalDependencies": { "b": "*" }, "peerDependencies": { "c": "*" },
      "devDependencies": { "a": "*" }
      """#
    let found = try packages([
      "/m/node_modules/top/package.json": manifest("top", "1.0.0", needs),
      "/m/node_modules/a/package.json": manifest("a"), "/m/node_modules/b/package.json": manifest("b"),
      "/m/node_modules/c/package.json": manifest("c"),
    ])
    #expect(
      found["/m/node_modules/top"]?.needs == [
        Need(["/m/node_modules/a"]), Need(["/m/node_modules/b"], .optional), Need(["/m/node_modules/c"], .peer),
      ])
  }

  @Test func aPackageOfAnotherNameIsFoundByItsDirectory() throws {
    let found = try packages([
      "/m/node_modules/top/package.json": manifest("top", "1.0.0", #""dependencies": { "alias": "npm:real@1" }"#),
      "/m/node_modules/alias/package.json": manifest("real"),
    ])
    #expect(found["/m/node_modules/alias"]?.name == "real")
    #expect(found["/m/node_modules/top"]?.needs == [Need(["/m/node_modules/alias"])])
  }

  @Test func linksOfPnpmAreFollowed() throws {
    let store = "/app/node_modules/.pnpm"
    var files = MemoryFiles(
      catalogue,
      [
        "/app/package.json": manifest("app", "1.0.0", #""dependencies": { "@s/outer": "^1.0.0" }"#),
        "\(store)/@s+outer@1.0.0/node_modules/@s/outer/package.json":
          manifest("@s/outer", "1.0.0", #""dependencies": { "inner": "^1.0.0" }"#),
        "\(store)/inner@1.0.0/node_modules/inner/package.json": manifest("inner", "1.0.0"),
        "\(store)/inner@2.0.0/node_modules/inner/package.json": manifest("inner", "2.0.0"),
      ])
    files.link("\(store)/@s+outer@1.0.0/node_modules/inner", to: "../../inner@1.0.0/node_modules/inner")
    files.link("/app/node_modules/@s/outer", to: "../.pnpm/@s+outer@1.0.0/node_modules/@s/outer")
    let found = try catalogue.packages(in: files)
    #expect(found.map(\.version) == ["1.0.0", "1.0.0", "2.0.0"])
    #expect(found.map(\.intent) == [.asked, .automatic, .automatic])
    #expect(found.first?.needs == [Need(["\(store)/inner@1.0.0/node_modules/inner"])])
  }

  @Test func packagesInTheStoreOfNpmAreFound() throws {
    let store = "/app/node_modules/.store"
    let found = try packages([
      "\(store)/@s/outer@1.0.0-hash/node_modules/@s/outer/package.json": manifest("@s/outer"),
      "\(store)/inner@1.0.0-hash/node_modules/inner/package.json": manifest("inner"),
      "\(store)/inner@1.0.0-hash/other/inner/package.json": manifest("inner"),
    ])
    #expect(found.values.map(\.name).sorted() == ["@s/outer", "inner"])
  }

  @Test func theApplicationsManifestSaysWhatWasAsked() throws {
    let found = try packages([
      "/app/package.json": manifest("app", "1.0.0", #""dependencies": { "a": "*" }, "devDependencies": { "b": "*" }"#),
      "/app/node_modules/a/package.json": manifest("a"), "/app/node_modules/b/package.json": manifest("b"),
      "/app/node_modules/c/package.json": manifest("c"), "/app/node_modules/c/node_modules/a/package.json": manifest("a"),
      "/usr/local/lib/node_modules/npm/package.json": manifest("npm"),
      "/usr/local/lib/node_modules/npm/node_modules/d/package.json": manifest("d"),
      "/else/node_modules/e/package.json": manifest("e"),
    ])
    #expect(
      found.mapValues(\.intent) == [
        "/app/node_modules/a": .asked, "/app/node_modules/b": .asked, "/app/node_modules/c": .automatic,
        "/app/node_modules/c/node_modules/a": .automatic, "/usr/local/lib/node_modules/npm": .asked,
        "/usr/local/lib/node_modules/npm/node_modules/d": .automatic, "/else/node_modules/e": .unknown,
      ])
  }

  @Test func aLinkedDirectoryIsLocal() throws {
    var files = MemoryFiles(
      catalogue,
      [
        "/app/package.json": manifest("app", "1.0.0", #""dependencies": { "ours": "file:../ours", "copied": "file:../copied" }"#),
        "/app/node_modules/copied/package.json": manifest("copied"),
        "/app/node_modules/theirs/package.json": manifest("theirs"),
        "/ours/package.json": manifest("ours", "0.1.0"),
      ])
    files.link("/app/node_modules/ours", to: "../../ours")
    let found = try catalogue.packages(in: files)
    #expect(found.filter(\.isLocal).map(\.key) == ["/app/node_modules/copied", "/ours"])
    #expect(try catalogue.files(of: found, in: files).last?.trees.map(files.path) == [Array("/ours".utf8)])
  }

  @Test func anArchiveUnpackedWhereItLiesIsAPackage() throws {
    let found = try packages([
      "/opt/yarn-v1.22.22/package.json": manifest("yarn", "1.22.22"), "/opt/yarn/package.json": manifest("yarn", "1.22.22"),
    ])
    #expect(Array(found.keys) == ["/opt/yarn-v1.22.22"])
  }

  @Test func nestedPackagesHaveTreesOfTheirOwn() throws {
    let files = MemoryFiles(
      catalogue,
      ["/m/node_modules/a/package.json": manifest("a"), "/m/node_modules/a/node_modules/b/package.json": manifest("b")])
    let trees = try catalogue.files(of: catalogue.packages(in: files), in: files).map { $0.trees.map(files.path) }
    #expect(trees == [[Array("/m/node_modules/a/node_modules/b".utf8)], [Array("/m/node_modules/a".utf8)]])
  }

  @Test func linksInACircleEnd() throws {
    var files = MemoryFiles(catalogue, ["/m/node_modules/a/package.json": manifest("a", "1", #""dependencies": { "b": "" }"#)])
    files.link("/m/node_modules/b", to: "c")
    files.link("/m/node_modules/c", to: "b")
    #expect(try catalogue.packages(in: files).map(\.needs) == [[]])
  }
}
