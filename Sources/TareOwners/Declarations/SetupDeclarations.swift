/// The requirements in setuptools' setup.cfg, each on a line of its own, or several on one between semicolons.
///
/// Source: https://setuptools.pypa.io/en/latest/userguide/declarative_config.html.
enum SetupDeclarations {
  static func read(_ bytes: UnsafeRawBufferPointer) -> [Declaration] {
    var found: [Declaration] = []
    var section = bytes.upTo(0)
    /// Of the option that indented lines go on.
    var group: Declaration.Group?
    var number = 0
    for line in bytes.lines {
      number += 1
      let text = line.trimmed
      guard let first = text.first, first != 0x23, first != 0x3b else { continue }
      if line[0] == 0x20 || line[0] == 0x09 {
        // One on a line: what a semicolon begins here is a marker.
        if let group, let declaration = declaration(text, line: number, group) { found.append(declaration) }
        continue
      }
      group = nil
      if first == 0x5b {
        section = text.part(1..<(text.firstIndex(of: 0x5d) ?? text.count)).trimmed
        continue
      }
      guard let separator = text.firstIndex(where: { $0 == 0x3d || $0 == 0x3a }) else { continue }
      group = self.group(of: text.upTo(separator).trimmed, in: section)
      let value = text.from(separator + 1).trimmed
      guard let group, !value.isEmpty else { continue }
      for part in value.parts(0x3b) {
        if let declaration = declaration(part.trimmed, line: number, group) { found.append(declaration) }
      }
    }
    return found
  }

  private static func group(of key: UnsafeRawBufferPointer, in section: UnsafeRawBufferPointer) -> Declaration.Group? {
    if section.equals("options.extras_require") { return .optional(key.text) }
    guard section.equals("options") else { return nil }
    if key.equalsIgnoringCase("install_requires") || key.equalsIgnoringCase("install-requires") { return .runtime }
    if key.equalsIgnoringCase("setup_requires") || key.equalsIgnoringCase("setup-requires") { return .build }
    return key.equalsIgnoringCase("tests_require") || key.equalsIgnoringCase("tests-require") ? .development : nil
  }

  private static func declaration(_ text: UnsafeRawBufferPointer, line: Int, _ group: Declaration.Group) -> Declaration? {
    // A comment stands behind a blank.
    let comment = text.indices.dropFirst().first { text[$0] == 0x23 && text[$0 - 1].isBlank }
    return Declaration(python: text.upTo(comment ?? text.count), line: line, group: group)
  }
}
