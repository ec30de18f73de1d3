import TareTree

/// The layout of a Hugging Face cache: `models--ORG--NAME/blobs/HASH`, and links to these in `snapshots/REVISION`.
enum HubCache {
  private static let kinds = ["models--", "datasets--", "spaces--"]

  /// The repository's directory, for the path of one of its blobs.
  static func repository(ofBlob path: Int32, _ context: RuleContext) -> Int32? {
    let blobs = context.paths.parent(of: path)
    guard blobs > PathTable.root, context.paths.name(of: blobs).elementsEqual("blobs".utf8) else { return nil }
    let repository = context.paths.parent(of: blobs)
    return kinds.contains { context.paths.name(of: repository).starts(with: $0.utf8) } ? repository : nil
  }

  /// `ORG/NAME`.
  static func name(of repository: Int32, _ context: RuleContext) -> String {
    var name = context.text(repository)
    name = String(name[(name.lastIndex(of: "/").map { name.index(after: $0) } ?? name.startIndex)...])
    for kind in kinds where name.hasPrefix(kind) { name.removeFirst(kind.count) }
    var parts: [Substring] = []
    var rest = name[...]
    while let dash = rest.indices.first(where: { rest[$0...].hasPrefix("--") }) {
      parts.append(rest[..<dash])
      rest = rest[rest.index(dash, offsetBy: 2)...]
    }
    return (parts + [rest]).joined(separator: "/")
  }
}
