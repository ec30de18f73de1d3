/// A NAME.deps.json: the libraries of a .NET application, or of a shared framework, and the files that each brings.
///
/// Source: https://github.com/dotnet/sdk/blob/main/documentation/specs/runtime-configuration-file.md.
struct DotnetDependencies {
  struct Library {
    /// `NAME/VERSION`.
    var identity: String
    /// `package`, `project`, `runtimepack` or `reference`.
    var kind: String
    /// `NAME/VERSION`, as resolved.
    var needs: [String] = []
    /// Relative to the deps.json, in the places where a published application may have them.
    var assets: [String] = []
  }

  private typealias Target = [String: (needs: [String], assets: [String])]

  /// In the order of the file.
  private(set) var libraries: [Library] = []

  /// Nil for what is no such document.
  init?(_ bytes: UnsafeRawBufferPointer) {
    var json = JSONScanner(bytes)
    guard json.beginObject() else { return nil }
    var chosen: String?
    var targets: [(name: String, target: Target)] = []
    while let key = json.nextKey() {
      switch key {
      case "runtimeTarget":
        guard json.beginObject() else { continue }
        while let key = json.nextKey() { if key == "name" { chosen = json.string() } else { json.skip() } }
      case "targets":
        guard json.beginObject() else { continue }
        while let name = json.nextKey() { targets.append((name, Self.target(&json))) }
      case "libraries": readLibraries(&json)
      default: json.skip()
      }
    }
    guard let target = targets.first(where: { $0.name == chosen })?.target ?? targets.first?.target else { return nil }
    for index in libraries.indices {
      guard let found = target[libraries[index].identity] else { continue }
      libraries[index].needs = found.needs
      libraries[index].assets = found.assets
    }
  }

  private mutating func readLibraries(_ json: inout JSONScanner) {
    guard json.beginObject() else { return }
    while let identity = json.nextKey() {
      var kind = ""
      guard json.beginObject() else { continue }
      while let key = json.nextKey() { if key == "type" { kind = json.string() ?? "" } else { json.skip() } }
      libraries.append(Library(identity: identity, kind: kind))
    }
  }

  private static func target(_ json: inout JSONScanner) -> Target {
    var target: Target = [:]
    guard json.beginObject() else { return target }
    while let identity = json.nextKey() {
      var (needs, assets): ([String], [String]) = ([], [])
      guard json.beginObject() else { continue }
      while let key = json.nextKey() {
        switch key {
        case "dependencies":
          guard json.beginObject() else { continue }
          while let name = json.nextKey() { if let version = json.string() { needs.append("\(name)/\(version)") } }
        // `lib/net8.0/Name.dll` in the package, `Name.dll` where it was published.
        case "runtime", "native": assets += json.keys().map(lastPart)
        case "runtimeTargets": assets += json.keys()
        // `lib/net8.0/de/Name.resources.dll`, published as `de/Name.resources.dll`.
        case "resources": assets += json.keys().map { $0.split(separator: "/").suffix(2).joined(separator: "/") }
        default: json.skip()
        }
      }
      target[identity] = (needs, assets.filter { !$0.split(separator: "/").contains("..") })
    }
    return target
  }

  private static func lastPart(_ path: String) -> String { String(path.split(separator: "/").last ?? "") }
}
