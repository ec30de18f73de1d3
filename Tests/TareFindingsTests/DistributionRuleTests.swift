import TareTestSupport
import Testing

@testable import TareFindings

/// Distributions that are there for developers, or for nobody.
@Suite struct DistributionRuleTests {
  private static func weight(_ name: String, _ size: Int, requires: [String] = []) -> Int {
    size + PythonFiles.recordBytes(name, ["\(name)/__init__.py"], requires: requires)
  }

  private static func install(_ name: String, _ size: Int, requires: [String] = [], _ tar: inout TarBuilder) {
    PythonFiles.distribution(name, ["\(name)/__init__.py": PythonFiles.text(size)], requires: requires, to: &tar)
  }

  // MARK: Development

  @Test func toolsGoWithWhatOnlyTheyNeed() throws {
    let image = ImageBuilder.application("import alpha\n") { tar in
      Self.install("alpha", 100, requires: ["shared"], &tar)
      Self.install("shared", 200, &tar)
      Self.install("pytest", 3000, requires: ["pluggy", "shared"], &tar)
      Self.install("pluggy", 400, &tar)
    }
    let found = try Found(image, rules: [DevelopmentDistributions()])
    let expected = Self.weight("pytest", 3000, requires: ["pluggy", "shared"]) + Self.weight("pluggy", 400)
    #expect(found.lines == ["development-distributions/all \(expected)"])
    let finding = found.findings.findings[0]
    #expect(finding.risk.level == .low && finding.evidence.contains("only they need pluggy"))
    #expect(finding.title == "Development tools: pytest")
  }

  @Test(arguments: ["import pytest\n", "def f():\n    import pytest\n", "import alpha\nimport plugin\n"])
  func toolsThatTheProgramUsesStay(main: String) throws {
    let image = ImageBuilder.application(main) { tar in
      Self.install("plugin", 100, requires: ["pytest"], &tar)
      Self.install("pytest", 3000, &tar)
    }
    let found = try Found(image, rules: [DevelopmentDistributions()])
    #expect(found.lines == [])
    #expect(found.reason("development-distributions") == "the development tools there are, are reached: pytest")
  }

  @Test func testsThatImportAToolAreNoUseOfIt() throws {
    var image = ImageBuilder.application("import alpha\n") { tar in
      Self.install("alpha", 100, &tar)
      Self.install("pytest", 3000, &tar)
    }
    image.layer { $0.file("app/tests/test_main.py", "import pytest\n") }
    image.instructions("ADD rootfs.tar /", "CMD python3", "RUN pip install", "COPY main.py /app/", "COPY tests /app/tests")
    #expect(try Found(image, rules: [DevelopmentDistributions()]).lines.count == 1)
  }

  // MARK: Nothing imports them

  @Test func distributionThatNothingImports() throws {
    let image = ImageBuilder.application("import alpha\n") { tar in
      Self.install("alpha", 100, &tar)
      Self.install("idle", 3000, requires: ["helper"], &tar)
      Self.install("helper", 500, &tar)
    }
    let found = try Found(image, rules: [UnimportedDistributions()])
    let expected = Self.weight("idle", 3000, requires: ["helper"]) + Self.weight("helper", 500)
    #expect(found.lines == ["unimported-distributions/idle \(expected)"])
    #expect(found.findings.findings[0].risk.level == .medium)
    #expect(found.findings.totals.low == 0)
  }

  @Test func usedByNameExtraDriverOrSettingIsUsed() throws {
    var image = ImageBuilder.application("import alpha\nimport sqlalchemy\nimport importlib\nimportlib.import_module('called')\n") {
      tar in
      Self.install("alpha", 100, requires: ["fast ; extra == 'speed'", "docs ; extra == \"doc\""], &tar)
      for name in ["fast", "called", "sqlalchemy", "asyncpg", "migrator", "docs"] { Self.install(name, 1000, &tar) }
    }
    image.layer { $0.file("app/migrator.ini", "[migrator]\nscript = x\n") }
    image.instructions("ADD rootfs.tar /", "CMD python3", "RUN pip install", "COPY main.py /app/", "COPY migrator.ini /app/")
    let found = try Found(image, rules: [UnimportedDistributions()])
    // What documents alpha is no use of it.
    #expect(found.lines == ["unimported-distributions/docs \(Self.weight("docs", 1000))"])
  }

  @Test func withoutSourcesNothingIsSaid() throws {
    var image = ImageBuilder()
    image.layer { PythonFiles.interpreter(to: &$0) }
    image.layer { Self.install("idle", 3000, &$0) }
    image.instructions("ADD rootfs.tar /", "CMD python3", "RUN pip install")
    let found = try Found(image, rules: [UnimportedDistributions()])
    #expect(found.lines == [])
    #expect(found.reason("unimported-distributions") == "the application has no Python sources whose imports could be read")
  }

  @Test func extrasOfMetadata() {
    func names(_ text: String) -> [String] { Array(text.utf8).withUnsafeBytes { OptionalNeeds.names(in: $0) } }
    #expect(
      names("Name: a\nRequires-Dist: Fast_One>=2; extra == \"speed\"\nRequires-Dist: plain\n\nRequires-Dist: body; extra == 'x'\n")
        == ["fast-one"])
    #expect(
      names(
        "Requires-Dist: a; python_version < '4' and (extra == 'x')\nRequires-Dist: a; extra=='y'\nRequires-Dist: b; extra == 'tests'\n"
      ) == ["a"])
    #expect(names("") == [] && names("Requires-Dist: ; extra ==\n") == [])
  }
}
