import TareLayers
import Testing

@Suite struct CanonicalPathTests {
  @Test(arguments: [
    ("./a/b", "a/b"), ("/a//b/", "a/b"), ("a/./b", "a/b"), ("a/../b", "b"), ("../../b", "b"), ("/", ""), ("./", ""),
    ("..", ""), ("a/..", ""), ("...", "..."), (".a/..b", ".a/..b"), ("", ""),
  ])
  func pathsAreCleaned(path: String, clean: String) {
    #expect(String(decoding: CanonicalPath(path.utf8).bytes, as: UTF8.self) == clean)
  }
}
