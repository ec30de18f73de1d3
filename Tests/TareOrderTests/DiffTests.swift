import TareOrder
import TareTestSupport
import Testing

@Suite struct DiffTests {
  private func diff(_ old: String, _ new: String) -> String {
    String(
      decoding: UnifiedDiff.text(Array(old.utf8), Array(new.utf8), names: (Array("a/f".utf8), Array("b/f".utf8))), as: UTF8.self)
  }

  @Test func equalTextsHaveNone() { #expect(diff("a\nb\n", "a\nb\n") == "") }

  @Test func changesStandInThreeLinesOfContext() {
    let old = (1...12).map { "\($0)\n" }.joined()
    #expect(
      diff(old, old.replacing("6\n", with: "six\n")) == """
        --- a/f
        +++ b/f
        @@ -3,7 +3,7 @@
         3
         4
         5
        -6
        +six
         7
         8
         9

        """)
  }

  @Test func aMissingLastNewlineIsSaid() {
    #expect(diff("a", "a\n").contains("-a\n\\ No newline at end of file\n+a\n"))
  }

  @Test(arguments: 0..<40)
  func patchMakesTheNewTextOfTheOldOne(seed: Int) throws {
    try #require(Shell.has("patch"), "patch is not installed")
    var random = SeededGenerator(seed: seed)
    func text() -> String {
      let lines = (0..<Int.random(in: 0..<30, using: &random)).map { _ in String(Int.random(in: 0..<6, using: &random)) }
      return lines.joined(separator: "\n") + (Bool.random(using: &random) && !lines.isEmpty ? "\n" : "")
    }
    let (old, new) = (text(), text())
    let folder = TemporaryFolder()
    folder.write(Array(old.utf8), as: "f")
    folder.write(Array(new.utf8), as: "new")
    folder.write(Array(diff(old, new).utf8), as: "patch")
    let result = Shell.run(old == new ? "true" : "patch -s -p1 < patch && cmp f new", in: folder.path)
    #expect(result.status == 0, "\(result.output)\(result.error)\(diff(old, new))")
  }
}
