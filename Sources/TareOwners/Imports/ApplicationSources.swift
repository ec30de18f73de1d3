import TareBytes
import TareLayers
import TareTree

/// What the application's own sources say they import.
public struct ApplicationSources: Sendable {
  package struct File: Sendable {
    package var path: Int32
    package var imports: [PythonImports.Import]
  }

  /// In the order of their numbers.
  package private(set) var files: [File] = []
  /// Files in which the application says which packages it wants, in the order of their numbers.
  package private(set) var declarations: [(path: Int32, declarations: [Declaration])] = []
  /// The first of those that could not be read, and how many they are.
  package private(set) var unread: (path: Int32, count: Int)?

  /// Larger ones are data that looks like a source.
  private static let sizeLimit = 4 << 20

  init() {}

  /// Whether a file, by its name, is one that the application may have written and somebody will want to read.
  static func wants(_ file: FileName) -> Bool {
    // Of what was installed the records say enough; a local distribution's sources are read by range, or again.
    (isSource(file.name) || Declarations.wants(file)) && !isInstalled(file.directory)
  }

  private static func isSource(_ name: UnsafeRawBufferPointer) -> Bool { name.hasSuffix(".py") }

  private static func isDeclaration(_ path: Int32, _ paths: PathTable) -> Bool {
    var directory = DirectoryBytes(paths)
    var isOne = false
    directory.withName(path) { isOne = Declarations.wants($0) }
    return isOne
  }

  private static func isInstalled(_ directory: UnsafeRawBufferPointer) -> Bool {
    if directory.hasPrefix("usr/lib") || directory.hasPrefix("usr/share") || directory.hasPrefix("lib") { return true }
    for part in directory.parts(0x2f)
    where part.equals("site-packages") || part.equals("dist-packages") || part.hasPrefix("python3") { return true }
    return false
  }

  /// - Parameter programs: what the image runs, whatever it is called.
  init(_ weighing: Weighing, owners: [Owner], programs: [Int32], reader: inout ContentReader) throws {
    let tree = weighing.tree
    let programs = Set(programs)
    let paths = tree.nodes.indices.filter { path in
      let node = tree.nodes[path]
      guard node.exists, node.content >= 0, owners[Int(node.content)] == .application else { return false }
      return tree.contents[Int(node.content)].size <= Self.sizeLimit
        && (programs.contains(Int32(path)) || tree.paths.name(of: Int32(path)).withUnsafeBytes { Self.isSource($0) }
          || Self.isDeclaration(Int32(path), tree.paths))
    }
    // The same bytes are read once: a project and its installed copy.
    var readable: [ContentHash: Int32] = [:]
    for path in paths {
      let number = tree.nodes[path].content
      let content = tree.contents[Int(number)]
      if let hash = content.hash, reader.canRead(0..<content.size, of: content.location) { readable[hash] = number }
    }
    func source(_ path: Int) -> Content {
      let content = tree.contents[Int(tree.nodes[path].content)]
      return content.hash.flatMap { readable[$0] }.map { tree.contents[Int($0)] } ?? content
    }
    var missing: [ContentLocation: [Range<Int>]] = [:]
    for content in paths.map(source) where reader.isWorthReadingAgain(0..<content.size, of: content.location) {
      missing[content.location] = [0..<content.size]
    }
    if !missing.isEmpty { try reader.readAgain(missing) }

    for path in paths {
      guard let text = try reader.contents(of: source(path).location, limit: Self.sizeLimit) else {
        unread = (unread?.path ?? Int32(path), (unread?.count ?? 0) + 1)
        continue
      }
      if Self.isDeclaration(Int32(path), tree.paths) {
        if let found = Declarations.read(fileName: Array(tree.paths.name(of: Int32(path))), contents: text) {
          declarations.append((Int32(path), found))
        }
        continue
      }
      // A program of the application may as well be machine code.
      if text.contains(0) { continue }
      files.append(File(path: Int32(path), imports: PythonImports(text).all))
    }
  }
}
