/// The `[dependency-groups]` of a pyproject.toml. A line counts once, in the group it is written in, and a group is for
/// development if its name says so or only such groups include it.
struct DependencyGroups {
  private struct Group {
    var name: String
    var declarations: [Declaration] = []
    /// Normalised names.
    var included: [String] = []
  }

  private var groups: [Group] = []
  /// By normalised name.
  private var numbers: [String: Int] = [:]

  mutating func take(_ name: String, _ array: TOMLValue) {
    var group = Group(name: name)
    for value in array.elements {
      if value.isTable {
        for (key, member) in value.members where key == ["include-group"] {
          if let name = member.string { group.included.append(Self.normalised(name)) }
        }
      } else if let text = value.stringBytes,
        let declaration = text.withUnsafeBytes({ Declaration(python: $0, line: value.line, group: .optional(name)) })
      {
        group.declarations.append(declaration)
      }
    }
    if numbers.updateValue(groups.count, forKey: Self.normalised(name)) == nil { groups.append(group) }
  }

  var result: [Declaration] {
    let ownWord = groups.map { GroupName($0.name).group }
    let isIncluded = Set(groups.flatMap { $0.included })
    let development = reached(from: groups.indices.filter { ownWord[$0] == .development })
    // What nothing includes is asked for by somebody outside, as is what such a group includes.
    let other = reached(
      from: groups.indices.filter { ownWord[$0] != .development && !isIncluded.contains(Self.normalised(groups[$0].name)) })
    return groups.indices.flatMap { index in
      let group: Declaration.Group =
        switch ownWord[index] {
        case .runtime: development.contains(index) && !other.contains(index) ? .development : .optional(groups[index].name)
        default: ownWord[index]
        }
      return groups[index].declarations.map { declaration in
        var declaration = declaration
        declaration.group = group
        return declaration
      }
    }
  }

  /// Through what groups include; includes that run in a circle end.
  private func reached(from roots: [Int]) -> Set<Int> {
    var seen = Set(roots)
    var pending = roots
    while let index = pending.popLast() {
      for name in groups[index].included {
        if let next = numbers[name], seen.insert(next).inserted { pending.append(next) }
      }
    }
    return seen
  }

  private static func normalised(_ name: String) -> String {
    Array(name.utf8).withUnsafeBytes(PythonName.normalised)
  }
}
