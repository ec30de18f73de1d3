import TareLayers
import TareTree

/// Which files of the image must be read, and by whom; of earlier states of the image too.
struct FileCensus: Sendable {
  /// A name that a catalogue wants, from the layer that brought it to the one that took it.
  struct Name: Sendable {
    var path: Int32
    var content: Int32
    var from: Int32
    /// `Int32.max` for one that is still there.
    var until: Int32

    func isThere(after layer: Int32) -> Bool { from <= layer && layer < until }
  }

  /// By catalogue, in the order of the paths.
  private(set) var names: [[Name]]

  init(_ weighing: Weighing, _ catalogues: [any PackageCatalogue]) {
    names = Array(repeating: [], count: catalogues.count)
    let tree = weighing.tree
    var directory = DirectoryBytes(tree.paths)
    func choose(_ path: Int32, _ add: (Int) -> Void) {
      directory.withName(path) { file in
        for (index, catalogue) in catalogues.enumerated() where catalogue.wants(file) { add(index) }
      }
    }
    for (path, node) in tree.nodes.enumerated() where node.content >= 0 {
      choose(Int32(path)) {
        names[$0].append(Name(path: Int32(path), content: node.content, from: node.layer, until: .max))
      }
    }
    for hidden in tree.hidden where hidden.kind == .regular {
      choose(hidden.path) {
        // A hard link shows a content that another entry brought: of that an earlier state is not told.
        guard let content = tree.content(ofEntry: hidden.entry, layer: hidden.layer) else { return }
        names[$0].append(Name(path: hidden.path, content: content, from: hidden.layer, until: hidden.killer))
      }
    }
    for index in names.indices {
      let keys = Dictionary(names[index].map { ($0.path, tree.paths.bytes(of: $0.path)) }, uniquingKeysWith: { first, _ in first })
      names[index].sort {
        $0.path == $1.path ? $0.from < $1.from : keys[$0.path]!.lexicographicallyPrecedes(keys[$1.path]!)
      }
    }
  }
}

/// The directory part of one path after another; neighbours share it.
struct DirectoryBytes {
  private let paths: PathTable
  private var parent: Int32 = -1
  private var bytes: [UInt8] = []

  init(_ paths: PathTable) { self.paths = paths }

  mutating func withName(_ path: Int32, _ body: (FileName) -> Void) {
    guard path > PathTable.root else { return }
    let parent = paths.parent(of: path)
    if parent != self.parent {
      self.parent = parent
      bytes = Array(paths.bytes(of: parent).dropFirst())
    }
    bytes.withUnsafeBytes { directory in
      paths.name(of: path).withUnsafeBytes { body(FileName(directory: directory, name: $0)) }
    }
  }
}
