import TareTestSupport
import Testing

@testable import TareFindings

/// What Node, Java, Rust and their kind leave in an image that only runs.
@Suite struct LanguageRuleTests {
  private static func image(_ run: String = "\"node\",\"server.js\"", _ config: String = "", _ build: (inout TarBuilder) -> Void)
    -> ImageBuilder
  {
    var image = ImageBuilder()
    image.layer { $0.file("usr/bin/node", "node") }
    image.layer { build(&$0) }
    image.layer { $0.file("app/server.js", "require('alpha');\n") }
    image.instructions("ADD rootfs.tar /", "CMD node", "RUN npm ci", "COPY server.js /app/")
    image.runConfig = "{\"WorkingDir\":\"/app\",\"Cmd\":[\(run)]\(config)}"
    return image
  }

  private static func manifest(_ name: String, _ more: String = "") -> String {
    "{\"name\":\"\(name)\",\"version\":\"1.0.0\"\(more)}"
  }

  private static func package(
    _ name: String, in directory: String = "app/node_modules", _ more: String = "", _ files: [String: String] = [:],
    to tar: inout TarBuilder
  ) {
    tar.file("\(directory)/\(name)/package.json", manifest(name, more))
    for (path, text) in files.sorted(by: { $0.key < $1.key }) { tar.file("\(directory)/\(name)/\(path)", text) }
  }

  /// `package.json` has to be the application's, which only COPY makes it.
  private static func project(_ declared: String, _ run: String = "\"node\",\"server.js\"", server: String = "require('alpha');\n")
    -> ImageBuilder
  {
    var image = ImageBuilder()
    image.layer { $0.file("usr/bin/node", "node") }
    image.layer {
      $0.file("app/package.json", "{\"name\":\"app\",\(declared)}")
      $0.file("app/server.js", server)
    }
    image.layer {
      Self.package("alpha", "", ["index.js": PythonFiles.text(100)], to: &$0)
      Self.package("tool", ",\"dependencies\":{\"helper\":\"1\",\"shared\":\"1\"}", ["cli.js": PythonFiles.text(2000)], to: &$0)
      Self.package("helper", "", ["index.js": PythonFiles.text(500)], to: &$0)
      Self.package("shared", "", ["index.js": PythonFiles.text(700)], to: &$0)
      $0.symlink("app/node_modules/.bin/toolrun", to: "../tool/cli.js")
    }
    image.instructions("ADD rootfs.tar /", "CMD node", "COPY . /app", "RUN npm ci")
    image.runConfig = "{\"WorkingDir\":\"/app\",\"Cmd\":[\(run)]}"
    return image
  }

  private static let toolBytes =
    2000 + 500 + manifest("tool", ",\"dependencies\":{\"helper\":\"1\",\"shared\":\"1\"}").utf8.count
    + manifest("helper").utf8.count

