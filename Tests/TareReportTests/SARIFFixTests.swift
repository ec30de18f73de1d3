import TareDockerfile
import TareTestSupport
import Testing

@testable import TareReport

/// Replacements put into the old text as a reader of SARIF would give the new one.
@Suite struct SARIFFixTests {
  /// Lines and columns as SARIF counts them: newlines belong to the line they end.
  private func offset(_ place: SARIFFix.Replacement.Place, in text: String) throws -> Int {
    let units = Array(text.utf16)
    var line = 1
    var start = 0
    while line < place.line {
      start = try #require(units[start...].firstIndex(of: 0x0a)) + 1
      line += 1
    }
    let end = units[start...].firstIndex(of: 0x0a) ?? units.count
    #expect(place.column >= 1 && start + place.column - 1 <= end)
    return start + place.column - 1
  }

  private func applied(_ old: String, _ new: String) throws -> String {
    let diff = LineDiff(Array(old.utf8), Array(new.utf8))
    var units = Array(old.utf16)
    for change in diff.changes.reversed() {
      let replacement = SARIFFix.Replacement(change, of: diff)
      let range = try offset(replacement.start, in: old)..<offset(replacement.end, in: old)
      units.replaceSubrange(range, with: Array(replacement.inserted.utf16))
    }
    return String(decoding: units, as: UTF16.self)
  }

  @Test(arguments: [
    ("a\nb\nc\n", "a\nc\n"), ("a\nb\nc\n", "a\nb\n"), ("a\nb\nc\n", "x\n"), ("a\n", "a\nb\n"), ("a", "b"), ("a\nb", "a\nb\nc"),
    ("a\r\nb\r\n", "a\r\nb\r\nc\r\n"), ("é🐳 x\n", "é🐳 x\ny\n"), ("a\nb\nc\n", "0\na\nb\nc\n"),
  ]) func endsAndNewlines(old: String, new: String) throws { #expect(try applied(old, new) == new) }

  @Test(arguments: 0..<60) func anyChangeOfLines(seed: Int) throws {
    var random = SeededGenerator(seed: seed)
    func text() -> String {
      (0..<Int.random(in: 1..<20, using: &random)).map { _ in "é\(Int.random(in: 0..<5, using: &random))\n" }.joined()
    }
    let (old, new) = (text(), text())
    #expect(try applied(old, new) == new)
  }
}
