public import TareOwners
import TareTree

/// Why something is in the image.
public struct Why: Sendable {
  /// Nil for a package.
  public var path: Int32?
  public var owner: Owner
  /// Of the owner, when it is a package.
  public var package: Int32?
  /// From what is kept for its own sake down to the package; nil for what nothing known needs.
  public var chain: Chain?
  /// Rows of the layers that hold its live bytes, the heaviest first.
  public var layers: [Int]
  /// Live bytes: of the package, or of the file.
  public var bytes: Int
  /// Of a library: paths of the binaries that load it, ascending.
  public var users: [Int32] = []
  /// Of a binary: what it asks for and the image does not have.
  public var missing: [[UInt8]] = []
}

extension Analysis {
  public func why(package number: Int32) -> Why {
    let owned = ownership.packages[Int(number)]
    return Why(
      owner: .package(number), package: number, chain: reach.chain(to: number), layers: rows(of: owned), bytes: owned.own)
  }

  /// Nil where the final image has no file at the path.
  public func why(path: [UInt8]) -> Why? {
    guard let found = weighing.tree.target(of: path), case let node = weighing.tree.nodes[Int(found)], node.content >= 0 else {
      return nil
    }
    let content = weighing.tree.contents[Int(node.content)]
    let owner = ownership.owners[Int(node.content)]
    var why = Why(
      path: found, owner: owner, chain: nil, layers: [weighing.rowOfLayer[Int(content.location.layer)]], bytes: content.size)
    if case .package(let package) = owner {
      why.package = package
      why.chain = reach.chain(to: package)
    }
    why.users = (reach.libraries.users[node.content] ?? []).map { weighing.home(of: $0) }.sorted()
    why.missing = reach.libraries.missing[node.content] ?? []
    return why
  }
}
