import TareDockerfile
import TareTestSupport
import Testing

@Suite struct LineDiffTests {
  private func diff(_ old: String, _ new: String) -> String {
    String(
      decoding: LineDiff(Array(old.utf8), Array(new.utf8)).unified(names: (Array("a/f".utf8), Array("b/f".utf8))), as: UTF8.self)
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

  @Test func farChangesHaveHunksOfTheirOwnAndLaterNumbersShift() {
    let old = (1...20).map { "line \($0)\n" }.joined()
    let result = diff(old, old.replacing("line 2\n", with: "").replacing("line 19\n", with: "a\nb\nc\n"))
    #expect(result.split(separator: "\n").filter { $0.hasPrefix("@@") } == ["@@ -1,5 +1,4 @@", "@@ -16,5 +15,7 @@"])
  }

  @Test func nearChangesShareAHunk() {
    let old = (1...9).map { "line \($0)\n" }.joined()
    let result = diff(old, old.replacing("2", with: "two").replacing("8", with: "eight"))
    #expect(result.split(separator: "\n").count { $0.hasPrefix("@@") } == 1)
  }

  @Test func carriageReturnsStayInTheirLines() {
    #expect(diff("a\r\nb\r\nc\r\n", "a\r\nx\r\nc\r\n").hasSuffix(" a\r\n-b\r\n+x\r\n c\r\n"))
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
