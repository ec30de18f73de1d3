import TareELF
import TareLayers
import TareOCI
import TareOwners
import TareTree

/// Finds shared libraries as the loader of the image would.
///
/// Sources: ld.so(8) of glibc for the order of directories and `$ORIGIN`; musl's `ldso/dynlink.c` for its path file.
struct LibrarySearch {
  private let tree: MergedTree
  private let binaries: Binaries
  /// Directories that every program searches: those of `LD_LIBRARY_PATH` before its own, the system's after them.
  private let environment: [Int32]
  private let system: [Int32]
  private var known: [Wanted: Int32?] = [:]

  private struct Wanted: Hashable {
    var name: [UInt8]
    var machine: ELFMachine
    var fileClass: ELFImage.FileClass
  }

  init(_ tree: MergedTree, _ binaries: Binaries, _ config: RunConfig?, settings: LoaderSettings) {
    self.tree = tree
    self.binaries = binaries
    func directories(_ paths: some Sequence<[UInt8]>) -> [Int32] {
      var found: [Int32] = []
      for path in paths {
        guard path.first == 0x2f, let directory = tree.resolve(path), !found.contains(directory) else { continue }
        found.append(directory)
      }
      return found
    }
    environment = directories((config?.environment("LD_LIBRARY_PATH") ?? "").split(separator: ":").map { Array($0.utf8) })
    system = directories(settings.directories + Self.defaults.map { Array($0.utf8) })
  }

  /// The multiarch directories come first, as Debian's loader has them built in.
  private static let defaults =
    [
      "x86_64-linux-gnu", "aarch64-linux-gnu", "i386-linux-gnu", "arm-linux-gnueabihf", "s390x-linux-gnu", "powerpc64le-linux-gnu",
      "riscv64-linux-gnu",
    ]
    .flatMap { ["/lib/\($0)", "/usr/lib/\($0)"] } + ["/lib64", "/usr/lib64", "/lib", "/usr/lib", "/usr/local/lib"]

  /// The content that `name`, needed by the binary at `path`, stands for; nil where the image has none.
  mutating func find(_ name: [UInt8], neededBy image: ELFImage, at path: Int32) -> Int32? {
    if name.contains(0x2f) { return content(tree.target(of: name), like: image) }
    let own = image.dynamic.map { $0.runpath == nil ? $0.rpath : nil } ?? nil
    for directory in directories(own, of: path) {
      if let found = find(name, in: directory, like: image) { return found }
    }
    for directory in environment { if let found = find(name, in: directory, like: image) { return found } }
    for directory in directories(image.dynamic?.runpath, of: path) {
      if let found = find(name, in: directory, like: image) { return found }
    }
    let wanted = Wanted(name: name, machine: image.machine, fileClass: image.fileClass)
    if let found = known[wanted] { return found }
    var found: Int32?
    for directory in system where found == nil { found = find(name, in: directory, like: image) }
    known[wanted] = .some(found)
    return found
  }

  private func find(_ name: [UInt8], in directory: Int32, like image: ELFImage) -> Int32? {
    guard let child = tree.child(name, of: directory) else { return nil }
    guard tree.nodes[Int(child)].kind == .symbolicLink else { return content(child, like: image) }
    return content(tree.target(of: tree.paths.bytes(of: child)), like: image)
  }

  /// A file of another machine or class is passed over, as the loader does.
  private func content(_ path: Int32?, like image: ELFImage) -> Int32? {
    guard let path, case let content = tree.nodes[Int(path)].content, content >= 0, let found = binaries.images[content],
      found.machine == image.machine, found.fileClass == image.fileClass
    else { return nil }
    return content
  }

  /// The directories of a RPATH or RUNPATH.
  private func directories(_ list: [UInt8]?, of path: Int32) -> [Int32] {
    guard let list, !list.isEmpty else { return [] }
    return list.split(separator: 0x3a).compactMap { entry in
      var text = Array(entry)
      for variable in [Array("$ORIGIN".utf8), Array("${ORIGIN}".utf8)] where text.starts(with: variable) {
        text = tree.paths.bytes(of: tree.paths.parent(of: path)) + text.dropFirst(variable.count)
      }
      return text.first == 0x2f ? tree.resolve(text) : nil
    }
  }
}
