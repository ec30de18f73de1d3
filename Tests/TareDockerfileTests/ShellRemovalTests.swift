import Testing

@testable import TareDockerfile

/// The text without the top element whose text is `name`; nil where it cannot go.
private func without(_ name: String, _ text: String) -> String? {
  let script = ShellScript(reading: Array(text.utf8))
  let index = script.list.elements.firstIndex { String(decoding: script.text.bytes[$0.range], as: UTF8.self).hasPrefix(name) }
  guard let index, let removal = script.removal(of: index, in: script.list) else { return nil }
  var bytes = script.text.bytes
  for range in removal.ranges.reversed() { bytes.removeSubrange(range) }
  return String(decoding: bytes, as: UTF8.self)
}

struct ShellRemovalTests {
  @Test func elementGoesWithOneSeparator() {
    #expect(without("a", "a && b && c") == "b && c")
    #expect(without("b", "a && b && c") == "a && c")
    #expect(without("c", "a && b && c") == "a && b")
    #expect(without("b", "a; b; c") == "a; c")
    #expect(without("c", "a; b; c") == "a; b")
    #expect(without("b", "a\n# on b\nb # why\n# on c\nc") == "a\n# on b\n# on c\nc")
    #expect(without("b", "a \\\n  && b \\\n  && c") == "a \\\n  && c")
    #expect(without("b", "a && b | d && c") == "a && c")
  }

  @Test func whatTheRestDependsOnStays() {
    #expect(without("a", "a || b") == nil)
    #expect(without("b", "a || b") == nil)
    #expect(without("b", "a && b || c") == "a || c")
    #expect(without("c", "a || b && c") == "a || b")
    #expect(without("a", "a") == nil)
    #expect(without("b", "a; b \"") == nil)
  }

  @Test func backgroundKeepsItsSign() {
    #expect(without("b", "a & b") == "a &")
    #expect(without("a", "a & b") == "b")
    #expect(without("b", "a & b; c") == "a & c")
  }

  @Test func hereDocumentsGoWithTheirCommandOnly() {
    #expect(without("b", "a; b <<E; c\ntext\nE\nd") == "a; c\nd")
    #expect(without("b", "a <<E &&\ntext\nE\nb") == "a <<E\ntext\nE\n")
    #expect(without("a", "a <<E\ntext\nE\nb") == "b")
  }

  @Test func statusOfTheLastIsSaidToChange() throws {
    let script = ShellScript(reading: Array("a; b && c; d".utf8))
    #expect(script.removal(of: 0, in: script.list)?.keepsStatus == true)
    #expect(script.removal(of: 2, in: script.list)?.keepsStatus == true)
    #expect(script.removal(of: 3, in: script.list)?.keepsStatus == false)
  }
}
