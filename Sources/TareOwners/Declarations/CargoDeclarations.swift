/// Cargo's Cargo.toml: the tables of the package, of its targets and of a workspace.
///
/// Source: https://doc.rust-lang.org/cargo/reference/specifying-dependencies.html.
enum CargoDeclarations {
  static func read(_ bytes: UnsafeRawBufferPointer) -> [Declaration] {
    var table = DependencyTable(.cargo)
    var walker = TOMLWalker(bytes)
    while let entry = walker.next() {
      guard let (start, group) = place(entry.path) else { continue }
      if entry.path.count > start {
        table.take(entry.path[start...], entry.value, line: entry.line, group)
      } else if let value = entry.value {
        for (key, member) in value.members { table.take(key[...], member, line: member.line, group) }
      }
    }
    return table.entries.map { entry in
      var declaration = entry.declaration
      if entry.isOptional { declaration.group = .optional(declaration.name) }
      return declaration
    }
  }

  /// Where in a path the crate's key stands.
  private static func place(_ path: [String]) -> (start: Int, group: Declaration.Group)? {
    var index = 0
    if path[0] == "target" { index = 2 } else if path[0] == "workspace" { index = 1 }
    guard index < path.count else { return nil }
    switch path[index] {
    case "dependencies": return (index + 1, .runtime)
    case "dev-dependencies", "dev_dependencies": return (index + 1, .development)
    case "build-dependencies", "build_dependencies": return (index + 1, .build)
    default: return nil
    }
  }
}
