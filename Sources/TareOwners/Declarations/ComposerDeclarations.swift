/// Composer's composer.json. What is required of the platform - PHP, its extensions, its libraries - is no package.
///
/// Source: https://getcomposer.org/doc/04-schema.md.
enum ComposerDeclarations {
  static func read(_ bytes: UnsafeRawBufferPointer) -> [Declaration] {
    var json = PlacedJSON(bytes)
    var found: [Declaration] = []
    guard json.beginObject() else { return [] }
    while let key = json.nextKey() {
      let group: Declaration.Group
      switch key.text {
      case "require": group = .runtime
      case "require-dev": group = .development
      default:
        json.skip()
        continue
      }
      guard json.beginObject() else { continue }
      while let key = json.nextKey() {
        let constraint = json.string() ?? ""
        // Names are VENDOR/NAME, those of the platform one word.
        guard key.text.utf8.contains(0x2f) else { continue }
        found.append(
          Declaration(
            ecosystem: .composer, name: key.text.lowercased(), requirement: constraint, line: key.line, group: group))
      }
    }
    return found
  }
}
