import TareOwners
import TareReach
import TareTestSupport
import Testing

@Suite struct ImportGraphTests {
  private static let site = "usr/local/lib/python3.11/site-packages"

  private func distribution(_ name: String, _ files: [String], requires: String = "", to tar: inout TarBuilder) {
    tar.file(
      "\(Self.site)/\(name)-1.0.dist-info/METADATA",
      "Metadata-Version: 2.1\nName: \(name)\nVersion: 1.0\n" + (requires.isEmpty ? "" : "Requires-Dist: \(requires)\n") + "\n")
    tar.file("\(Self.site)/\(name)-1.0.dist-info/RECORD", files.map { "\($0),,\n" }.joined())
    for file in files { tar.file("\(Self.site)/\(file)", "# \(name)\n") }
  }

  /// An image with a few distributions, and an application in `/srv/web`.
  private func analysis(_ application: [String: String], config: String, compressed: Bool = false) throws -> Analysis {
    var image = ImageBuilder()
    image.layer { tar in
      tar.file("usr/local/lib/python3.11/os.py", "")
      tar.file("usr/local/lib/python3.11/json/__init__.py", "")
      distribution("flask", ["flask/__init__.py", "flask/app.py"], requires: "werkzeug", to: &tar)
      distribution("werkzeug", ["werkzeug/__init__.py"], to: &tar)
      distribution("boto3", ["boto3/__init__.py"], to: &tar)
      distribution("psycopg2", ["psycopg2/__init__.py"], to: &tar)
      distribution("google-cloud", ["google/cloud/storage/__init__.py"], to: &tar)
      distribution("pytest", ["pytest/__init__.py"], to: &tar)
      distribution("speedups", ["_speed.cpython-311-x86_64-linux-gnu.so"], to: &tar)
      distribution("uvicorn", ["uvicorn/__init__.py", "uvicorn/__main__.py"], to: &tar)
    }
    image.layer(compressed ? .gzip : .none) { tar in
      for (path, text) in application.sorted(by: { $0.key < $1.key }) { tar.file("srv/web/\(path)", text) }
    }
    image.history = ["{\"created_by\":\"RUN pip install\"}", "{\"created_by\":\"COPY . /srv/web\"}"]
    image.runConfig = config
    return try Weighed(image).analysis
  }

  private func blocker(_ name: String, _ analysis: Analysis) throws -> String? {
    let package = try #require(analysis.ownership.packages.firstIndex { $0.package.name == name })
    let alone = analysis.reach.alone[package]
    guard alone.bytes == nil, let blocker = alone.blocker else { return nil }
    switch analysis.reach.node(blocker) {
    case .application: return "application"
    case .instruction(let name): return name
    case .package(let number): return analysis.ownership.packages[Int(number)].package.name
    }
  }

  private static let module = "{\"WorkingDir\":\"/srv/web\",\"Cmd\":[\"python3\",\"-m\",\"app\"]}"

  @Test(arguments: [false, true]) func whatTheApplicationImportsIsBlockedByIt(compressed: Bool) throws {
    let analysis = try analysis(
      ["app/__init__.py": "def f():\n  from flask import Flask\n", "app/__main__.py": "from . import f\n"], config: Self.module,
      compressed: compressed)
    #expect(try blocker("flask", analysis) == "application")
    #expect(try blocker("werkzeug", analysis) != nil)
    #expect(try blocker("boto3", analysis) == nil)
  }

  @Test func namespacesExtensionsAndAddresses() throws {
    let analysis = try analysis(
      ["app.py": "from google.cloud import storage\nimport _speed, json\nURL = 'postgresql://db/x'\n"], config: Self.module)
    for name in ["google-cloud", "speedups", "psycopg2"] { #expect(try blocker(name, analysis) == "application") }
    #expect(try blocker("flask", analysis) == nil)
  }

  @Test func aModuleOfTheApplicationGoesBeforeADistribution() throws {
    let analysis = try analysis(["main.py": "import boto3\n", "boto3.py": ""], config: Self.module)
    #expect(try blocker("boto3", analysis) == nil)
  }

  @Test func testsThatNothingReachesCanLetGo() throws {
    let files = ["app/__init__.py": "", "tests/test_app.py": "import pytest\n"]
    let analysis = try analysis(files, config: Self.module)
    #expect(try blocker("pytest", analysis) == nil)
    let pytest = try #require(analysis.ownership.packages.firstIndex { $0.package.name == "pytest" })
    #expect(analysis.reach.chain(to: Int32(pytest))?.steps.last?.kind == .developmentImport)
    // What runs may import its tests: then they are needed.
    let imported = try self.analysis(
      ["app/__init__.py": "import tests.test_app\n", "tests/__init__.py": "", "tests/test_app.py": "import pytest\n"],
      config: Self.module)
    #expect(try blocker("pytest", imported) == "application")
  }

  @Test func aModuleThatTheCommandNamesIsNeeded() throws {
    let analysis = try analysis(
      ["app.py": ""], config: "{\"WorkingDir\":\"/srv/web\",\"Cmd\":[\"python3\",\"-m\",\"uvicorn\",\"app:app\"]}")
    #expect(try blocker("uvicorn", analysis) == "CMD")
  }
}
