import Testing

@testable import TareOwners

@Suite struct RpmDependencyTests {
  private func clauses(_ text: String, installed: Set<String> = []) -> [[String]]? {
    Array(text.utf8).withUnsafeBytes { RpmDependency($0) }?.clauses(where: installed.contains)
  }

  @Test func namesMayHaveParentheses() {
    #expect(clauses("libc.so.6(GLIBC_2.4)(64bit)") == [["libc.so.6(GLIBC_2.4)(64bit)"]])
    #expect(clauses("(font(:lang=en) or libx.so()(64bit))") == [["font(:lang=en)", "libx.so()(64bit)"]])
  }

  @Test func versionsAreLeftOut() {
    #expect(clauses("(a >= 1.0 and b < 2:3-4 and c)") == [["a"], ["b"], ["c"]])
    #expect(clauses("(a = 1.0)") == [["a"]])
  }

  @Test func choicesOfGroupsBecomeClauses() {
    #expect(clauses("((a and b) or c)") == [["a", "c"], ["b", "c"]])
    #expect(clauses("((a and b) or (c and d))") == [["a", "c"], ["a", "d"], ["b", "c"], ["b", "d"]])
  }

  @Test func conditionsAskWhatIsInstalled() {
    #expect(clauses("(a if b)", installed: ["b"]) == [["a"]])
    #expect(clauses("(a if b)") == [])
    #expect(clauses("(a if b else c)") == [["c"]])
    #expect(clauses("(a unless b)") == [["a"]])
    #expect(clauses("(a unless b else c)", installed: ["b"]) == [["c"]])
    #expect(clauses("(a if (b or c))", installed: ["c"]) == [["a"]])
    #expect(clauses("(a if (b and c))", installed: ["c"]) == [])
    // An option that asks for nothing is always met.
    #expect(clauses("(x or (a if b))") == [])
  }

  @Test func oneThatMustHaveMoreIsFoundByItsFirstName() {
    #expect(clauses("(python3-x with python3-x < 5)") == [["python3-x"]])
    #expect(clauses("(a without b)") == [["a"]])
  }

  @Test(arguments: [
    "", "(", "()", "(a or)", "(a or b", "(a or b) c", "(a or b and c)", "(a xor b)", "(a if b if c)", "(a or b else c)",
  ])
  func whatIsNotWellFormedIsNothing(text: String) {
    #expect(clauses(text) == nil)
  }

  @Test func deepOrWideExpressionsStaySmall() {
    let deep = String(repeating: "(", count: 100_000) + "a" + String(repeating: ")", count: 100_000)
    #expect(clauses(deep) == nil)
    let wide = "(" + (0..<40).map { "(a\($0) and b\($0))" }.joined(separator: " or ") + ")"
    #expect(clauses(wide)?.map(\.count) == [80])
  }
}
