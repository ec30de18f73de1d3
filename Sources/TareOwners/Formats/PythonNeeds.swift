/// What Python distributions need, from the requirements in their metadata.
struct PythonNeeds {
  private let inventory: PythonInventory
  /// The keys of a name in the sites that every interpreter of the system sees.
  private var shared: [String: [String]] = [:]
  /// A hostile image could make extras multiply.
  private static let expansionLimit = 10_000

  init(_ inventory: PythonInventory) {
    self.inventory = inventory
    for item in inventory.items where item.isInstalled && !inventory.sites[item.site].isVirtual {
      shared[item.normalised, default: []].append(item.key)
    }
    for name in shared.keys { shared[name]?.sort() }
  }

  /// Requirements that hold; those of extras that a requirement asks for, as needs of who asks; and what is there of the
  /// extras that nothing asks for, which whoever installed the distribution may have asked for.
  func needs(of index: Int) -> [Need] {
    let item = inventory.items[index]
    var needs: [Need] = []
    var seen: Set<String> = []
    var extras: [(name: String, extra: String)] = []
    var offered: [PythonRequirement] = []
    for requirement in item.metadata.requirements {
      if holds(requirement, of: index, .none) {
        if seen.insert(requirement.name).inserted { needs.append(Need(keys(requirement.name, from: item.site))) }
        extras += requirement.extras.map { (requirement.name, $0) }
      } else if holds(requirement, of: index, .any) {
        offered.append(requirement)
      }
    }
    for requirement in activated(extras, from: item.site) where seen.insert(requirement).inserted {
      needs.append(Need(keys(requirement, from: item.site), .extra))
    }
    for requirement in offered where requirement.name != item.normalised && seen.insert(requirement.name).inserted {
      let there = keys(requirement.name, from: item.site).filter { inventory.byKey[$0] != nil }
      if !there.isEmpty { needs.append(Need(there, .possible)) }
    }
    return needs
  }

  /// The names that the extras of other distributions require, and the extras that these name in turn.
  private func activated(_ extras: [(name: String, extra: String)], from site: Int) -> [String] {
    var pending = extras[...]
    var seen = Set(extras.map { $0.name + "[" + $0.extra })
    var found: [String] = []
    var budget = Self.expansionLimit
    while let (name, extra) = pending.popFirst() {
      for index in keys(name, from: site).compactMap({ inventory.byKey[$0] }) {
        for requirement in inventory.items[index].metadata.requirements where !requirement.marker.isEmpty {
          budget -= 1
          guard budget > 0 else { return found }
          guard !holds(requirement, of: index, .none), holds(requirement, of: index, .named(extra)) else { continue }
          if requirement.name != name { found.append(requirement.name) }
          for further in requirement.extras where seen.insert(requirement.name + "[" + further).inserted {
            pending.append((requirement.name, further))
          }
        }
      }
    }
    return found
  }

  /// What is not known counts as holding.
  private func holds(_ requirement: PythonRequirement, of index: Int, _ extras: PythonMarkerEnvironment.Extras) -> Bool {
    requirement.marker.isEmpty
      || requirement.marker.withUnsafeBytes {
        PythonMarker.holds($0, in: inventory.sites[inventory.items[index].site].environment, extras: extras) ?? true
      }
  }

  /// In the same site; else wherever the interpreter may look. A name that is nowhere keeps its key in this site.
  private func keys(_ name: String, from site: Int) -> [String] {
    let own = inventory.key(name, in: site)
    guard inventory.byKey[own] == nil else { return [own] }
    guard !inventory.sites[site].isVirtual || inventory.sites[site].seesSystem else { return [own] }
    return shared[name] ?? [own]
  }
}

extension PythonInventory {
  /// Who was asked for by name. pip marks these with `REQUESTED`. Of other installers some mark all that they install
  /// (uv does), which says nothing: a mark counts if not all have it, or none of those marked needs another.
  func intents(_ needs: PythonNeeds) -> [Package.Intent] {
    struct Group: Hashable {
      var site: Int
      var installer: String
    }
    var intents = Array(repeating: Package.Intent.unknown, count: items.count)
    let visible = items.indices.filter { items[$0].isInstalled }
    let groups = Dictionary(grouping: visible) { Group(site: items[$0].site, installer: items[$0].installer) }
    for (group, members) in groups {
      let marked = members.filter { items[$0].isRequested }
      guard !marked.isEmpty, !group.installer.isEmpty else { continue }
      if group.installer != "pip", marked.count == members.count {
        let keys = Set(members.map { items[$0].key })
        let areTied = members.contains { member in
          needs.needs(of: member).contains { $0.kind == .depends && $0.alternatives.contains(where: keys.contains) }
        }
        if areTied { continue }
      }
      for member in members { intents[member] = items[member].isRequested ? .asked : .automatic }
    }
    return intents
  }
}
