import TareOwners

/// What a distribution uses where it is there: the requirements of its extras, as its metadata lists them, but for those that
/// serve to test, document and develop it.
///
/// Source: Core metadata specifications, "Requires-Dist" and "Provides-Extra".
enum OptionalNeeds {
  /// Normalised names, each once.
  /// - Throws: `FileError` or `FileShrunk` when the image can no longer be read.
  static func names(of package: Int32, _ context: RuleContext) throws -> [String] {
    let record = context.package(package).record
    guard let file = context.file(at: record), let text = try context.bytes(of: file.content, limit: 4 << 20) else { return [] }
    return text.withUnsafeBytes { names(in: $0) }
  }

  static func names(in metadata: UnsafeRawBufferPointer) -> [String] {
    var fields = FieldReader(metadata)
    guard fields.beginParagraph() else { return [] }
    var names: [String] = []
    while let field = fields.next() {
      guard field.name.equalsIgnoringCase("Requires-Dist") else { continue }
      let (requirement, marker) = field.value.cut(0x3b)
      guard let marker, let extra = extra(in: marker.text), !development.contains(extra) else { continue }
      let name = KnownUses.normalised(String(requirement.text.prefix { $0.isLetter || $0.isNumber || "-_.".contains($0) }))
      if !name.isEmpty, !names.contains(name) { names.append(name) }
    }
    return names
  }

  /// The name in `extra == "NAME"`.
  private static func extra(in marker: String) -> String? {
    var words = marker.split { " \t()".contains($0) }[...]
    while let word = words.popFirst() {
      guard word == "extra" || word.hasPrefix("extra==") else { continue }
      let value = word == "extra" ? words.dropFirst().first ?? "" : word.dropFirst(7)
      return KnownUses.normalised(String(value.filter { $0 != "\"" && $0 != "'" && $0 != "=" }))
    }
    return nil
  }

  private static let development: Set<String> = [
    "dev", "devel", "develop", "developer", "development", "test", "tests", "testing", "doc", "docs", "documentation", "example",
    "examples", "lint", "linting", "typing", "type", "types", "mypy", "benchmark", "benchmarks", "bench", "build", "release", "ci",
    "cover", "coverage", "format", "formatting", "quality", "style", "check", "checks", "tutorial", "tutorials", "notebook",
    "notebooks", "nightly", "maintainer",
  ]
}
