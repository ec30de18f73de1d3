import TareTestSupport
import Testing

@testable import TareFindings

/// What came along from the project's work tree: tests, scripts, documents, history, caches, environments, bytecode, data.
@Suite struct ApplicationRuleTests {
  /// An application at `/app` that runs `main.py`.
  private static func image(
    _ main: String = "import os\n", command: String = "\"python3\",\"main.py\"", config: String = "",
    copy: String = "COPY . /app", _ build: (inout TarBuilder) -> Void
  ) -> ImageBuilder {
    var image = ImageBuilder()
    image.layer { PythonFiles.interpreter(to: &$0) }
    image.layer {
      $0.file("app/main.py", main)
      build(&$0)
    }
    image.instructions("ADD rootfs.tar /", "CMD python3", copy)
    image.runConfig = "{\"WorkingDir\":\"/app\",\"Cmd\":[\(command)]\(config)}"
    return image
  }

  // MARK: Tests

  @Test func testsWithTheirFixtures() throws {
    let found = try Found(
      Self.image {
        $0.file("app/tests/test_a.py", PythonFiles.text(700))
        $0.file("app/tests/data/big.json", PythonFiles.text(3000))
      }, rules: [ProjectTests()])
    #expect(found.lines == ["project-tests//app/tests 3700"])
    #expect(found.claims("project-tests//app/tests") == ["1 /app/tests/"])
    #expect(found.findings.findings[0].risk.level == .low)
    #expect(found.findings.findings[0].fixes.first?.text == "add **/tests to .dockerignore")
  }

