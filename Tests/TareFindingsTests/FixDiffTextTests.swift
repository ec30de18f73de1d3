import Testing

@testable import TareFindings

/// From edits to the text that `patch` reads.
@Suite struct FixDiffTextTests {
  private func diff(_ text: String, _ edits: [SourceEdit]) throws -> String {
    try FixDiff([FixDiff.File("Dockerfile", Array(text.utf8), edits)]).text
  }

  private func edit(_ text: String, _ old: String, _ new: String) -> SourceEdit {
    let start = text.ranges(of: old)[0]
    let low = text.utf8.distance(from: text.startIndex, to: start.lowerBound)
    return SourceEdit(low..<low + old.utf8.count, Array(new.utf8))
  }

  @Test func editsOfALineAreOneChange() throws {
    let text = "RUN a && b\nCMD c\n"
    let file = try FixDiff.File("Dockerfile", Array(text.utf8), [edit(text, "a", "x"), edit(text, "b", "y")])
    #expect(try FixDiff([file]).text == "--- Dockerfile\n+++ Dockerfile\n@@ -1,2 +1,2 @@\n-RUN a && b\n+RUN x && y\n CMD c\n")
  }

  @Test func linesPutBetweenTwoChangeNeither() throws {
    #expect(
      try diff("a\nb\n", [SourceEdit(at: 2, Array("x\n".utf8))])
        == "--- Dockerfile\n+++ Dockerfile\n@@ -1,2 +1,3 @@\n a\n+x\n b\n")
  }

  @Test func aMissingLastNewlineIsSaidAndKept() throws {
    let text = "a\nb"
    let result = try diff(text, [edit(text, "b", "c")])
    #expect(result.hasSuffix("-b\n\\ No newline at end of file\n+c\n\\ No newline at end of file\n"))
    #expect(
      try diff(text, [SourceEdit(at: 3, Array("\nc".utf8))]).hasSuffix(
        "-b\n\\ No newline at end of file\n+b\n+c\n\\ No newline at end of file\n"))
  }

  @Test func aNewFileComesFromNothing() throws {
    #expect(
      try FixDiff([FixDiff.File(new: ".dockerignore", Array(".git\ndata\n".utf8))]).text
        == "--- /dev/null\n+++ .dockerignore\n@@ -0,0 +1,2 @@\n+.git\n+data\n")
  }

  @Test func aNameWithBlanksEndsInATab() throws {
    let text = "a\n"
    let diff = try FixDiff([FixDiff.File("my file", Array(text.utf8), [edit(text, "a", "b")])]).text
    #expect(diff.hasPrefix("--- my file\t\n+++ my file\t\n"))
  }

  @Test func whatCannotBeWrittenIsRefused() {
    let text = "a\nb\n"
    #expect(throws: NoSoundEdit.self) { try diff(text, []) }
    #expect(throws: NoSoundEdit.self) { try diff(text, [edit(text, "a", "a")]) }
    #expect(throws: NoSoundEdit.self) { try diff(text, [SourceEdit(0..<2), SourceEdit(1..<3)]) }
    #expect(throws: NoSoundEdit.self) {
      try FixDiff([FixDiff.File("x", [0xff, 0x0a], [SourceEdit(at: 0, [0x61, 0x0a])])])
    }
    #expect(throws: NoSoundEdit.self) { try FixDiff([FixDiff.File("x\ny", Array(text.utf8), [edit(text, "a", "b")])]) }
    #expect(throws: NoSoundEdit.self) { try FixDiff([]) }
  }
}
