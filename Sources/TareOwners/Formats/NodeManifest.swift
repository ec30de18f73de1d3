/// What a package.json says of a package.
///
/// Source: https://docs.npmjs.com/cli/configuring-npm/package-json.
struct NodeManifest {
  var name = ""
  /// Empty where nothing says.
  var version = ""
  private(set) var licences: [String] = []
  private(set) var dependencies: [String] = []
  private(set) var optional: [String] = []
  private(set) var peers: [String] = []
  /// Used where this is the manifest of what everything else was installed for.
  private(set) var development: [String] = []
  /// Those of all these that come from a directory beside, not from a registry.
  private(set) var local: Set<String> = []

  /// Nil for what is no JSON object.
  init?(_ bytes: UnsafeRawBufferPointer) {
    var json = JSONScanner(bytes)
    guard json.beginObject() else { return nil }
    while let key = json.nextKey() {
      switch key {
      case "name": name = json.string() ?? ""
      case "version": version = json.string() ?? ""
      case "license", "licence": licences = Self.licences(&json)
      // The form of npm before version 2.
      case "licenses": if licences.isEmpty { licences = Self.licences(&json) } else { json.skip() }
      case "dependencies": dependencies = names(&json)
      case "optionalDependencies": optional = names(&json)
      case "peerDependencies": peers = names(&json)
      case "devDependencies": development = names(&json)
      default: json.skip()
      }
    }
    // npm writes an optional dependency under both.
    if !optional.isEmpty {
      let others = Set(optional)
      dependencies.removeAll { others.contains($0) }
    }
  }

  /// `"MIT"`, `{ "type": "MIT" }`, or several of either.
  private static func licences(_ json: inout JSONScanner) -> [String] {
    var several = json
    guard several.beginArray() else { return [licence(&json)].compactMap(\.self) }
    var found: [String] = []
    while several.nextElement() { if let one = licence(&several) { found.append(one) } }
    json = several
    return found
  }

  private static func licence(_ json: inout JSONScanner) -> String? {
    var object = json
    guard object.beginObject() else { return json.string().flatMap(LicenceStatement.line) }
    var name: String?
    while let key = object.nextKey() { if key == "type" { name = object.string() } else { object.skip() } }
    json = object
    return name.flatMap(LicenceStatement.line)
  }

  private mutating func names(_ json: inout JSONScanner) -> [String] {
    var names: [String] = []
    guard json.beginObject() else { return [] }
    while let name = json.nextKey() {
      names.append(name)
      guard let range = json.string() else { continue }
      if ["file:", "link:", "portal:", "workspace:"].contains(where: range.hasPrefix), !range.hasSuffix("gz") {
        local.insert(name)
      }
    }
    return names
  }
}
