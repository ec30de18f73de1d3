import TareDockerfile
import Testing

@Suite("Dockerfile: errors")
struct DockerfileErrorTests {
  private func error(_ text: String) -> String {
    do {
      _ = try Dockerfile(text)
      return "none"
    } catch {
      return "\(error)"
    }
  }

  @Test(arguments: [
    ("", "line 1, column 1: expected an instruction, found the end of the file"),
    ("# only a comment\n", "line 1, column 17: expected an instruction, found the end of the file"),
    ("ARG a\n", "line 1, column 6: expected FROM, found the end of the file"),
    ("RUN x\nFROM a", "line 1, column 1: expected ARG or FROM before any other instruction, found RUN"),
    ("FROM a\n  FRMO b\n", "line 2, column 3: expected an instruction, found `FRMO`"),
    ("# escape=x\nFROM a", "line 1, column 1: expected a backslash or a backtick as the value of `escape`, found `x`"),
    ("# syntax=a\n# syntax=b\nFROM a", "line 2, column 1: expected the directive `syntax` only once, found a second one"),
    ("FROM a\nRUN <<E\nx\n", "line 2, column 5: expected a line `E` that ends the heredoc, found the end of the file"),
    ("FROM a\nENV a", "line 2, column 6: expected a value after the name in ENV, found the end"),
    ("FROM a\nENV a=1 \\\n  b", "line 3, column 3: expected `name=value`, found `b`"),
    ("FROM a\nENV =1", "line 2, column 5: expected a name before `=`, found none"),
    ("FROM a\nCMD [\"x\", 1]", "line 2, column 11: expected a string in the JSON array, found `1]`"),
    ("FROM a\nCOPY x", "line 2, column 7: expected a source and a destination after COPY, found the end of the instruction"),
    ("FROM a\nCOPY x <<E\nE", "line 2, column 8: expected a path as the destination, found `<<E`"),
    ("FROM a\nSHELL bash", "line 2, column 7: expected a JSON array of strings after SHELL, found `bash`"),
    ("FROM a\nUSER", "line 2, column 5: expected an argument of USER, found the end of the instruction"),
    ("FROM a\nUSER --x y", "line 2, column 6: expected no flag after USER, found `--x`"),
    ("FROM --platfrom=x a", "line 1, column 6: expected one of the flags `--platform`, found `--platfrom=x`"),
    ("FROM a\nCOPY --from=a --from=b c d", "line 2, column 15: expected the flag `--from` only once, found a second one"),
    ("FROM a\nCOPY --from a b", "line 2, column 12: expected a value of the flag `--from`, found none"),
    ("FROM a\nCOPY --link=x a b", "line 2, column 6: expected `true` or `false` as the value of `--link`, found `x`"),
    ("FROM a b", "line 1, column 8: expected `AS` or the end of FROM, found `b`"),
    ("FROM a AS", "line 1, column 10: expected the name of the stage after AS, found the end of the instruction"),
    ("FROM a AS b c", "line 1, column 13: expected the end of FROM, found `c`"),
    ("FROM a\nHEALTHCHECK x", "line 2, column 13: expected CMD or NONE after HEALTHCHECK, found `x`"),
    ("FROM a\nHEALTHCHECK NONE x", "line 2, column 18: expected nothing after HEALTHCHECK NONE, found `x`"),
    ("FROM a\nHEALTHCHECK CMD", "line 2, column 16: expected a command after HEALTHCHECK CMD, found the end of the instruction"),
    ("FROM a\nONBUILD ONBUILD RUN x", "line 2, column 9: expected an instruction that may follow ONBUILD, found `ONBUILD`"),
    ("FROM a\nVOLUME [\" \"]", "line 2, column 9: expected a path, found an empty string"),
  ])
  func eachNamesItsPlaceAndWhatWasExpected(text: String, message: String) {
    #expect(error(text) == message)
  }

  @Test func stageNamesBeginWithALetter() {
    #expect(error("FROM a AS 1b").contains("line 1, column 11: expected a stage name"))
    #expect(error("FROM a AS b-c_d.1") == "none")
  }

  @Test func quotationsAreShortAndPrintable() {
    let text = error("FROM a\nRU\u{1b}[31mN" + String(repeating: "x", count: 1000) + " y")
    #expect(text.count < 160)
    #expect(!text.contains("\u{1b}"))
    #expect(text.hasSuffix("…`"))
  }
}
