import TareGate
import TareReport
import TareTestSupport
import Testing

@Suite struct GateReportTests {
  private func render(_ format: ReportFormat, _ checks: [Judgement.Check], notes: [String] = []) throws -> String {
    var image = ImageBuilder()
    image.names = ["shop/api:1.4"]
    image.layer { $0.file("a", "one") }
    var options = ReportOptions()
    options.judgement = Judgement(checks: checks)
    options.judgement?.basis = "policy p.yaml"
    options.judgement?.notes = notes
    return String(decoding: format.render(try Weighed(image).examination(), options), as: UTF8.self)
  }

  private let passed = Judgement.Check(
    name: "budgets.image", passed: true, figure: "3 B", limit: "at most 1 kB", message: "content of the image: 3 B, at most 1 kB")
  private let failed = Judgement.Check(
    name: "budgets.paths[/a<\u{1b}\u{0}\">&']", passed: false, figure: "3 B", limit: "at most 0 B",
    message: "a\u{1}]]>\n\u{fffe}<b>",
    rows: [0], fix: "rm \"a\" & b")

  @Test func theTerminalIsAlignedAndEndsWithTheVerdict() throws {
    #expect(
      try render(.terminal, [passed, failed], notes: ["growth is not judged"]) == """
        shop/api:1.4  3 B of content
        policy p.yaml

              CHECK                           FIGURE  BUDGET
        pass  budgets.image                      3 B  at most 1 kB
        FAIL  budgets.paths[/a<\\x1b\\x00">&']     3 B  at most 0 B

        FAIL budgets.paths[/a<\\x1b\\x00">&']
          what   a\\x01]]>\\x0a\\xef\\xbf\\xbe<b>
          where  layer 0: RUN step 0
          fix    rm "a" & b

        note: growth is not judged

        verdict: fail rules=2 failed=1

        """)
  }

  @Test func junitIsXMLWhateverIsInIt() throws {
    let xml = try render(.junit, [passed, failed], notes: ["a & b"])
    #expect(
      xml == """
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites tests="2" failures="1">
          <testsuite name="tare shop/api:1.4" tests="2" failures="1" errors="0" skipped="0">
            <testcase classname="tare.budgets" name="budgets.image"/>
            <testcase classname="tare.budgets" name="budgets.paths[/a&lt;\u{fffd}\u{fffd}&quot;&gt;&amp;']">
              <failure type="gate" message="a\u{fffd}]]&gt;&#10;\u{fffd}&lt;b&gt;">a\u{fffd}]]&gt;
        \u{fffd}&lt;b&gt;
        figure: 3 B
        budget: at most 0 B
        layer 0
        fix: rm "a" &amp; b</failure>
            </testcase>
            <system-out>a &amp; b</system-out>
          </testsuite>
        </testsuites>

        """)
  }

  @Test func markdownBeginsWithTheVerdict() throws {
    let text = try render(.markdown, [passed, failed])
    #expect(text.contains("## Gate: fail\n\n1 of 2 checks failed; policy p.yaml.\n"))
    #expect(!text.contains("<b>"))
  }
}
