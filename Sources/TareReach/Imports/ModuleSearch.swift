import TareOCI
import TareOwners
import TareTree

/// Finds the files that Python would load for a module's name, as the image lies there.
///
/// Source: The Python Language Reference, "The import system"; The Python Standard Library, "The initialization of the
/// sys.path module search path".
struct ModuleSearch {
  private let tree: MergedTree
  /// Where the application's modules are found besides next to themselves: the working directory, `PYTHONPATH`.
  let ownRoots: [Int32]
  private let libraries: [Int32]
  private let sites: [Int32]

  /// The files of a module, the packages around it first.
  struct Found {
    var files: [Int32]
    /// How many parts of the name they account for; the others are names inside the last module.
    var parts: Int
  }

  init(_ tree: MergedTree, _ ownership: Ownership, _ config: RunConfig?) {
    self.tree = tree
    var sites: Set<Int32> = []
    for owned in ownership.packages where owned.package.ecosystem == .pypi && owned.inside == nil {
      let record = owned.package.record
      let directory = tree.nodes[Int(record)].kind == .directory ? record : tree.paths.parent(of: record)
      // `NAME.dist-info/METADATA`, or an `.egg-info` file that lies in the site itself.
      let site = tree.paths.name(of: directory).hasInfoSuffix ? tree.paths.parent(of: directory) : directory
      if site > PathTable.root { sites.insert(site) }
    }
    self.sites = sites.sorted()
    var libraries: Set<Int32> = []
    for site in sites {
      let parent = tree.paths.parent(of: site)
      if tree.child("os.py".utf8, of: parent) != nil { libraries.insert(parent) }
    }
    for place in ["/usr/lib", "/usr/local/lib"] {
      guard let directory = tree.resolve(Array(place.utf8)) else { continue }
      for child in tree.children(of: directory) where tree.child("os.py".utf8, of: child) != nil { libraries.insert(child) }
    }
    self.libraries = libraries.sorted()
    let working = Array((config?.workingDirectory ?? "/").utf8)
    var roots: [Int32] = []
    for path in [working] + (config?.environment("PYTHONPATH") ?? "").utf8.split(separator: 0x3a).map(Array.init) + [
      working + "/src".utf8
    ] {
      let path = path.first == 0x2f ? path : working + [0x2f] + path
      if let found = tree.resolve(path), tree.nodes[Int(found)].kind == .directory, !roots.contains(found) { roots.append(found) }
    }
    ownRoots = roots
  }

  /// What an import in `file` loads; alternatives of several environments all count.
  func find(_ parts: [[UInt8]], from file: Int32?) -> [Found] {
    let near = file.map { [packageRoot(of: $0)] } ?? []
    for root in near + ownRoots where !sites.contains(root) {
      if let found = find(parts, in: root) { return [found] }
    }
    for library in libraries { if let found = find(parts, in: library) { return [found] } }
    return sites.compactMap { find(parts, in: $0) }
  }

  /// The same, of `from ..a import b` in `file`.
  func find(_ parts: [[UInt8]], level: Int, from file: Int32) -> [Found] {
    var directory = tree.paths.parent(of: file)
    for _ in 1..<max(1, level) where directory > PathTable.root { directory = tree.paths.parent(of: directory) }
    if parts.isEmpty { return initialiser(of: directory).map { [Found(files: [$0], parts: 0)] } ?? [] }
    return find(parts, in: directory).map { [$0] } ?? []
  }

  /// The directory that the outermost package around a file lies in.
  private func packageRoot(of file: Int32) -> Int32 {
    var directory = tree.paths.parent(of: file)
    while directory > PathTable.root, initialiser(of: directory) != nil { directory = tree.paths.parent(of: directory) }
    return directory
  }

  private func find(_ parts: [[UInt8]], in root: Int32) -> Found? {
    var found = Found(files: [], parts: 0)
    var directory = root
    for (index, part) in parts.enumerated() {
      if let below = child(part, of: directory), tree.nodes[Int(below)].kind == .directory {
        if let initialiser = initialiser(of: below) {
          found.files.append(initialiser)
          found.parts = index + 1
        }
        directory = below
      } else {
        if let module = module(part, in: directory) {
          found.files.append(module)
          found.parts = index + 1
        }
        break
      }
    }
    // A directory without `__init__.py` is a package only for what lies in it.
    return found.files.isEmpty ? nil : found
  }

  private func initialiser(of directory: Int32) -> Int32? { module(Array("__init__".utf8), in: directory) }

  /// `NAME.py`, `NAME.pyc`, `NAME.cpython-311-x86_64-linux-gnu.so`, `NAME.abi3.so`, `NAME.so`.
  private func module(_ name: [UInt8], in directory: Int32) -> Int32? {
    for ending in [".py", ".pyc", ".so", ".abi3.so"] {
      if let found = child(name + ending.utf8, of: directory) { return found }
    }
    // Names of extensions hold the interpreter's; few directories are large, and those have what was looked for above.
    guard name != Array("__init__".utf8) else { return nil }
    return extensions(of: directory).first { tree.paths.name(of: $0).starts(with: name + [0x2e]) }
  }

  private func extensions(of directory: Int32) -> [Int32] {
    tree.children(of: directory).filter { tree.paths.name(of: $0).suffix(3).elementsEqual(".so".utf8) }.sorted()
  }

  private func child(_ name: [UInt8], of directory: Int32) -> Int32? {
    guard let found = tree.child(name, of: directory) else { return nil }
    return tree.nodes[Int(found)].kind == .symbolicLink ? tree.target(of: tree.paths.bytes(of: found)) : found
  }
}

extension Collection<UInt8> {
  fileprivate var hasInfoSuffix: Bool {
    let bytes = Array(self)
    return bytes.suffix(10).elementsEqual(".dist-info".utf8) || bytes.suffix(9).elementsEqual(".egg-info".utf8)
      || bytes.elementsEqual("EGG-INFO".utf8)
  }
}
