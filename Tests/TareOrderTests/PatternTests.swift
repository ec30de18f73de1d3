import Testing

@testable import TareOrder

@Suite struct PatternTests {
  private func covers(_ pattern: String, _ path: String) -> Bool { ContextPattern(Array(pattern.utf8)).covers(Array(path.utf8)) }

  @Test(arguments: [
    (".", "a/b", true), ("/", "a", true), ("a", "a/b/c", true), ("./a/", "a/b", true), ("a", "ab", false), ("a/b", "a", false),
    ("*.txt", "x.txt", true), ("*.txt", "d/x.txt", false), ("d/*", "d/e/f", true), ("?", "ab", false), ("[a-c]x", "bx", true),
    ("[^a-c]x", "bx", false), ("[]-]", "-", false), ("a\\*", "a*", true), ("a\\*", "ab", false), ("../../a", "a", true),
    ("a/../b", "b/c", true), ("**/x", "x", true), ("**/x", "a/b/x/y", true), ("a/**/x", "a/x", true), ("a**b", "axxb", true),
    ("[a", "[a", false), ("*a*b*c", "xxaxxbxxc", true), ("*a*b*c", "xxaxxcxxb", false),
  ])
  func patternsCoverWhatTheyNameAndAllBelow(_ pattern: String, _ path: String, _ expected: Bool) {
    #expect(covers(pattern, path) == expected)
  }

  @Test func manyStarsTakeNoTime() {
    #expect(!covers(String(repeating: "**/a/", count: 40) + "b", String(repeating: "a/", count: 200) + "c"))
    #expect(!covers(String(repeating: "*a", count: 60) + "b", String(repeating: "a", count: 2000)))
  }

  @Test func pathSetsMeetWhereOneHoldsTheOther() {
    var files = PathSet()
    files.insert(single: ["/app/a", "/app/b/c", "/app2/x"].map { Array($0.utf8) })
    #expect(files.intersects(PathSet(trees: ["/app"])))
    #expect(files.intersects(PathSet(trees: ["/app/b"])))
    #expect(!files.intersects(PathSet(trees: ["/app/b/c/d"])))
    #expect(!files.intersects(PathSet(trees: ["/ap", "/app/bb", "/app3"])))
    #expect(PathSet(trees: ["/a/b"]).intersects(PathSet(trees: ["/a"])))
    #expect(PathSet(trees: ["/"]).intersects(files))
    var other = PathSet()
    other.insert(single: [Array("/app/b".utf8)])
    #expect(!files.intersects(other))
  }

  @Test func linksAtTheRootAreFollowed() {
    func normalized(_ path: String) -> String { String(decoding: ImagePath.normalized(Array(path.utf8)), as: UTF8.self) }
    #expect(normalized("/bin/sh") == "/usr/bin/sh")
    #expect(normalized("/var/run/x") == "/run/x")
    #expect(normalized("/a//./b/../c/") == "/a/c")
    #expect(normalized("/../..") == "/")
  }
}
