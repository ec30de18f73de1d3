import Testing

@testable import TareOwners

struct MavenCatalogueTests {
  /// Stands for DEFLATE: what is stored is the text backwards.
  private let catalogue = MavenCatalogue { stored, size in stored.count == size ? stored.reversed() : nil }

  private func manifest(_ lines: String...) -> (String, String) {
    ("META-INF/MANIFEST.MF", (["Manifest-Version: 1.0"] + lines + ["", ""]).joined(separator: "\r\n"))
  }

  private func properties(_ group: String, _ artifact: String, _ version: String) -> (String, String) {
    (
      "META-INF/maven/\(group)/\(artifact)/pom.properties",
      "#Generated\ngroupId=\(group)\nartifactId=\(artifact)\nversion=\(version)\n"
    )
  }

  private func packages(_ archives: [String: [UInt8]]) throws -> [Package] {
    var files = MemoryFiles(catalogue)
    for (path, bytes) in archives { files.add(path, bytes) }
    return try catalogue.packages(in: files)
  }

  private func package(_ path: String, _ members: (String, String)...) throws -> Package? {
    try packages([path: ZipBuilder(members).bytes()]).first
  }

  @Test func theArtifactThatTheFileIsNamedForIsItsName() throws {
    let found = try package(
      "/lib/core-2.14.1.jar", manifest("Implementation-Version: 9"), properties("org.a", "core-shaded", "1.0"),
      properties("org.a", "core", "2.14.1"))
    #expect(found?.name == "core")
    #expect(found?.version == "2.14.1")
    #expect(found?.key == "org.a:core:/lib/core-2.14.1.jar")
    #expect(found?.contains == [Component(ecosystem: .maven, name: "core-shaded", version: "1.0", group: "org.a")])
  }

  @Test func aFileNamedWithoutVersionTakesItFromTheProperties() throws {
    let found = try package("/usr/share/java/commons-lang3-debian.jar", properties("org.apache.commons", "commons-lang3", "3.12.0"))
    #expect(found.map { "\($0.name) \($0.version) \($0.contains.count)" } == "commons-lang3 3.12.0 0")
  }

  @Test(arguments: [
    ("commons-io-2.11.0.jar", "", "commons-io", "2.11.0"), ("tool_1.5.war", "", "tool", "1.5"),
    ("org.eclipse.osgi-3.16.jar", "", "osgi", "3.16"), ("plain.jar", "Implementation-Version: 4.2", "plain", "4.2"),
    ("plain.jar", "Specification-Version: 1\r\nBundle-Version: 2", "plain", "1"), ("thing-rc1.jar", "", "thing", "rc1"),
    ("log4j-over-slf4j.jar", "", "log4j-over-slf4j", ""),
    ("renamed.jar", "Created-By: Apache Maven Bundle Plugin\r\nBundle-SymbolicName: org.a.logging;x=1", "logging", ""),
    ("commons-logging.jar", "Created-By: Apache Maven Bundle Plugin\r\nBundle-SymbolicName: org.a.logging", "commons-logging", ""),
  ])
  func withoutPropertiesTheFileAndTheManifestSay(_ file: String, _ lines: String, _ name: String, _ version: String) throws {
    let found = try package("/srv/\(file)", manifest(lines))
    #expect(found?.name == name)
    #expect(found?.version == version)
  }

  @Test func aManifestLineGoesOnBehindABlank() throws {
    let found = try package("/a/b.jar", manifest("Implementation-Version: 1.", " 5", "", "Implementation-Version: 2"))
    #expect(found?.version == "1.5")
  }

