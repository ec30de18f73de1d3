/// What the name of a file, an extra or a group says that its packages are for.
struct GroupName {
  /// Runtime where the name says nothing.
  private(set) var group = Declaration.Group.runtime

  init(_ name: UnsafeRawBufferPointer) {
    var start = 0
    while start < name.count {
      let rest = name.from(start)
      let word = rest.upTo(rest.firstIndex { !$0.isAlphanumeric } ?? rest.count)
      if Self.isDevelopment(word) {
        group = .development
        return
      }
      if word.equalsIgnoringCase("build") { group = .build }
      start += word.count + 1
    }
  }

  init(_ name: String) {
    var name = name
    self = name.withUTF8 { GroupName(UnsafeRawBufferPointer($0)) }
  }

  private static func isDevelopment(_ word: UnsafeRawBufferPointer) -> Bool {
    guard (2...13).contains(word.count) else { return false }
    return words.contains { word.equalsIgnoringCase($0) }
  }

  private static let words: [StaticString] = [
    "dev", "devel", "develop", "development", "test", "tests", "testing", "lint", "linting", "linters", "doc", "docs",
    "documentation", "ci", "typing", "types", "typecheck", "mypy", "pytest", "ruff", "qa", "quality", "style", "format",
    "formatting", "bench", "benchmark", "benchmarks", "coverage", "debug", "precommit", "tox", "nox",
  ]
}
