import TareELF
import TareTree

/// Programs in machine code inside distributions that run tests and nothing else.
struct TestPrograms {
  private var contents: Set<Int32> = []

  init(_ installed: InstalledFiles, _ context: RuleContext) {
    for file in installed.files {
      guard let image = context.ownership.binaries.images[file.shown.content] else { continue }
      let name = context.lastPart(file.shown.path)
      let needed = image.dynamic?.needed.map { String(decoding: $0, as: UTF8.self) } ?? []
      let isLibrary = name.contains(".so")
      let usesTests = needed.contains { $0.hasPrefix("libgtest") || $0.hasPrefix("libgmock") }
      let isNamedSo = !isLibrary && (name.hasPrefix("test_") || name.hasSuffix("_test") || name.hasSuffix("_gtest"))
      let isFramework = isLibrary && (name.hasPrefix("libgtest") || name.hasPrefix("libgmock"))
      if isFramework || isNamedSo || usesTests && !isLibrary { contents.insert(file.shown.content) }
    }
    // The framework stays while something else loads it.
    contents = contents.filter { content in
      (context.reach.libraries.users[content] ?? []).allSatisfy { contents.contains($0) }
    }
  }

  func contains(_ file: ShownFile) -> Bool { contents.contains(file.content) }
}
