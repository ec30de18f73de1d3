import TareGate
import Testing

@Suite struct GlobTests {
  @Test(arguments: [
    ("/usr/share", "/usr/share", true), ("/usr/share", "/usr/share/doc/a", true), ("/usr/share", "/usr/shared", false),
    ("/usr/share/", "/usr/share/doc", true), ("/", "/a", true), ("/usr/*/doc", "/usr/share/doc/x", true),
    ("/usr/*/doc", "/usr/share/man/doc", false), ("/usr/**/doc", "/usr/share/man/doc", true), ("/usr/**/doc", "/usr/doc", true),
    ("/usr/**/doc", "/usr/xdoc", false), ("**/*.pyc", "/a/b/c.pyc", true), ("**/*.pyc", "/c.pyc", true),
    ("**/*.pyc", "/c.py", false),
    ("/a/**", "/a/b/c", true), ("/a/**", "/b/a", false), ("/a/b?", "/a/bc", true), ("/a/b?", "/a/b/c", false),
    ("/a/\\*", "/a/*", true), ("/a/\\*", "/a/b", false), ("/a*b*c", "/aXbYbZc", true), ("/a/**/b/**/c", "/a/b/c", true),
    ("/a/**/b/**/c", "/a/x/y/b/z/c/d", true), ("/a/**/b/**/c", "/a/x/y/z/c", false),
  ])
  func pathsMatchByParts(pattern: String, path: String, expected: Bool) {
    #expect(Glob(pattern, .path).matches(path) == expected)
  }

  @Test(arguments: [
    ("torch", "torch", true), ("torch", "torchvision", false), ("nvidia-*", "nvidia-cublas", true), ("*", "", true),
    ("@scope/*", "@scope/a/b", true), ("build-tools/*", "build-tools/gcc", true), ("a?c", "abc", true), ("a?c", "ac", false),
    ("**", "anything", true),
  ])
  func namesMatchAsAWhole(pattern: String, name: String, expected: Bool) {
    #expect(Glob(pattern, .name).matches(name) == expected)
  }

  /// A pattern that would take a naive matcher for ever.
  @Test func manyStarsTakeNoTime() {
    let glob = Glob(String(repeating: "*a", count: 40) + "b", .name)
    #expect(!glob.matches(String(repeating: "a", count: 4000)))
  }
}