  @Test func jarsInAJarAreListedUnderIt() throws {
    let innermost = ZipBuilder([manifest("Implementation-Version: 3")]).bytes()
    var inner = ZipBuilder([properties("g", "inner", "2.0")])
    inner.members.append(.init(name: "deep.jar", content: innermost))
    var outer = ZipBuilder([manifest("Implementation-Version: 1.0")])
    outer.members.append(.init(name: "BOOT-INF/lib/inner-2.0.jar", content: inner.bytes().reversed(), method: 8))
    outer.members.append(.init(name: "BOOT-INF/lib/damaged.jar", content: [1, 2, 3], method: 8))
    let found = try packages(["/app/outer.jar": outer.bytes()])
    #expect(found.map(\.name) == ["outer"])
    #expect(found.first?.isLocal == true)
    #expect(found.first?.contains.map { "\($0.name) \($0.version)" } == ["inner 2.0", "deep 3"])
  }

  @Test func aClassPathNamesWhatIsNeeded() throws {
    let files = try packages([
      "/app/main.jar": ZipBuilder([manifest("Class-Path: lib/a.jar lib/absent.jar ../app/lib/", "  b.jar")]).bytes(),
      "/app/lib/a.jar": ZipBuilder([manifest()]).bytes(), "/app/lib/b.jar": ZipBuilder([manifest()]).bytes(),
    ])
    #expect(files.first { $0.name == "main" }?.needs == [Need([":a:/app/lib/a.jar"])])
  }

  @Test func aPackageIsItsFile() throws {
    var files = MemoryFiles(catalogue)
    files.add("/a/b.jar", ZipBuilder([manifest()]).bytes())
    files.add("/a/c.jar", Array("no archive".utf8))
    files.add("/a/d.class", [])
    let packages = try catalogue.packages(in: files)
    #expect(packages.map(\.name) == ["b"])
    #expect(try catalogue.files(of: packages, in: files).flatMap(\.listed).map { files.path($0.path) } == [Array("/a/b.jar".utf8)])
  }

  @Test func archivesOf64BitsAndWithSomethingBeforeThemAreRead() throws {
    var builder = ZipBuilder([manifest("Implementation-Version: 7")])
    builder.prefix = Array("#!/bin/sh\nexec java -jar $0\n".utf8)
    builder.comment = Array("PK\u{5}\u{6} a comment".utf8)
    #expect(try packages(["/a/b.jar": builder.bytes()]).first?.version == "7")
    builder.isWide = true
    #expect(try packages(["/a/b.jar": builder.bytes()]).first?.version == "7")
  }

  /// Members that all lie in the same bytes, each of them an archive of such members again: 200 to the eighth are claimed.
  @Test func overlappingArchivesEnd() throws {
    var bytes = ZipBuilder([("x.jar", "")]).bytes()
    for _ in 0..<JavaMemberReader.deepest {
      var builder = ZipBuilder()
      builder.isOverlapping = true
      for index in 0..<200 { builder.members.append(.init(name: "\(index).jar", content: bytes)) }
      bytes = builder.bytes()
    }
    let found = try #require(try packages(["/a/bomb.jar": bytes]).first)
    #expect(found.name == "bomb")
    #expect(found.contains.count == 200)
  }

  @Test func aClaimOfMoreThanDeflateCanExpandIsRefused() throws {
    var builder = ZipBuilder()
    builder.members.append(.init(name: "META-INF/MANIFEST.MF", content: [1], method: 8, size: 1 << 20))
    let refusing = MavenCatalogue { _, size in size > 2000 ? [UInt8]("Implementation-Version: 5\n".utf8) : nil }
    var files = MemoryFiles(refusing)
    files.add("/a/b.jar", builder.bytes())
    #expect(try refusing.packages(in: files).first?.version == "")
  }

  /// Every cut and every changed byte gives an answer.
  @Test func damageIsNoTrap() throws {
    var builder = ZipBuilder([manifest("Implementation-Version: 7"), properties("g", "b", "7")])
    builder.isWide = true
    let whole = builder.bytes()
    var answers = 0
    for index in whole.indices {
      answers += try packages(["/a/b.jar": Array(whole[..<index])]).count
      for byte: UInt8 in [0, 0x7f, 0xff] {
        var damaged = whole
        damaged[index] = byte
        answers += try packages(["/a/b.jar": damaged]).count
      }
    }
    #expect(answers > whole.count)
  }
}
