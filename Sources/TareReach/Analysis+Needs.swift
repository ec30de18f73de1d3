import TareOwners

extension Analysis {
  /// By package: the other packages without which its own metadata says that it does not work, ascending, where just one
  /// package of the image can be meant. Nil for an ecosystem whose metadata does not say, and `[]` for what needs nothing.
  package var certainNeeds: [[Int32]?] {
    struct Key: Hashable {
      var ecosystem: Ecosystem
      var key: String
    }
    var providers: [Key: Set<Int32>] = [:]
    for (number, owned) in ownership.packages.enumerated() {
      for key in [owned.package.key] + owned.package.provides {
        providers[Key(ecosystem: owned.package.ecosystem, key: key), default: []].insert(Int32(number))
      }
    }
    return ownership.packages.enumerated().map { number, owned in
      guard PackageGraphBuilder.withNeeds.contains(owned.package.ecosystem) else { return nil }
      var needed: Set<Int32> = []
      for need in owned.package.needs where [.depends, .preDepends, .peer, .extra].contains(need.kind) {
        let found = need.alternatives.reduce(into: Set<Int32>()) { found, key in
          found.formUnion(providers[Key(ecosystem: owned.package.ecosystem, key: key)] ?? [])
        }
        if found.count == 1, !found.contains(Int32(number)) { needed.formUnion(found) }
      }
      return needed.sorted()
    }
  }
}
