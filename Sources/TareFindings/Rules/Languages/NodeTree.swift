import TareOwners
import TareTree

/// The packages of Node that the image's own layers brought, with their directories.
struct NodeTree {
  struct Package {
    /// In `ownership.packages`.
    var number: Int32
    var name: String
    var version: String
    var directory: Int32
    /// The outermost `node_modules` around it.
    var modules: Int32
  }

  /// In the order of their numbers.
  private(set) var packages: [Package] = []

  init(_ context: RuleContext) {
    for (number, owned) in context.ownership.packages.enumerated()
    where owned.package.ecosystem == .npm && !owned.fromBase && !owned.package.isLocal && owned.inside == nil && owned.own > 0 {
      let directory = context.paths.parent(of: owned.package.record)
      var current = directory
      var modules: Int32 = -1
      while current > PathTable.root {
        if context.paths.name(of: current).elementsEqual("node_modules".utf8) { modules = current }
        current = context.paths.parent(of: current)
      }
      guard modules >= 0 else { continue }
      packages.append(
        Package(
          number: Int32(number), name: owned.package.name, version: owned.package.version, directory: directory, modules: modules))
    }
  }

  /// Files of these packages.
  func files(_ context: RuleContext) -> [(package: Package, file: ShownFile)] {
    packages.flatMap { package in
      context.contents(ofPackage: package.number).compactMap { context.file(at: context.home(of: $0)) }.map { (package, $0) }
    }
  }

  /// The heaviest packages of some files, as lines of evidence.
  static func heaviest(_ files: [(package: Package, file: ShownFile)], _ context: RuleContext, limit: Int = 4) -> [String] {
    var sums: [String: Int] = [:]
    for (package, file) in files { sums[package.name, default: 0] += file.size }
    return sums.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(limit).map { "\(context.size($0.value)) \($0.key)" }
  }
}
