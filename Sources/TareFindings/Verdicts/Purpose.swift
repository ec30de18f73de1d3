import TareBytes
import TareOwners
import TareTree

/// What a layer is for.
public enum Purpose: String, Sendable, CaseIterable {
  case baseSystem = "base system"
  case languageRuntime = "language runtime"
  case systemPackages = "system packages"
  case packageManager = "package manager"
  case dependencies
  case application
  case migrations
  case tests
  case scripts
  case configuration
  case userSetup = "user setup"
  case metadata
}

extension RuleContext {
  /// What most of a row's bytes are for; of a row without bytes, what its instruction says.
  func purpose(ofRow row: Int) -> Purpose {
    let record = weighing.rows[row]
    guard let layer = record.layer, record.unpacked ?? 0 > 0 else {
      return keyword(ofRow: row) == "USER" ? .userSetup : .metadata
    }
    if writesOnlyAccounts(layer) { return .userSetup }
    var sums: [Purpose: Int] = [:]
    for content in tree.contentRanges[layer] { sums[purpose(ofContent: Int32(content)), default: 0] += tree.contents[content].size }
    let order = Purpose.allCases
    let heaviest =
      order.max { (sums[$0] ?? 0, order.firstIndex(of: $1)!) < (sums[$1] ?? 0, order.firstIndex(of: $0)!) } ?? .metadata
    // What came with the base is the base, but for the language that it is there for.
    if row < ownership.base.rows { return heaviest == .languageRuntime ? .languageRuntime : .baseSystem }
    return heaviest
  }

  private func purpose(ofContent number: Int32) -> Purpose {
    // A dead copy was for what the one that took its place is for.
    var content = number
    while !tree.contents[Int(content)].isLive, tree.contents[Int(content)].successor >= 0 {
      content = tree.contents[Int(content)].successor
    }
    let path = tree.contents[Int(number)].path
    switch ownership.owners[Int(content)] {
    case .package(let package): return purpose(ofPackage: package)
    case .base: return .baseSystem
    case .application: return purpose(ofApplicationFile: path)
    case .nobody where isCached(path): return .packageManager
    case .nobody:
      if tree.contents[Int(content)].isLive { return isSystemPath(path) ? .systemPackages : .application }
      return isSystemPath(path) ? .systemPackages : purpose(ofApplicationFile: path)
    }
  }

  private func purpose(ofPackage number: Int32) -> Purpose {
    let package = package(number)
    if PackageManagerNames.contains(package.name) { return .packageManager }
    if package.ecosystem == .generic { return .languageRuntime }
    return Self.systemEcosystems.contains(package.ecosystem) ? .systemPackages : .dependencies
  }

  private func isCached(_ path: Int32) -> Bool {
    paths.bytes(of: path).split(separator: 0x2f).contains { $0.elementsEqual(".cache".utf8) }
  }

  private func isSystemPath(_ path: Int32) -> Bool {
    let top = paths.bytes(of: path).split(separator: 0x2f).first.map { String(decoding: $0, as: UTF8.self) } ?? ""
    return ["var", "etc", "usr", "bin", "sbin", "lib", "lib64"].contains(top)
  }

  private func purpose(ofApplicationFile path: Int32) -> Purpose {
    let parts = paths.bytes(of: path).split(separator: 0x2f).map { String(decoding: $0, as: UTF8.self).lowercased() }
    guard let name = parts.last else { return .application }
    let directories = Set(parts.dropLast())
    if !directories.isDisjoint(with: ["alembic", "migrations", "migrate", "flyway", "liquibase"]) || name == "alembic.ini" {
      return .migrations
    }
    if !directories.isDisjoint(with: ["tests", "test", "__tests__", "spec", "specs", "e2e"]) { return .tests }
    if !directories.isDisjoint(with: ["scripts", "benchmarks", "benchmark", "bench"]) { return .scripts }
    let ending = name.split(separator: ".", omittingEmptySubsequences: false).last.map(String.init) ?? ""
    if ["ini", "toml", "yaml", "yml", "cfg", "conf", "env", "lock", "properties"].contains(ending) { return .configuration }
    return .application
  }

  /// User lists and homes, as `useradd` writes them.
  private func writesOnlyAccounts(_ layer: Int) -> Bool {
    let contents = tree.contentRanges[layer].filter { tree.contents[$0].size > 0 }
    guard !contents.isEmpty else { return false }
    return contents.allSatisfy { content in
      let path = String(decoding: paths.bytes(of: tree.contents[content].path), as: UTF8.self)
      guard path.hasPrefix("/etc/") else {
        return path.hasPrefix("/home/") || ["/var/log/lastlog", "/var/log/faillog"].contains(path)
      }
      let name = path.dropFirst(5)
      return ["passwd", "group", "shadow", "gshadow", "subuid", "subgid"].contains { name == $0 || name == $0 + "-" }
    }
  }
}

/// Tools that install packages, and that a running service has no use for.
enum PackageManagerNames {
  private static let all: Set<String> = [
    "uv", "pip", "poetry", "pipenv", "pdm", "hatch", "conda", "mamba", "micromamba", "pixi", "npm", "yarn", "pnpm", "corepack",
    "bun",
    "cargo", "maven", "gradle", "bundler", "composer",
  ]

  static func contains(_ name: String) -> Bool { all.contains(name.lowercased()) }
}
