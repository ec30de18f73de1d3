import Testing

@testable import TareFindings

struct UnifiedDiffTests {
  private func diff(_ text: String, _ edits: [SourceEdit]) throws -> String {
    try UnifiedDiff.text("Dockerfile", Array(text.utf8), edits)
  }

  private func edit(_ text: String, _ old: String, _ new: String) -> SourceEdit {
    let start = text.ranges(of: old)[0]
    let low = text.utf8.distance(from: text.startIndex, to: start.lowerBound)
    return SourceEdit(low..<low + old.utf8.count, Array(new.utf8))
  }

  @Test func aWordChangesItsLineAlone() throws {
    let text = (1...9).map { "line \($0)\n" }.joined()
    #expect(
      try diff(text, [edit(text, "5", "five")]) == """
        --- Dockerfile
        +++ Dockerfile
        @@ -2,7 +2,7 @@
         line 2
         line 3
         line 4
        -line 5
        +line five
         line 6
         line 7
         line 8

        """)
  }

  @Test func farEditsHaveHunksOfTheirOwnAndLaterNumbersShift() throws {
    let text = (1...20).map { "line \($0)\n" }.joined()
    let result = try diff(text, [edit(text, "line 2\n", ""), edit(text, "line 19\n", "a\nb\nc\n")])
    #expect(result.split(separator: "\n").filter { $0.hasPrefix("@@") } == ["@@ -1,5 +1,4 @@", "@@ -16,5 +15,7 @@"])
  }

  @Test func nearEditsShareAHunk() throws {
    let text = (1...9).map { "line \($0)\n" }.joined()
    let result = try diff(text, [edit(text, "2", "two"), edit(text, "8", "eight")])
    #expect(result.split(separator: "\n").count { $0.hasPrefix("@@") } == 1)
  }

  @Test func linesPutBetweenTwoChangeNeither() throws {
    let text = "a\nb\n"
    #expect(
      try diff(text, [SourceEdit(at: 2, Array("x\n".utf8))]) == "--- Dockerfile\n+++ Dockerfile\n@@ -1,2 +1,3 @@\n a\n+x\n b\n")
  }

  @Test func aMissingLastNewlineIsSaidAndKept() throws {
    let text = "a\nb"
    let result = try diff(text, [edit(text, "b", "c")])
    #expect(result.hasSuffix("-b\n\\ No newline at end of file\n+c\n\\ No newline at end of file\n"))
    #expect(
      try diff(text, [SourceEdit(at: 3, Array("\nc".utf8))]).hasSuffix(
        "-b\n\\ No newline at end of file\n+b\n+c\n\\ No newline at end of file\n"))
  }

  @Test func carriageReturnsStayInTheirLines() throws {
    let text = "a\r\nb\r\nc\r\n"
    #expect(Array(try diff(text, [edit(text, "b", "x")]).utf8).suffix(16) == Array(" a\r\n-b\r\n+x\r\n c\r\n".utf8)[...])
  }

  @Test func aNewFileComesFromNothing() throws {
    #expect(
      try UnifiedDiff.text(new: ".dockerignore", Array(".git\ndata\n".utf8))
        == "--- /dev/null\n+++ .dockerignore\n@@ -0,0 +1,2 @@\n+.git\n+data\n")
  }

  @Test func whatCannotBeWrittenIsRefused() {
    let text = "a\nb\n"
    #expect(throws: NoSoundEdit.self) { try diff(text, []) }
    #expect(throws: NoSoundEdit.self) { try diff(text, [edit(text, "a", "a")]) }
    #expect(throws: NoSoundEdit.self) { try diff(text, [SourceEdit(0..<2), SourceEdit(1..<3)]) }
    #expect(throws: NoSoundEdit.self) { try UnifiedDiff.text("x", [0xff, 0x0a], [SourceEdit(at: 0, [0x61, 0x0a])]) }
    #expect(throws: NoSoundEdit.self) { try UnifiedDiff.text("x\ny", Array(text.utf8), [edit(text, "a", "b")]) }
  }
}
