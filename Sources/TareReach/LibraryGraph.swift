import TareELF
import TareOCI
import TareOwners
import TareTree

/// Which binary of the image loads which, by what their headers say. What a program opens by name while it runs is not
/// in them.
public struct LibraryGraph: Sendable {
  /// By content of a binary: the contents it needs, ascending.
  public private(set) var needs: [Int32: [Int32]] = [:]
  /// By content: the names it needs and the image does not have.
  public private(set) var missing: [Int32: [[UInt8]]] = [:]
  /// By content: how many binaries need it.
  public private(set) var users: [Int32: [Int32]] = [:]

  init(_ weighing: Weighing, _ ownership: Ownership, _ config: RunConfig?) {
    let (tree, binaries) = (weighing.tree, ownership.binaries)
    var search = LibrarySearch(tree, binaries, config, settings: ownership.loader)
    for (content, image) in binaries.images.sorted(by: { $0.key < $1.key }) {
      guard let dynamic = image.dynamic else { continue }
      let path = weighing.home(of: content)
      var found: Set<Int32> = []
      for name in dynamic.needed {
        if let library = search.find(name, neededBy: image, at: path) {
          found.insert(library)
        } else {
          missing[content, default: []].append(name)
        }
      }
      if let loader = image.interpreter.flatMap({ tree.target(of: $0) }), case let node = tree.nodes[Int(loader)], node.content >= 0
      {
        found.insert(node.content)
      }
      found.remove(content)
      needs[content] = found.sorted()
      for library in found { users[library, default: []].append(content) }
    }
  }
}
