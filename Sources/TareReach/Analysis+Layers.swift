public import TareOwners
import TareTree

extension Analysis {
  /// What one owner has in a layer.
  public struct Share: Sendable {
    public var owner: Owner
    /// Live bytes.
    public var bytes: Int

    public init(owner: Owner, bytes: Int) {
      self.owner = owner
      self.bytes = bytes
    }
  }

  /// The owners of a layer's live bytes, heaviest first; they sum to the layer's live bytes.
  public func shares(ofLayer layer: Int) -> [Share] {
    var sums: [Owner: Int] = [:]
    for index in weighing.tree.contentRanges[layer] where weighing.tree.contents[index].isLive {
      sums[ownership.owners[index], default: 0] += weighing.tree.contents[index].size
    }
    return sums.filter { $0.value > 0 }.map { Share(owner: $0.key, bytes: $0.value) }
      .sorted { ($0.bytes, order($1.owner)) > ($1.bytes, order($0.owner)) }
  }

  private func order(_ owner: Owner) -> Int32 {
    switch owner {
    case .package(let number): number
    case .application: .max - 2
    case .base: .max - 1
    case .nobody: .max
    }
  }

  /// Live bytes of the application in a layer, by what people write and what is made of it.
  public func applicationParts(ofLayer layer: Int) -> (source: Int, bytecode: Int, other: Int) {
    var parts = (source: 0, bytecode: 0, other: 0)
    for index in weighing.tree.contentRanges[layer]
    where weighing.tree.contents[index].isLive && ownership.owners[index] == .application {
      switch SourceKind(weighing.tree.paths.name(of: weighing.home(of: Int32(index)))) {
      case .source: parts.source += weighing.tree.contents[index].size
      case .bytecode: parts.bytecode += weighing.tree.contents[index].size
      case nil: parts.other += weighing.tree.contents[index].size
      }
    }
    return parts
  }

  /// The packages that somebody asked for in a layer: the words of its install line, as far as the ecosystem keeps them.
  public func asked(inLayer layer: Int) -> [Int32] {
    let come = Set(ownership.changes[layer].changes.filter { $0.after != nil }.map { "\($0.ecosystem.rawValue)/\($0.name)" })
    return ownership.packages.indices.map { Int32($0) }.filter { number in
      let owned = ownership.packages[Int(number)]
      return owned.package.intent == .asked && !owned.fromBase && !owned.package.isLocal
        && come.contains("\(owned.package.ecosystem.rawValue)/\(owned.package.name)")
    }
  }

  /// Rows of the layers in which a package has live bytes, the heaviest first.
  public func rows(of package: OwnedPackage) -> [Int] {
    package.bytesOfLayer.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.map { weighing.rowOfLayer[$0.key] }
  }
}
