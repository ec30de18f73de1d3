import TareDockerfile
import Testing

@Suite("Dockerfile: .dockerignore")
struct DockerIgnoreTests {
  private func excludes(_ file: String, _ path: String) throws -> Bool {
    try DockerIgnore(parsing: Array(file.utf8)).excludes(Array(path.utf8))
  }

  @Test(arguments: [
    ("docs", "docs/a/b"), ("/docs/", "docs/a"), ("./docs/../docs", "docs"), ("*.md", "a.md"), ("a/*/c", "a/b/c/d"), ("a?c", "aéc"),
    ("[a-c]x", "bx"),
    ("[^a-c]x", "zx"), ("[\\]]", "]"), ("a\\*", "a*"), ("**/x", "x"), ("**/x", "a/b/x/y"), ("**x", "a/bx"), ("a/**/b", "a/b"),
    ("a/**/b", "a/c/d/b"),
    ("a/**", "a/b/c"), ("**", "anything/at all"), ("**/*.o", "x.o"), ("a**/*.o", "a/b/c.o"), ("é*", "éa"), ("  x  ", "x"),
    ("a b", "a b"),
    ("node_modules\n#a", "node_modules/x"),
  ])
  func excluded(file: String, path: String) throws { #expect(try excludes(file, path)) }

  @Test(arguments: [
    ("docs", "src/docs"), ("docs", "docs2"), ("*.md", "a/b.md"), ("a/**", "a"), ("a?c", "a/c"), ("a*c", "a/c"), ("[a-c]x", "dx"),
    ("[^a-c]x", "ax"),
    ("a\\*", "ab"), ("**/x", "ax"), ("#x", "#x"), ("", "x"), (".", "x"), ("/", "x"), ("a.c", "abc"), ("**/x/*.c", "x/y/z.c"),
    ("é?", "é"),
    ("a/*/c", "a/b/d"),
  ])
  func notExcluded(file: String, path: String) throws { #expect(try !excludes(file, path)) }

  @Test func theLastRuleThatMatchesDecides() throws {
    let file = "*\n!src\n# comment\nsrc/*.tmp\n! src/keep.tmp\r\n"
    #expect(try excludes(file, "Makefile"))
    #expect(try !excludes(file, "src/a/b.c"))
    #expect(try excludes(file, "src/a.tmp"))
    #expect(try !excludes(file, "src/keep.tmp"))
    #expect(try excludes("!a\na", "a"))
    #expect(try excludes("**\n!util/web\nutil/web/foo", "util/web/foo/x"))
  }

  @Test func theDecidingRuleHasItsLine() throws {
    let ignore = try DockerIgnore(parsing: Array("\u{FEFF}a\n\n!a/b\n".utf8))
    #expect(ignore.decidingRule(for: Array("a/c".utf8))?.line == 1)
    #expect(ignore.decidingRule(for: Array("a/b/c".utf8))?.line == 3)
    #expect(ignore.decidingRule(for: Array("b".utf8)) == nil)
    #expect(ignore.hasExceptions)
    #expect(ignore.rules.map { String(decoding: $0.pattern, as: UTF8.self) } == ["a", "a/b"])
  }

  @Test(arguments: [
    ("a\n!\n", "line 2, column 2: expected a pattern after `!`, found none"),
    ("x\n [a", "line 2, column 2: expected a pattern whose brackets and escapes are complete, found `[a`"),
    ("a\\", "line 1, column 1: expected a pattern whose brackets and escapes are complete, found `a\\`"),
    ("[]a]", "line 1, column 1: expected a pattern whose brackets and escapes are complete, found `[]a]`"),
    ("[z-a]", "line 1, column 1: expected a pattern whose brackets and escapes are complete, found `[z-a]`"),
  ])
  func malformedPatternsAreErrors(file: String, message: String) {
    let error = #expect(throws: DockerfileError.self) { try DockerIgnore(parsing: Array(file.utf8)) }
    #expect(error?.description == message)
  }

  @Test func patternsFromElsewhereAreReadTheSameWay() throws {
    let ignore = try DockerIgnore(patterns: [Array("**/*.go".utf8), Array("!x.go".utf8)])
    #expect(ignore.excludes(Array("a/b.go".utf8)))
    #expect(!ignore.excludes(Array("x.go".utf8)))
    #expect(!DockerIgnore().excludes(Array("x".utf8)))
  }

  @Test func starsDoNotTakeExponentialTime() throws {
    let pattern = String(repeating: "a*", count: 200) + "**/" + String(repeating: "*/**/", count: 50) + "b"
    let ignore = try DockerIgnore(parsing: Array(pattern.utf8))
    #expect(!ignore.excludes(Array(String(repeating: "a", count: 5000).utf8)))
  }
}
