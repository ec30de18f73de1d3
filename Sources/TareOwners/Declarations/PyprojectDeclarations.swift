/// pyproject.toml, as the standards and the usual tools fill it.
///
/// Sources: https://packaging.python.org/en/latest/specifications/pyproject-toml,
/// https://packaging.python.org/en/latest/specifications/dependency-groups,
/// https://docs.astral.sh/uv/concepts/projects/dependencies, https://python-poetry.org/docs/pyproject,
/// https://pdm-project.org/en/latest/reference/pep621, https://hatch.pypa.io/latest/config/environment/overview.
struct PyprojectDeclarations {
  private var found: [Declaration] = []
  private var poetry = DependencyTable(.pypi)
  /// Of Poetry: the first extra that a name is an optional dependency of.
  private var extras: [String: String] = [:]
  private var groups = DependencyGroups()

  static func read(_ bytes: UnsafeRawBufferPointer) -> [Declaration] {
    var reader = PyprojectDeclarations()
    var walker = TOMLWalker(bytes)
    while let entry = walker.next() {
      reader.take(entry.path, entry.value, line: entry.line)
    }
    return reader.result
  }

  private var result: [Declaration] {
    var all = found + groups.result
    for entry in poetry.entries where entry.declaration.name != "python" {
      var declaration = entry.declaration
      if entry.isOptional { declaration.group = .optional(extras[declaration.name] ?? "") }
      all.append(declaration)
    }
    return all.inOrder
  }

  private mutating func take(_ path: [String], _ value: TOMLValue?, line: Int, depth: Int = 0) {
    if path.first == "tool" { return takeTool(path, value, line: line, depth: depth) }
    guard let value else { return }
    switch path.count {
    case 1 where value.isTable, 2 where path[1] == "optional-dependencies" && value.isTable:
      members(of: value, below: path, depth)
    case 2 where path[0] == "project" && path[1] == "dependencies": add(value, .runtime)
    case 2 where path[0] == "build-system" && path[1] == "requires": add(value, .build)
    case 2 where path[0] == "dependency-groups": groups.take(path[1], value)
    case 3 where path[0] == "project" && path[1] == "optional-dependencies": add(value, .optional(path[2]))
    default: break
    }
  }

  private mutating func takeTool(_ path: [String], _ value: TOMLValue?, line: Int, depth: Int) {
    guard path.count > 2 else { return }
    switch (path[1], path[2]) {
    case ("poetry", "dependencies"): takePoetry(path, 3, value, line, depth, .runtime)
    case ("poetry", "dev-dependencies"): takePoetry(path, 3, value, line, depth, .development)
    case ("poetry", "group") where path.count > 4 && path[4] == "dependencies":
      let group = path[3] == "main" ? .runtime : GroupName(path[3]).group
      takePoetry(path, 5, value, line, depth, group == .runtime && path[3] != "main" ? .optional(path[3]) : group)
    case ("poetry", "extras"):
      if path.count == 3, let value, value.isTable { members(of: value, below: path, depth) }
      guard path.count == 4, let value else { return }
      for name in value.elements.compactMap(\.stringBytes) {
        let name = name.withUnsafeBytes(PythonName.normalised)
        if extras[name] == nil { extras[name] = path[3] }
      }
    case ("uv", "dev-dependencies"), ("rye", "dev-dependencies"):
      if path.count == 3, let value { add(value, .development) }
    case ("pdm", "dev-dependencies"):
      if path.count == 3, let value, value.isTable { members(of: value, below: path, depth) }
      if path.count == 4, let value { add(value, .development) }
    case ("hatch", "envs") where path.count == 5 && (path[4] == "dependencies" || path[4] == "extra-dependencies"):
      if let value { add(value, .development) }
    default: break
    }
  }

  /// - Parameter start: where in `path` the name stands.
  private mutating func takePoetry(
    _ path: [String], _ start: Int, _ value: TOMLValue?, _ line: Int, _ depth: Int, _ group: Declaration.Group
  ) {
    if path.count == start {
      if let value, value.isTable { members(of: value, below: path, depth) }
    } else {
      poetry.take(path[start...], value, line: line, group)
    }
  }

  /// A table written on one line counts as if its members were written below its heading.
  private mutating func members(of table: TOMLValue, below path: [String], _ depth: Int) {
    guard depth < 3 else { return }
    for (key, value) in table.members { take(path + key, value, line: value.line, depth: depth + 1) }
  }

  private mutating func add(_ array: TOMLValue, _ group: Declaration.Group) {
    for value in array.elements {
      let declaration = value.stringBytes?.withUnsafeBytes { Declaration(python: $0, line: value.line, group: group) }
      if let declaration { found.append(declaration) }
    }
  }
}

extension [Declaration] {
  /// By their lines; those of one line as they are.
  var inOrder: [Declaration] { sorted { $0.line < $1.line } }
}
