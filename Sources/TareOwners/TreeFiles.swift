import TareBytes
import TareELF
import TareLayers
import TareTree

/// The files of a weighed image, for one catalogue. Not for several threads at once: it remembers its last look-up.
final class TreeFiles: ImageFiles {
  let wanted: [Int32]
  let executables: [Int32]
  private let tree: MergedTree
  private let reader: ContentReader
  private let binaries: Binaries
  /// Of wanted paths; of an earlier state they differ from the tree's.
  private let contentOfPath: [Int32: Int32]
  private var lastDirectory: (path: [UInt8], number: Int32?) = ([], PathTable.root)

  /// Larger ones are not read as a whole.
  static let contentLimit = 256 << 20

  /// - Parameter layer: the last one that counts; nil for the final image.
  init(_ tree: MergedTree, _ names: [FileCensus.Name], _ binaries: Binaries, _ reader: ContentReader, after layer: Int32? = nil) {
    self.tree = tree
    self.reader = reader
    self.binaries = binaries
    let there = names.filter { $0.isThere(after: layer ?? .max - 1) }
    wanted = there.map(\.path)
    contentOfPath = Dictionary(there.map { ($0.path, $0.content) }, uniquingKeysWith: { _, last in last })
    executables = binaries.paths.filter { path in layer.map { binaries.firstWriter(of: path, tree) <= $0 } ?? true }
  }

  func path(_ number: Int32) -> [UInt8] { tree.paths.bytes(of: number) }
  func name(_ number: Int32) -> [UInt8] { Array(tree.paths.name(of: number)) }
  func parent(_ number: Int32) -> Int32 { tree.paths.parent(of: number) }

  func kind(_ number: Int32) -> ImageFileKind {
    switch tree.nodes[Int(number)].kind {
    case .regular, .hardLink: .regular
    case .directory: .directory
    case .symbolicLink: .symbolicLink
    default: .other
    }
  }

  func size(_ number: Int32) -> Int { content(number).map { tree.contents[Int($0)].size } ?? 0 }
  func children(of directory: Int32) -> [Int32] { tree.children(of: directory).sorted() }
  func linkTarget(_ number: Int32) -> [UInt8]? { tree.linkTarget(of: number) }

  func find(_ path: [UInt8]) -> Int32? {
    guard let slash = path.lastIndex(of: 0x2f) else { return nil }
    let name = path[(slash + 1)...]
    guard !name.isEmpty, !name.elementsEqual([0x2e]), !name.elementsEqual([0x2e, 0x2e]) else { return tree.resolve(path) }
    if lastDirectory.path.count != slash || !lastDirectory.path.elementsEqual(path[..<slash]) {
      let directory = Array(path[..<slash])
      lastDirectory = (directory, tree.resolve(directory))
    }
    guard let directory = lastDirectory.number else { return nil }
    return tree.child(name, of: directory)
  }

  func contents(of number: Int32) throws -> [UInt8]? {
    guard let content = content(number) else { return nil }
    return try reader.contents(of: tree.contents[Int(content)].location, limit: Self.contentLimit)
  }

  func section(_ name: String, of number: Int32) throws -> [UInt8]? {
    guard let content = content(number) else { return nil }
    return try binaries.section(name, of: content, reader, tree.contents[Int(content)].location)
  }

  private func content(_ number: Int32) -> Int32? {
    if let content = contentOfPath[number] { return content }
    let content = tree.nodes[Int(number)].content
    return content >= 0 ? content : nil
  }
}