  @Test func instructionThatBringsNothingElseGoes() throws {
    var image = Self.image { _ in }
    image.layer { $0.file("app/tests/test_a.py", PythonFiles.text(700)) }
    image.instructions("ADD rootfs.tar /", "CMD python3", "COPY main.py /app/", "COPY tests ./tests")
    let found = try Found(image, rules: [ProjectTests()])
    #expect(
      found.findings.findings[0].fixes.map(\.text) == ["remove layer 3 (COPY tests ./tests): it brings nothing else"])
  }

  @Test(arguments: [
    ("from tests.test_a import helper\n", "what the image runs imports /app/tests/test_a.py"),
    ("open('tests/data/big.json')\n", "/app/main.py names it"),
    ("import os\nroot = os.path.join(here, \"tests\")\n", "/app/main.py names it"),
  ])
  func testsThatTheProgramUsesStay(main: String, reason: String) throws {
    let found = try Found(
      Self.image(main) {
        $0.file("app/tests/test_a.py", "helper = 1\n")
        $0.file("app/tests/data/big.json", PythonFiles.text(3000))
      }, rules: [ProjectTests()])
    #expect(found.lines == [])
    #expect(found.reason("project-tests") == "/app/tests stays: \(reason)")
  }

  @Test(arguments: [
    "# see tests/README\n", "print('tests passed')\n", "url = 'https://example.org/tests/'\n", "app.mount('/tests')\n",
    "latest = 'contests'\n",
  ])
  func wordsThatNameNoDirectoryKeepNothing(main: String) throws {
    let found = try Found(
      Self.image(main) { $0.file("app/tests/test_a.py", PythonFiles.text(700)) }, rules: [ProjectTests()])
    #expect(found.lines == ["project-tests//app/tests 700"])
  }

  @Test func imageThatRunsItsTests() throws {
    let found = try Found(
      Self.image(command: "\"pytest\",\"-q\"") { $0.file("app/tests/test_a.py", PythonFiles.text(700)) }, rules: [ProjectTests()])
    #expect(found.lines == [] && found.reason("project-tests") == "the image's command runs them: pytest")
  }

  @Test func directoryOfThatNameWithoutTests() throws {
    let found = try Found(
      Self.image { $0.file("app/spec/openapi.yaml", PythonFiles.text(700)) }, rules: [ProjectTests()])
    #expect(found.lines == [] && found.reason("project-tests") == "no tests of the project are in the image")
  }

  @Test func packageJSONSaysWhatStarts() throws {
    func image(_ scripts: String) -> ImageBuilder {
      Self.image(command: "\"npm\",\"start\"") {
        $0.file("app/package.json", "{\"name\":\"x\",\"scripts\":{\(scripts)}}")
        $0.file("app/test/server.test.js", PythonFiles.text(500))
      }
    }
    #expect(try Found(image("\"test\":\"mocha test/\""), rules: [ProjectTests()]).lines == ["project-tests//app/test 500"])
    #expect(try Found(image("\"start\":\"node test/server.test.js\""), rules: [ProjectTests()]).lines == [])
  }

  // MARK: Scripts and documents

  @Test(arguments: [
    ("\"python3\",\"main.py\"", "", true), ("\"python3\",\"scripts/serve.py\"", "", false),
    ("\"sh\",\"-c\",\"scripts/serve.py && python3 main.py\"", "", false),
    ("\"python3\",\"main.py\"", ",\"Env\":[\"TASKS=/app/scripts\"]", false),
    ("\"python3\",\"main.py\"", ",\"Healthcheck\":{\"Test\":[\"CMD\",\"/app/scripts/health.sh\"]}", false),
  ])
  func scriptsUnlessACommandNamesThem(command: String, config: String, isFound: Bool) throws {
    let found = try Found(
      Self.image(command: command, config: config) {
        $0.file("app/scripts/serve.py", PythonFiles.text(300))
        $0.file("app/scripts/results.json", PythonFiles.text(4000))
      }, rules: [ProjectScripts()])
    #expect(found.lines == (isFound ? ["project-scripts//app/scripts 4300"] : []))
  }

  @Test func riskOfScriptsIsSomebodyWhoRunsThemByHand() throws {
    let found = try Found(
      Self.image {
        $0.file("app/scripts/seed.py", PythonFiles.text(300))
        $0.file("app/notebooks/look.ipynb", PythonFiles.text(900))
      }, rules: [ProjectScripts()])
    #expect(found.finding("project-scripts//app/scripts")?.risk.level == .medium)
    #expect(found.finding("project-scripts//app/notebooks")?.risk.level == .low)
  }

  @Test func scriptThatALinkLeadsTo() throws {
    let found = try Found(
      Self.image {
        $0.file("app/scripts/seed.py", PythonFiles.text(300))
        $0.symlink("usr/local/bin/seed", to: "/app/scripts/seed.py")
      }, rules: [ProjectScripts()])
    #expect(found.reason("project-scripts") == "/app/scripts stays: /usr/local/bin/seed leads to it")
  }

  @Test(arguments: [("import os\n", true), ("StaticFiles(directory=\"docs\")\n", false), ("FastAPI(docs_url='/docs')\n", true)])
  func documentsUnlessTheyAreServed(main: String, isFound: Bool) throws {
    let found = try Found(
      Self.image(main) {
        $0.file("app/docs/index.md", PythonFiles.text(600))
        $0.file("app/docs/picture.png", PythonFiles.text(2400))
      }, rules: [ProjectDocumentation()])
    #expect(found.lines == (isFound ? ["project-documentation//app/docs 3000"] : []))
  }

  @Test func documentsBesideAProgramThatCannotBeRead() throws {
    let found = try Found(
      Self.image(command: "\"java\",\"-jar\",\"app.jar\"") {
        $0.file("app/app.jar", PythonFiles.text(90))
        $0.file("app/docs/index.html", PythonFiles.text(600))
      }, rules: [ProjectDocumentation()])
    #expect(found.reason("project-documentation") == "whether /app/app.jar serves /app/docs cannot be read from it")
  }

  // MARK: History and leftovers

  @Test(arguments: [
    ("import os\n", true), ("open('.git/HEAD')\n", false), ("subprocess.run([\"git\", \"describe\"])\n", false),
    ("os.system('git rev-parse HEAD')\n", false), ("# taken from git\n", true), ("a = '.gitignore'\n", true),
  ])
  func historyUnlessTheProgramAsksForIt(main: String, isFound: Bool) throws {
    let found = try Found(
      Self.image(main) {
        $0.file("app/.git/HEAD", "ref: refs/heads/main\n")
        $0.file("app/.git/objects/pack/a.pack", PythonFiles.text(5000))
      }, rules: [VersionControl()])
    #expect(found.lines == (isFound ? ["version-control//app/.git 5021"] : []))
  }

  @Test func historyThatWasDeletedLaterIsSaid() throws {
    var image = Self.image { $0.file("app/.git/HEAD", "ref: refs/heads/main\n") }
    image.layer { $0.whiteout("app/.git") }
    image.instructions("ADD rootfs.tar /", "CMD python3", "COPY . /app", "RUN rm -rf /app/.git")
    let found = try Found(image, rules: [VersionControl()])
    #expect(found.lines == [])
    #expect(
      found.reason("version-control")
        == "/app/.git is deleted by layer 3 (RUN rm -rf /app/.git); the layer below has it all the same")
  }

  @Test func libraryThatReadsTheHistory() throws {
    var image = ImageBuilder()
    image.layer {
      PythonFiles.interpreter(to: &$0)
      PythonFiles.distribution("GitPython", ["git/__init__.py": "x = 1\n"], to: &$0)
    }
    image.layer {
      $0.file("app/main.py", "import git\n")
      $0.file("app/.git/HEAD", "ref: refs/heads/main\n")
    }
    image.instructions("RUN install", "COPY . /app")
    image.runConfig = "{\"WorkingDir\":\"/app\",\"Cmd\":[\"python3\",\"main.py\"]}"
    let found = try Found(image, rules: [VersionControl()])
    #expect(found.reason("version-control") == "the application imports GitPython, which reads /app/.git")
  }

  @Test func leftoversOfTools() throws {
    let found = try Found(
      Self.image {
        $0.file("app/.mypy_cache/3.11/os.data.json", PythonFiles.text(2000))
        $0.file("app/.coverage", PythonFiles.text(300))
        $0.file("app/.github/workflows/ci.yml", PythonFiles.text(40))
        $0.file("app/coverage/lcov.info", PythonFiles.text(50))
        // A directory of that name with something else.
        $0.file("app/lib/coverage/map.bin", PythonFiles.text(9000))
      }, rules: [ToolLeftovers()])
    #expect(found.lines == ["tool-leftovers/all 2390"])
    #expect(found.findings.findings[0].title == "What development tools left: .coverage, .github, .mypy_cache and coverage")
  }

  // MARK: Environments and bytecode

  private static func environment(_ tar: inout TarBuilder) {
    tar.file("app/.venv/pyvenv.cfg", "home = /opt/homebrew/bin\n")
    tar.symlink("app/.venv/bin/python", to: "/opt/homebrew/bin/python3.12")
    tar.file("app/.venv/lib/python3.12/site-packages/alpha.py", PythonFiles.text(4000))
  }

  @Test(arguments: [
    ("", true), (",\"Env\":[\"PATH=/app/.venv/bin:/usr/local/bin\"]", false), (",\"Entrypoint\":[\"/app/.venv/bin/run\"]", false),
  ])
  func environmentUnlessItIsNamed(config: String, isFound: Bool) throws {
    let found = try Found(Self.image(config: config) { Self.environment(&$0) }, rules: [LocalEnvironments()])
    #expect(found.lines == (isFound ? ["local-environments//app/.venv 4025"] : []))
    if isFound {
      #expect(
        found.findings.findings[0].evidence[0]
          == "its interpreter is not in the image: /app/.venv/bin/python leads to /opt/homebrew/bin/python3.12")
    }
  }

  @Test func environmentThatSomebodyInAShellMayUse() throws {
    func found(_ command: String) throws -> Finding {
      let found = try Found(Self.image(command: command) { Self.environment(&$0) }, rules: [LocalEnvironments()])
      return try #require(found.findings.findings.first)
    }
    let shell = try found("\"bash\"")
    #expect(shell.severity == .low && shell.risk.level == .medium)
    #expect(shell.evidence.last == "the image starts nothing of its own: what somebody starts in it by hand cannot be seen")
    #expect(try found("\"python3\",\"main.py\"").severity > .low)
  }

  @Test func environmentOfABuildStepIsTheImages() throws {
    var image = Self.image { _ in }
    image.layer { Self.environment(&$0) }
    image.instructions("ADD rootfs.tar /", "CMD python3", "COPY main.py /app/", "RUN python3 -m venv /app/.venv")
    #expect(try Found(image, rules: [LocalEnvironments()]).lines == [])
  }

  @Test func bytecodeThatFitsStays() throws {
    func code(_ modified: UInt8, _ size: UInt8) -> [UInt8] {
      [0xa7, 0x0d, 0x0d, 0x0a, 0, 0, 0, 0, modified, 0, 0, 0, size, 0, 0, 0]
    }
    let found = try Found(
      Self.image {
        $0.file("app/fits.py", Array("a = 1\n".utf8), modified: 5)
        $0.file("app/__pycache__/fits.cpython-311.pyc", code(5, 6))
        $0.file("app/changed.py", Array("a = 1\n".utf8), modified: 9)
        $0.file("app/__pycache__/changed.cpython-311.pyc", code(5, 6) + [0])
        $0.file("app/__pycache__/fits.cpython-312.pyc", code(5, 6) + [0, 0])
        $0.file("app/__pycache__/gone.cpython-311.pyc", code(5, 6) + [0, 0, 0])
      }, rules: [HostBytecode()])
    #expect(found.lines == ["host-bytecode/all \(17 + 18 + 19)"])
    #expect(
      found.findings.findings[0].evidence.prefix(3) == [
        "1 file without a source", "1 file of an interpreter that is not there", "1 file older than the source",
      ])
    #expect(found.findings.findings[0].fixes[0].text == "add **/__pycache__ to .dockerignore")
  }

  // MARK: Data

  private static let megabyte = PythonFiles.text(1 << 20)

  @Test(arguments: [
    ("import os\n", true), ("open('data/sample.bin')\n", false), ("path = root / 'data'\n", false), ("'sample.bin'\n", false),
    ("'other.bin'\n", true),
  ])
  func dataUnlessItIsNamed(main: String, isFound: Bool) throws {
    let found = try Found(Self.image(main) { $0.file("app/data/sample.bin", Self.megabyte) }, rules: [UnnamedData()])
    #expect(found.lines == (isFound ? ["unnamed-data//app/data 1048576"] : []))
    #expect(found.findings.findings.allSatisfy { $0.risk.level == .medium })
  }

  @Test func dataOfAProgramWithoutSourcesIsLeftAlone() throws {
    var image = ImageBuilder()
    image.layer {
      $0.file("app/server", [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0])
      $0.file("app/data/sample.bin", Self.megabyte)
    }
    image.instructions("COPY . /app")
    image.runConfig = "{\"WorkingDir\":\"/app\",\"Entrypoint\":[\"/app/server\"]}"
    let found = try Found(image, rules: [UnnamedData()])
    #expect(found.reason("unnamed-data") == "no source of the application could be read to see which data it opens")
  }

  @Test func lessThanAMegabyteIsLeftAlone() throws {
    let found = try Found(Self.image { $0.file("app/data/sample.bin", PythonFiles.text(1 << 19)) }, rules: [UnnamedData()])
    #expect(found.reason("unnamed-data") == "the project brings no megabyte of data")
  }
}
