import TareTree

/// Bytes by directory, of some files.
struct DirectorySums {
  struct Row {
    var path: Int32
    var bytes: Int
    var files: Int
    var isFile: Bool
  }

  private var sums: [Int32: (bytes: Int, files: Int)] = [:]
  private var parts: [Int32: [Int32]] = [:]

  init(_ items: [(path: Int32, bytes: Int)], _ paths: PathTable) {
    for item in items {
      var current = item.path
      while current >= 0 {
        if sums[current] == nil, case let parent = paths.parent(of: current), parent >= 0 {
          parts[parent, default: []].append(current)
        }
        sums[current, default: (0, 0)].bytes += item.bytes
        sums[current, default: (0, 0)].files += 1
        current = paths.parent(of: current)
      }
    }
  }

  /// The directory that holds nearly all, and no less deep than it must be.
  var home: Int32 {
    var current = PathTable.root
    let total = sums[current]?.bytes ?? 0
    while let next = parts[current]?.max(by: { (bytes($0), $1) < (bytes($1), $0) }), parts[next] != nil,
      bytes(next) > total / 20 * 19
    {
      current = next
    }
    return current
  }

  /// The heaviest parts of `home`.
  func heaviest(_ limit: Int) -> [Row] {
    (parts[home] ?? []).filter { bytes($0) > 0 }.sorted { (bytes($1), $0) < (bytes($0), $1) }.prefix(limit).map { path in
      Row(path: path, bytes: bytes(path), files: sums[path]?.files ?? 0, isFile: parts[path] == nil)
    }
  }

  private func bytes(_ path: Int32) -> Int { sums[path]?.bytes ?? 0 }
}
