import TareBytes
import TareOCI
import TareTree

/// Where the application lies: under the working directory, and under the paths that the image names to run, as far as
/// COPY or ADD put it there.
struct ApplicationFiles {
  private let tree: MergedTree
  /// By layer: whether its record is a COPY or an ADD, or nothing says what it is.
  private let isCopied: [Bool]
  private let directories: Set<Int32>
  private let files: Set<Int32>

  init(_ weighing: Weighing, _ config: RunConfig?, programs: [Int32]) {
    tree = weighing.tree
    isCopied = weighing.rowOfLayer.map { row in
      guard let record = weighing.rows[row].record else { return true }
      return ["COPY", "ADD"].contains(record.instruction ?? "")
    }
    var directories: Set<Int32> = []
    if let path = config?.workingDirectory, let found = weighing.tree.resolve(Array(path.utf8)), found > PathTable.root,
      !Self.isSystem(weighing.tree.paths.bytes(of: found), asWorkingDirectory: true)
    {
      directories.insert(found)
    }
    for program in programs {
      if weighing.tree.nodes[Int(program)].kind == .directory {
        directories.insert(program)
      } else if case let parent = weighing.tree.paths.parent(of: program), parent > PathTable.root,
        !Self.isSystem(weighing.tree.paths.bytes(of: parent))
      {
        directories.insert(parent)
      }
    }
    self.directories = directories
    files = Set(programs)
  }

  func contains(_ path: Int32, writtenBy layer: Int32) -> Bool {
    guard isCopied[Int(layer)] else { return false }
    if files.contains(path) { return true }
    var current = path
    while current > PathTable.root {
      current = tree.paths.parent(of: current)
      if directories.contains(current) { return true }
    }
    return false
  }

  /// Directories that everything shares: a program in one of them makes it no application's. Some are empty until somebody puts
  /// his own there, which a working directory tells.
  private static func isSystem(_ path: [UInt8], asWorkingDirectory: Bool = false) -> Bool {
    let parts = String(decoding: path, as: UTF8.self).split(separator: "/").map(String.init)
    guard let first = parts.first else { return true }
    let top: Set<String> = ["bin", "sbin", "lib", "lib64", "etc", "usr", "var", "opt", "srv", "home", "root", "tmp", "run", "mnt"]
    if parts.count == 1 { return top.contains(first) && !(asWorkingDirectory && Self.own.contains(first)) }
    return first == "usr" && (parts.count == 2 || (parts[1] == "local" && parts.count == 3))
  }

  private static let own: Set<String> = ["opt", "srv", "home", "root", "mnt"]
}
