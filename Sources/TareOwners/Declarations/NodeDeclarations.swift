/// npm's package.json and package-lock.json.
///
/// Source: https://docs.npmjs.com/cli/configuring-npm.
enum NodeDeclarations {
  static func read(_ bytes: UnsafeRawBufferPointer) -> [Declaration] {
    var json = PlacedJSON(bytes)
    var found: [Declaration] = []
    guard json.beginObject() else { return [] }
    while let key = json.nextKey() {
      switch key.text {
      case "dependencies": read(&json, .runtime, into: &found)
      case "devDependencies": read(&json, .development, into: &found)
      case "optionalDependencies": read(&json, .optional("optional"), into: &found)
      case "peerDependencies": read(&json, .optional("peer"), into: &found)
      default: json.skip()
      }
    }
    return found
  }

  private static func read(_ json: inout PlacedJSON, _ group: Declaration.Group, into found: inout [Declaration]) {
    guard json.beginObject() else { return }
    while let key = json.nextKey() {
      let range = json.string() ?? ""
      guard !key.text.isEmpty else { continue }
      found.append(Declaration(ecosystem: .npm, name: key.text, requirement: range, line: key.line, group: group))
    }
  }

  /// Each directory of an installed package once. Of version 1, which nests what is nested, the outermost level only.
  static func readLock(_ bytes: UnsafeRawBufferPointer) -> [Declaration] {
    var json = PlacedJSON(bytes)
    var found: [Declaration] = []
    var hasPackages = false
    guard json.beginObject() else { return [] }
    while let key = json.nextKey() {
      switch key.text {
      case "packages":
        // Version 2 repeats all under `dependencies`.
        hasPackages = true
        found = []
        readLocked(&json, into: &found, name: name(ofPath:))
      case "dependencies" where !hasPackages: readLocked(&json, into: &found) { $0 }
      default: json.skip()
      }
    }
    return found
  }

  private static func readLocked(
    _ json: inout PlacedJSON, into found: inout [Declaration], name: (String) -> String?
  ) {
    guard json.beginObject() else { return }
    while let key = json.nextKey() {
      guard json.beginObject() else { continue }
      var version = ""
      var isLink = false
      while let member = json.nextKey() {
        switch member.text {
        case "version": version = json.string() ?? ""
        case "link": isLink = json.isTrue()
        default: json.skip()
        }
      }
      guard !isLink, let name = name(key.text), !name.isEmpty else { continue }
      found.append(Declaration(ecosystem: .npm, name: name, requirement: version, line: key.line, group: .locked))
    }
  }

  /// Of `node_modules/a/node_modules/@scope/name`, the last package; nil for a directory of the project's own.
  private static func name(ofPath path: String) -> String? {
    let parts = path.utf8.split(separator: 0x2f)
    guard let modules = parts.lastIndex(where: { $0.elementsEqual("node_modules".utf8) }) else { return nil }
    return parts[(modules + 1)...].map { String(Substring($0)) }.joined(separator: "/")
  }
}
