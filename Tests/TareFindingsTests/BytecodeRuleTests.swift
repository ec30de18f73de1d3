import TareTestSupport
import Testing

@testable import TareFindings

/// Bytecode: what is never loaded, what is there in vain, what is missing.
@Suite struct BytecodeRuleTests {
  private static let library = PythonFiles.library

  /// As the compiler writes it: magic number, flags, time and size of the source, code.
  private static func compiled(_ time: UInt32, _ size: UInt32, flags: UInt32 = 0, _ code: Int) -> [UInt8] {
    func word(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
    return [0xa7, 0x0d, 0x0d, 0x0a] + word(flags) + word(time) + word(size) + [UInt8](repeating: 0xe3, count: code)
  }

  private static func image(config: String = "", _ files: (inout TarBuilder) -> Void) -> ImageBuilder {
    var image = ImageBuilder()
    image.layer {
      PythonFiles.interpreter(to: &$0)
      $0.file(library + "/a.py", Array("x = 1\n".utf8), modified: 1000)
    }
    image.layer { files(&$0) }
    image.instructions("ADD rootfs.tar /", "CMD python3", "RUN compile")
    image.runConfig = "{\"Cmd\":[\"python3\"]\(config)}"
    return image
  }

  @Test func staleForEachReason() throws {
    let cache = Self.library + "/__pycache__/"
    let found = try Found(
      Self.image {
        $0.file(cache + "gone.cpython-311.pyc", Self.compiled(1, 1, 84))
        $0.file(cache + "a.cpython-39.pyc", Self.compiled(1000, 6, 184))
        $0.file(cache + "a.cpython-311.pyc", Self.compiled(999, 6, 384))
        $0.file(cache + "a.cpython-311.opt-1.pyc", Self.compiled(1000, 7, 784))
      }, rules: [StaleBytecode()])
    #expect(found.lines == ["stale-bytecode/all \(100 + 200 + 400 + 800)"])
    #expect(
      found.findings.findings[0].evidence.prefix(3)
        == ["1 file without a source", "1 file of an interpreter that is not there", "2 files older than the source"])
  }

  @Test func freshBytecodeIsNotStale() throws {
    let cache = Self.library + "/__pycache__/"
    let found = try Found(
      Self.image {
        $0.file(cache + "a.cpython-311.pyc", Self.compiled(1000, 6, 84))
        // By hash, and without a source outside of a cache directory: both are loaded.
        $0.file(cache + "a.cpython-311.opt-2.pyc", Self.compiled(5, 5, flags: 1, 84))
        $0.file(Self.library + "/alone.pyc", Self.compiled(1, 1, 84))
      }, rules: [StaleBytecode()])
    #expect(found.lines == [])
    #expect(found.reason("stale-bytecode") == "all bytecode (2 files) has a source of the recorded time and size")
  }

  @Test(arguments: [
    ("", 200 + 300, 1), (",\"Env\":[\"PYTHONOPTIMIZE=2\"]", 100 + 200, 1), (",\"Env\":[\"PYTHONOPTIMIZE=0\"]", 200 + 300, 1),
    (",\"Entrypoint\":[\"python3\",\"-O\"]", 100 + 300, 1),
  ])
  func oneLevelRuns(config: String, unused: Int, fixes: Int) throws {
    let cache = Self.library + "/__pycache__/"
    let found = try Found(
      Self.image(config: config) {
        $0.file(cache + "a.cpython-311.pyc", Self.compiled(1000, 6, 84))
        $0.file(cache + "a.cpython-311.opt-1.pyc", Self.compiled(1000, 6, 184))
        $0.file(cache + "a.cpython-311.opt-2.pyc", Self.compiled(1000, 6, 284))
      }, rules: [UnusedBytecode()])
    #expect(found.lines == ["unused-bytecode/all \(unused)"])
    #expect(found.findings.findings[0].fixes.count == fixes)
  }

  @Test func optimisingInTheEnvironmentAloneSavesNothing() throws {
    let plain: (inout TarBuilder) -> Void = {
      $0.file(Self.library + "/__pycache__/a.cpython-311.pyc", Self.compiled(1000, 6, 84))
    }
    let without = try Found(Self.image(plain), rules: [UnusedBytecode()])
    #expect(without.lines == [])
    #expect(
      without.reason("unused-bytecode")?.hasSuffix("PYTHONOPTIMIZE in ENV alone would take nothing out of the image") ?? false)
    let with = try Found(Self.image(config: ",\"Env\":[\"PYTHONOPTIMIZE=1\"]", plain), rules: [UnusedBytecode()])
    #expect(with.lines == ["unused-bytecode/all 100"])
    #expect(with.findings.findings[0].title == "Bytecode that PYTHONOPTIMIZE=1 makes Python pass over")
    #expect(with.findings.findings[0].fixes[0].saves == 0)
  }

  @Test(arguments: [(false, ["missing-bytecode/all"]), (true, [])])
  func environmentWithoutBytecode(isCompiled: Bool, expected: [String]) throws {
    let image = ImageBuilder.application("import alpha\n", config: ",\"User\":\"1000\"") { tar in
      var files: [String: String] = [:]
      for number in 0..<60 {
        files["alpha/m\(number).py"] = "x = 1\n"
        if isCompiled { files["alpha/__pycache__/m\(number).cpython-311.pyc"] = "code" }
      }
      PythonFiles.distribution("alpha", files, to: &tar)
    }
    let found = try Found(image, rules: [MissingBytecode()])
    #expect(found.findings.findings.count == expected.count)
    #expect(found.findings.removable == 0)
    for finding in found.findings.findings {
      #expect(finding.severity == .info && finding.bytes == 0)
      #expect(finding.evidence.contains { $0.hasPrefix("USER 1000 cannot write") })
    }
  }
}
