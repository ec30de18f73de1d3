public import TareOwners

/// Packages by the names that people type: `gcc`, `deb:gcc`, `pypi/torch`, `torch@2.13.0`, `libc6:i386`.
public struct PackageQuery: Sendable {
  private let ecosystem: String?
  private let name: String
  private let version: String?

  public init(_ text: String) {
    var rest = text[...]
    if let mark = rest.firstIndex(where: { $0 == ":" || $0 == "/" }), mark > rest.startIndex,
      Self.ecosystems.contains(String(rest[..<mark]))
    {
      ecosystem = String(rest[..<mark])
      rest = rest[rest.index(after: mark)...]
    } else {
      ecosystem = nil
    }
    // A scope begins with the same sign.
    if let mark = rest.lastIndex(of: "@"), mark > rest.startIndex {
      version = String(rest[rest.index(after: mark)...])
      rest = rest[..<mark]
    } else {
      version = nil
    }
    name = String(rest)
  }

  private static let ecosystems: Set<String> = [
    "deb", "apk", "rpm", "pypi", "conda", "npm", "gem", "composer", "maven", "golang", "cargo", "nuget", "huggingface", "generic",
  ]

  /// Their numbers. One distribution may be in the image several times.
  public func matches(in ownership: Ownership) -> [Int32] {
    let wanted = Self.normalised(name)
    return ownership.packages.indices.filter { index in
      let package = ownership.packages[index].package
      guard ecosystem.map({ $0 == package.ecosystem.rawValue }) ?? true, version.map({ $0 == package.version }) ?? true else {
        return false
      }
      if let architecture = package.architecture, name == "\(package.name):\(architecture)" { return true }
      return package.name == name || (package.ecosystem == .pypi && Self.normalised(package.name) == wanted)
    }.map { Int32($0) }
  }

  /// Names that begin with what was asked for, or hold it; at most three.
  public func suggestions(in ownership: Ownership) -> [String] {
    guard name.utf8.count > 1 else { return [] }
    let names = Set(ownership.packages.map(\.package.name)).sorted()
    return Array((names.filter { $0.hasPrefix(name) } + names.filter { !$0.hasPrefix(name) && $0.contains(name) }).prefix(3))
  }

  /// As Python's index compares names (PEP 503).
  private static func normalised(_ name: String) -> String {
    String(decoding: name.utf8.map { $0 == 0x5f || $0 == 0x2e ? 0x2d : $0 | ($0 >= 0x41 && $0 <= 0x5a ? 0x20 : 0) }, as: UTF8.self)
  }
}
