import Glibc
import TareBytes
import TareDockerfile
import TareFindings
import TareOrigins

/// Lists a build context as the builder gets it: links are not followed, and what `.dockerignore` excludes is not there.
struct ContextListing {
  /// A context of more files is not listed: nobody sends one.
  private static let limit = 1_000_000
  private static let deepest = 256

  private let root: String
  private let ignore: DockerIgnore
  private var files: [ContextFiles.File] = []

  /// Nil where the directory cannot be read, or holds too many files.
  /// - Throws: `CommandError` for a `.dockerignore` that no builder reads.
  static func files(of directory: String, dockerfile name: String) throws -> ContextFiles? {
    guard let context = BuildDirectory(directory) else { return nil }
    var ignore = DockerIgnore()
    // The one of the Dockerfile comes first.
    for file in ["\(name).dockerignore", ".dockerignore"] {
      guard let text = context.contents(of: Array(file.utf8), limit: 1 << 20) else { continue }
      do {
        ignore = try DockerIgnore(parsing: text)
      } catch {
        throw CommandError("\(EscapedText.printable(directory + "/" + file)): \(error)")
      }
      break
    }
    var listing = ContextListing(root: directory, ignore: ignore)
    guard listing.list([], depth: 0) else { return nil }
    return ContextFiles(listing.files) { context.contents(of: $0, limit: $1) }
  }

  private init(root: String, ignore: DockerIgnore) {
    self.root = root
    self.ignore = ignore
  }

  /// False where it cannot be listed as a whole.
  private mutating func list(_ path: [UInt8], depth: Int) -> Bool {
    guard depth < Self.deepest, let directory = opendir(root + "/" + String(decoding: path, as: UTF8.self)) else {
      return depth > 0
    }
    defer { closedir(directory) }
    var folders: [[UInt8]] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: UInt8.self, capacity: 256) {
          Array(UnsafeBufferPointer(start: $0, count: strnlen(pointer, 256)))
        }
      }
      guard name != [0x2e], name != [0x2e, 0x2e] else { continue }
      let child = path.isEmpty ? name : path + [0x2f] + name
      var status = stat()
      guard fstatat(dirfd(directory), (name + [0]).map { CChar(bitPattern: $0) }, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
        continue
      }
      let isExcluded = ignore.excludes(child)
      if status.st_mode & S_IFMT == S_IFDIR {
        if !isExcluded || ignore.hasExceptions { folders.append(child) }
      } else if !isExcluded {
        guard files.count < Self.limit else { return false }
        files.append(ContextFiles.File(path: child, size: status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : 0))
      }
    }
    for folder in folders { guard list(folder, depth: depth + 1) else { return false } }
    return true
  }
}
