/// Tables in which each key is a package and each value what is wanted of it: Poetry's, Pipenv's and Cargo's. A package may
/// have a line (`name = "1"`), a table on a line, an array of such tables, or a heading of its own with keys below.
struct DependencyTable {
  struct Entry {
    var declaration: Declaration
    var isOptional = false
    /// The key by which the table knows it.
    fileprivate var key: String
    fileprivate var table: Declaration.Group
  }

  private(set) var entries: [Entry] = []
  private let ecosystem: Ecosystem

  init(_ ecosystem: Ecosystem) { self.ecosystem = ecosystem }

  /// - Parameters:
  ///   - path: from the package's key on.
  ///   - value: nil for a heading.
  mutating func take(_ path: ArraySlice<String>, _ value: TOMLValue?, line: Int, _ group: Declaration.Group) {
    guard let key = path.first, path.count <= 2 else { return }
    if entries.last?.key != key || entries.last?.table != group {
      let name = ecosystem == .pypi ? Array(key.utf8).withUnsafeBytes(PythonName.normalised) : key
      guard !name.isEmpty else { return }
      let declaration = Declaration(ecosystem: ecosystem, name: name, requirement: "", line: line, group: group)
      entries.append(Entry(declaration: declaration, key: key, table: group))
    }
    guard let value else { return }
    let last = entries.count - 1
    if path.count == 2, let member = path.last {
      Self.take(member, value, into: &entries[last])
      return
    }
    entries[last].declaration.requirement = value.string ?? value.written.text
    let tables = value.isArray ? Array(value.elements) : [value]
    for (member, value) in tables.lazy.flatMap(\.members) where member.count == 1 {
      Self.take(member[0], value, into: &entries[last], isWritten: true)
    }
  }

  /// - Parameter isWritten: the whole table is the requirement's text already.
  private static func take(_ member: String, _ value: TOMLValue, into entry: inout Entry, isWritten: Bool = false) {
    switch member {
    case "version" where !isWritten: entry.declaration.requirement = value.string ?? value.written.text
    case "path" where !isWritten && entry.declaration.requirement.isEmpty,
      "git" where !isWritten && entry.declaration.requirement.isEmpty,
      "url" where !isWritten && entry.declaration.requirement.isEmpty:
      entry.declaration.requirement = value.string ?? ""
    case "extras":
      entry.declaration.extras += value.elements.compactMap { $0.stringBytes?.withUnsafeBytes(PythonName.normalised) }
    case "features": entry.declaration.extras += value.elements.compactMap(\.string)
    case "optional": entry.isOptional = value.isTrue
    // Cargo's: the crate's own name.
    case "package": if let name = value.string, !name.isEmpty { entry.declaration.name = name }
    default: break
    }
  }
}