  @Test func developmentDependenciesWithWhatOnlyTheyNeed() throws {
    let found = try Found(
      Self.project("\"dependencies\":{\"alpha\":\"1\",\"shared\":\"1\"},\"devDependencies\":{\"tool\":\"1\"}"),
      rules: [NodeDevelopmentDependencies()])
    #expect(found.lines == ["node-development-dependencies//app/node_modules \(Self.toolBytes)"])
    #expect(
      found.findings.findings[0].evidence.last
        == "devDependencies of /app/package.json: tool, and 1 package that only they need")
  }

  @Test(arguments: [
    ("\"node\",\"server.js\"", "require('tool');\n", ""), ("\"npx\",\"toolrun\"", "1\n", ""),
    ("\"npm\",\"start\"", "1\n", ",\"scripts\":{\"start\":\"toolrun .\"}"),
  ])
  func developmentDependencyThatRuns(run: String, server: String, scripts: String) throws {
    let found = try Found(
      Self.project("\"dependencies\":{\"alpha\":\"1\"},\"devDependencies\":{\"tool\":\"1\"}\(scripts)", run, server: server),
      rules: [NodeDevelopmentDependencies()])
    #expect(found.lines == [])
  }

  @Test(arguments: [
    ("\"node\",\"server.js\"", "", ["node-build-files/maps 900", "node-build-files/types 400"]),
    ("\"node\",\"--enable-source-maps\",\"server.js\"", "", ["node-build-files/types 400"]),
    ("\"node\",\"server.js\"", ",\"Env\":[\"NODE_OPTIONS=--enable-source-maps\"]", ["node-build-files/types 400"]),
    ("\"npx\",\"tsx\",\"server.ts\"", "", ["node-build-files/maps 900"]),
  ])
  func mapsAndTypes(run: String, config: String, lines: [String]) throws {
    let found = try Found(
      Self.image(run, config) {
        Self.package(
          "alpha", "", ["a.js": "1", "a.js.map": PythonFiles.text(900), "a.d.ts": PythonFiles.text(400), "road.map": "x"], to: &$0)
      }, rules: [NodeBuildFiles()])
    #expect(found.lines == lines)
  }

  @Test func extrasAtTheTopOfPackages() throws {
    let found = try Found(
      Self.image {
        Self.package("alpha", "", ["test/a.js": PythonFiles.text(300), "lib/test/b.js": PythonFiles.text(90)], to: &$0)
        Self.package("beta", ",\"main\":\"./test/index.js\"", ["test/index.js": PythonFiles.text(50)], to: &$0)
      }, rules: [NodePackageExtras()])
    #expect(found.lines == ["node-package-extras//app/node_modules 300"])
    #expect(found.claims("node-package-extras//app/node_modules") == ["1 /app/node_modules/alpha/test/a.js"])
  }

  @Test func versionThatIsNestedTwice() throws {
    let nested = ["index.js": PythonFiles.text(1000)]
    let found = try Found(
      Self.image {
        Self.package("alpha", to: &$0)
        Self.package("beta", to: &$0)
        Self.package("core", "", ["index.js": PythonFiles.text(77)], to: &$0)
        Self.package("deep", in: "app/node_modules/alpha/node_modules", "", nested, to: &$0)
        Self.package("deep", in: "app/node_modules/beta/node_modules", "", nested, to: &$0)
      }, rules: [NodeDuplicates()])
    #expect(found.lines == ["node-duplicates//app/node_modules \(1000 + Self.manifest("deep").utf8.count)"])
    #expect(found.claims("node-duplicates//app/node_modules") == ["1 /app/node_modules/beta/node_modules/"])
  }

  @Test func otherVersionsAreNoDuplicates() throws {
    let found = try Found(
      Self.image {
        Self.package("alpha", to: &$0)
        $0.file("app/node_modules/alpha/node_modules/deep/package.json", "{\"name\":\"deep\",\"version\":\"2.0.0\"}")
        Self.package("deep", to: &$0)
      }, rules: [NodeDuplicates()])
    #expect(found.reason("node-duplicates") == "each version of a package is there once")
  }

  // MARK: Java

  private static func kit(_ tar: inout TarBuilder) {
    tar.file("opt/jdk/release", "JAVA_VERSION=\"21.0.1\"\nIMPLEMENTOR=\"Eclipse Adoptium\"\n")
    tar.file("opt/jdk/lib/modules", PythonFiles.text(5000))
    tar.file("opt/jdk/lib/src.zip", PythonFiles.text(800))
    tar.file("opt/jdk/jmods/java.base.jmod", PythonFiles.text(3000))
    tar.file("opt/jdk/bin/java", PythonFiles.text(10), mode: 0o755)
    tar.file("opt/jdk/bin/javac", PythonFiles.text(20), mode: 0o755)
    tar.file("opt/jdk/bin/keytool", PythonFiles.text(30), mode: 0o755)
  }

  @Test(arguments: [
    ("\"java\",\"-jar\",\"/app/a.jar\"", true), ("\"sh\",\"-c\",\"javac A.java && java A\"", false),
    ("\"mvn\",\"exec:java\"", false),
  ])
  func kitUnlessSomethingCompiles(run: String, isFound: Bool) throws {
    let found = try Found(Self.image(run) { Self.kit(&$0) }, rules: [JavaDevelopmentKit()])
    #expect(found.lines == (isFound ? ["java-development-kit//opt/jdk 3820"] : []))
    if isFound {
      #expect(!found.findings.findings[0].exact)
      #expect(
        found.claims("java-development-kit//opt/jdk") == [
          "1 /opt/jdk/lib/src.zip", "1 /opt/jdk/jmods/java.base.jmod", "1 /opt/jdk/bin/javac",
        ])
    }
  }

  @Test func archivesOfSources() throws {
    let found = try Found(
      Self.image {
        $0.file("app/lib/a-1.0.jar", PythonFiles.text(500))
        $0.file("app/lib/a-1.0-sources.jar", PythonFiles.text(300))
        $0.file("app/lib/sources.jar", PythonFiles.text(90))
      }, rules: [JavaSourceArchives()])
    #expect(found.lines == ["java-source-archives//app/lib 300"])
  }

  // MARK: Builds

  private static func target(_ tar: inout TarBuilder) {
    tar.file("src/target/.rustc_info.json", PythonFiles.text(40))
    tar.file("src/target/release/deps/app-1", PythonFiles.text(2000))
    tar.hardLink("src/target/release/app", to: "src/target/release/deps/app-1")
    tar.file("src/target/release/deps/libx.rlib", PythonFiles.text(700))
    tar.file("src/target/release/build/x/out/libgpu.so", PythonFiles.text(300))
  }

  @Test(arguments: [("\"/usr/bin/node\"", 3040), ("\"/src/target/release/app\"", 740)])
  func targetOfCargoButForWhatIsStarted(run: String, bytes: Int) throws {
    let found = try Found(Self.image(run) { Self.target(&$0) }, rules: [BuildDirectories()])
    #expect(found.lines == ["build-directories//src/target \(bytes)"])
  }

  @Test func directoryOfThatNameWithoutMarks() throws {
    let found = try Found(
      Self.image {
        $0.file("app/target/data.bin", PythonFiles.text(500))
        $0.file("app/build/index.html", PythonFiles.text(500))
        $0.file("app/obj/model.obj", PythonFiles.text(500))
      }, rules: [BuildDirectories()])
    #expect(found.lines == [])
  }
}
