import TareTestSupport
import Testing

@testable import TareFindings

/// Tests, headers and static libraries inside installed distributions.
@Suite struct PackagedFilesTests {
  private static let site = "/" + PythonFiles.site

  // MARK: Tests

  @Test func testsThatNothingImports() throws {
    let image = ImageBuilder.application("import alpha\n") { tar in
      PythonFiles.distribution(
        "alpha",
        [
          "alpha/__init__.py": "from alpha import core\n", "alpha/core.py": "import os\n",
          "alpha/tests/__init__.py": PythonFiles.text(100), "alpha/tests/test_core.py": PythonFiles.text(3000),
          "alpha/conftest.py": "from alpha.tests import test_core\n",
        ], to: &tar)
    }
    let found = try Found(image, rules: [PackagedTests()])
    #expect(found.lines == ["packaged-tests/\(Self.site) 3100"])
    #expect(found.claims("packaged-tests/\(Self.site)") == ["1 \(Self.site)/alpha/tests/"])
    let finding = try #require(found.findings.findings.first)
    #expect(finding.risk.level == .low && finding.evidence[0] == "3.10 kB alpha (2 files)")
    #expect(finding.fixes[0].text.contains("find \(Self.site)/alpha -depth"))
  }

  @Test(arguments: [
    ("import alpha.tests.common\n", ""), ("import alpha\n", "from alpha.tests import common\n"),
    ("import alpha\n", "from .tests.common import *\n"), ("import alpha\n", "def later():\n    from . import tests\n"),
  ])
  func testsThatSomethingImportsStay(main: String, module: String) throws {
    let image = ImageBuilder.application(main) { tar in
      PythonFiles.distribution(
        "alpha",
        [
          "alpha/__init__.py": module, "alpha/tests/__init__.py": "#", "alpha/tests/common.py": PythonFiles.text(3000),
        ], to: &tar)
    }
    let found = try Found(image, rules: [PackagedTests()])
    #expect(found.lines == [])
    #expect(
      found.reason("packaged-tests") == "no installed distribution holds directories of tests, but for those that are imported")
  }

  @Test func modulesForTestingAreNoTests() throws {
    let image = ImageBuilder.application("import alpha\n") { tar in
      PythonFiles.distribution("alpha", ["alpha/__init__.py": "#", "alpha/testing/__init__.py": PythonFiles.text(900)], to: &tar)
    }
    #expect(try Found(image, rules: [PackagedTests()]).lines == [])
  }

  @Test func testProgramsInMachineCode() throws {
    var image = ImageBuilder.application("import alpha\n") { tar in
      PythonFiles.distribution(
        "alpha", ["alpha/__init__.py": "#"], links: ["alpha/bin/test_alpha": "opt/a", "alpha/bin/serve": "opt/b"], to: &tar)
    }
    // The links' targets, in the same layer.
    var tar = TarBuilder()
    for (name, size) in [("a", 500), ("b", 600)] { tar.file("opt/\(name)", Self.executable(size)) }
    image.layers[1].tar = Array(tar.bytes) + image.layers[1].tar
    image.layer {
      $0.whiteout("opt/a")
      $0.whiteout("opt/b")
    }
    image.instructions("ADD rootfs.tar /", "CMD python3", "RUN pip install", "COPY main.py /app/", "RUN rm /opt/a /opt/b")
    #expect(try Found(image, rules: [PackagedTests()]).lines == ["packaged-tests/\(Self.site) 500"])
  }

  /// An ELF executable that has nothing but a header.
  private static func executable(_ size: Int) -> [UInt8] {
    var bytes: [UInt8] = [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1] + [UInt8](repeating: 0, count: size - 7)
    (bytes[16], bytes[18], bytes[20], bytes[52], bytes[54], bytes[58]) = (2, 62, 1, 64, 56, 64)
    return bytes
  }

  // MARK: Headers

  @Test func headersByWhetherSomethingCompiles() throws {
    let image = ImageBuilder.application("import alpha\nimport cffi\n") { tar in
      PythonFiles.distribution("alpha", ["alpha/__init__.py": "#", "alpha/include/alpha.h": PythonFiles.text(500)], to: &tar)
      PythonFiles.distribution("cffi", ["cffi/__init__.py": "#", "cffi/_cffi_include.h": PythonFiles.text(700)], to: &tar)
    }
    let found = try Found(image, rules: [PackagedHeaders()])
    #expect(
      found.lines.filter { !$0.contains("python 3.11") }
        == ["packaged-headers/\(Self.site) 500", "packaged-headers/\(Self.site):compiling 700"])
    #expect(found.finding("packaged-headers/\(Self.site)")?.risk.level == .low)
    let compiling = try #require(found.finding("packaged-headers/\(Self.site):compiling"))
    #expect(compiling.risk.level == .medium && compiling.risk.words.contains("cffi"))
  }

  @Test func sourcesNamedLikeHeadersAreNone() throws {
    let image = ImageBuilder.application("import alpha\n") { tar in
      PythonFiles.distribution(
        "alpha", ["alpha/__init__.py": "#", "alpha/h": "x", "alpha/data.html": PythonFiles.text(99)], to: &tar)
    }
    #expect(try Found(image, rules: [PackagedHeaders()]).lines.allSatisfy { $0.contains("python 3.11") })
  }

  // MARK: Static libraries

  @Test func staticLibrariesByTheirFirstBytes() throws {
    let image = ImageBuilder.application("import alpha\n") { tar in
      PythonFiles.distribution(
        "alpha",
        [
          "alpha/__init__.py": "#", "alpha/lib/libalpha.a": "!<arch>\n" + PythonFiles.text(992),
          "alpha/notes.a": PythonFiles.text(400),
        ], to: &tar)
    }
    let found = try Found(image, rules: [PackagedArchives()])
    #expect(found.lines == ["packaged-static-libraries/\(Self.site) 1000"])
    #expect(found.claims("packaged-static-libraries/\(Self.site)") == ["1 \(Self.site)/alpha/lib/libalpha.a"])
  }

  @Test func staticLibrariesOutsideOfDistributionsAreAnothersMatter() throws {
    var image = ImageBuilder.application("import os\n") { _ in }
    image.layer { $0.file("usr/lib/libz.a", "!<arch>\nxx") }
    image.instructions("ADD rootfs.tar /", "CMD python3", "RUN pip install", "COPY main.py /app/", "RUN make install")
    let found = try Found(image, rules: [PackagedArchives()])
    #expect(found.lines == [] && found.reason("packaged-static-libraries") == "no installed distribution holds static libraries")
  }
}
