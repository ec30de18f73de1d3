import TareArchive
import TareTestSupport
import TareTree
import Testing

@testable import TareFindings

/// What rules read of layers that pass once is caught in that pass: the findings are those of the plain image.
@Suite struct CompressedLayerTests {
  private static let site = "/" + PythonFiles.site

  private static var image: ImageBuilder {
    let source = "import shutil\nimport beta\nTOOL = shutil.which(\"psql\")\n"
    var image = ImageBuilder.application("import alpha\nimport beta\nimport mine\n") { tar in
      PythonFiles.distribution(
        "alpha",
        [
          "alpha/__init__.py": "from alpha import core\n", "alpha/core.py": PythonFiles.text(200_000),
          "alpha/uses.py": "from .tests import common\n", "alpha/tests/__init__.py": "#",
          "alpha/tests/common.py": PythonFiles.text(4000),
        ], to: &tar)
      PythonFiles.distribution(
        "beta",
        [
          "beta/__init__.py": "latest = 1  # nothing to import from tests\n",
          "beta/tests/__init__.py": PythonFiles.text(900_000), "beta/more/test/__init__.py": PythonFiles.text(70_000, "y"),
        ], to: &tar)
      PythonFiles.distribution(
        "mine",
        [
          "mine/__init__.py": source, "mine-1.0.dist-info/direct_url.json": "{\"url\":\"file:///app\",\"dir_info\":{}}",
          "mine-1.0.dist-info/uv_cache.json": "{\"timestamp\":1}",
        ], to: &tar)
      // Made for a source of another time and size.
      let head: [UInt8] = [0xa7, 0x0d, 0x0d, 0x0a, 0, 0, 0, 0, 9, 9, 0, 0, 7, 0, 0, 0]
      tar.file(
        "\(PythonFiles.site)/beta/__pycache__/__init__.cpython-311.pyc", head + [UInt8](repeating: 0xe3, count: 100_000))
    }
    image.layer { tar in
      tar.file("app/mine/__init__.py", source)
      tar.file("usr/local/bin/entry.sh", "#!/bin/sh\nexec psql\n", mode: 0o755)
    }
    image.history?.append("{\"created_by\":\"COPY mine /app/mine\"}")
    return image
  }

  private func told(_ findings: FindingSet) -> [String] {
    findings.findings.flatMap { finding in
      ["\(finding.id) \(finding.bytes) \(finding.added) \(finding.severity) \(finding.risk)"] + finding.evidence
        + finding.fixes.map(\.text)
    } + findings.checked.map { "\($0.rule): \($0.reason)" }
  }

  @Test func findingsAreThoseOfThePlainImage() throws {
    let image = Self.image
    let plain = try told(Weighed(image).examination().findings)
    #expect(plain.contains { $0.hasPrefix("packaged-tests/\(Self.site) 970000 ") && $0.contains("low") })
    #expect(plain.contains { $0.hasPrefix("stays: \(Self.site)/alpha/tests") })
    #expect(plain.contains { $0.hasPrefix("stale-bytecode/all 100016 ") })
    for archive in [
      image.packed(.gzip).ociArchive(), image.packed(.zstd).ociArchive(), Packing.gzip(image.dockerArchive()),
    ] {
      #expect(try told(Weighed(archive: archive).examination().findings) == plain)
    }
  }

  @Test func onlyTheSourcesThatMayImportTestsAreKept() throws {
    let weighed = try Weighed(archive: Self.image.packed(.gzip).ociArchive())
    let context = RuleContext(weighed.analysis, weighed.image)
    func content(_ path: String) -> Int32 { context.file(at: context.find(Self.site + path)!)!.content }
    #expect(context.hasNothingToRead(content("/alpha/core.py")))
    #expect(try context.bytes(of: content("/alpha/core.py")) == nil)
    #expect(!context.hasNothingToRead(content("/alpha/uses.py")))
    #expect(try context.bytes(of: content("/alpha/uses.py")) == Array("from .tests import common\n".utf8))
    // The same bytes lie in the application, where sources are kept.
    #expect(try context.bytes(of: content("/mine/__init__.py")) != nil)
    #expect(try context.bytes(of: content("/mine-1.0.dist-info/uv_cache.json")) != nil)
    #expect(try context.bytes(of: context.file(at: context.find("/usr/local/bin/entry.sh")!)!.content) != nil)
  }
}
