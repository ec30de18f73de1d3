import TareGate
import Testing

@Suite struct JudgementTests {
  private func check(_ name: String, _ passed: Bool) -> Judgement.Check {
    Judgement.Check(name: name, passed: passed, figure: "2 B", limit: "at most 1 B", message: "too much")
  }

  @Test func oneFailedCheckFailsAll() {
    let judgement = Judgement(checks: [check("a", true), check("b", false)])
    #expect(judgement.failed == 1)
    #expect(!judgement.passes)
  }

  @Test func noCheckPasses() { #expect(Judgement(checks: []).passes) }
}
