/// Pipenv's Pipfile and Pipfile.lock.
///
/// Source: https://pipenv.pypa.io/en/stable/pipfile.html.
enum PipfileDeclarations {
  static func read(_ bytes: UnsafeRawBufferPointer) -> [Declaration] {
    var table = DependencyTable(.pypi)
    var walker = TOMLWalker(bytes)
    while let entry = walker.next() {
      guard let group = group(of: entry.path[0]) else { continue }
      if entry.path.count > 1 {
        table.take(entry.path[1...], entry.value, line: entry.line, group)
      } else if let value = entry.value {
        for (key, member) in value.members { table.take(key[...], member, line: member.line, group) }
      }
    }
    return table.entries.map(\.declaration)
  }

  /// Other tables than these are categories of packages.
  private static func group(of table: String) -> Declaration.Group? {
    switch table {
    case "packages": .runtime
    case "dev-packages": .development
    case "source", "requires", "scripts", "pipenv", "": nil
    default: .optional(table)
    }
  }

  static func readLock(_ bytes: UnsafeRawBufferPointer) -> [Declaration] {
    var json = PlacedJSON(bytes)
    var found: [Declaration] = []
    guard json.beginObject() else { return [] }
    while let category = json.nextKey() {
      guard category.text != "_meta", json.beginObject() else {
        if category.text == "_meta" { json.skip() }
        continue
      }
      while let key = json.nextKey() {
        let name = Array(key.text.utf8).withUnsafeBytes(PythonName.normalised)
        var declaration = Declaration(ecosystem: .pypi, name: name, requirement: "", line: key.line, group: .locked)
        guard json.beginObject() else { continue }
        while let member = json.nextKey() {
          if member.text == "version" { declaration.requirement = json.string() ?? "" } else { json.skip() }
        }
        found.append(declaration)
      }
    }
    return found
  }
}
