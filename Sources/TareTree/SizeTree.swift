/// Bytes summed up by directory, to say where they are.
public struct SizeTree: Sendable {
  /// A directory with what lies below it, or, as a rest, with what lies below it and in no other row.
  public struct Row: Sendable, Equatable {
    public var path: Int32
    /// Logical bytes.
    public var bytes: Int
    /// Contents.
    public var files: Int
    public var isRest: Bool
  }

  private var sums: [Int32: (bytes: Int, files: Int)] = [:]
  private var directories: [Int32: [Int32]] = [:]

  /// - Parameter items: a path with the bytes of the content there; each content once.
  init(_ items: some Sequence<(path: Int32, bytes: Int)>, _ paths: PathTable) {
    for item in items {
      let directory = max(PathTable.root, paths.parent(of: item.path))
      sums[directory, default: (0, 0)].bytes += item.bytes
      sums[directory, default: (0, 0)].files += 1
    }
    // Every directory on the way to the root, once each.
    for directory in Array(sums.keys) {
      var current = directory
      while case let parent = paths.parent(of: current), parent >= 0, sums[parent] == nil {
        sums[parent] = (0, 0)
        current = parent
      }
    }
    // A parent has a smaller number than what lies in it.
    for directory in sums.keys.sorted(by: >) where directory != PathTable.root {
      let parent = paths.parent(of: directory)
      directories[parent, default: []].append(directory)
      sums[parent]!.bytes += sums[directory]!.bytes
      sums[parent]!.files += sums[directory]!.files
    }
  }

  public func bytes(in directory: Int32) -> Int { sums[directory]?.bytes ?? 0 }

  /// At most `limit` rows that share no byte, heaviest first. The depth adapts: a directory that is nearly all one
  /// subdirectory gives way to it, and the heaviest row is opened as long as its parts are worth a row of their own.
  public func heaviest(_ limit: Int) -> [Row] {
    let total = bytes(in: PathTable.root)
    guard total > 0, limit > 0 else { return [] }
    // Under a fiftieth of the whole a row says little.
    let threshold = max(1, total / 50)
    var open = [row(descend(PathTable.root))]
    var closed: [Row] = []
    while let index = open.indices.max(by: { isLighter(open[$0], open[$1]) }) {
      let row = open.remove(at: index)
      let parts = (directories[row.path] ?? []).filter { bytes(in: $0) >= threshold }.map { self.row(descend($0)) }
      let rest = row.bytes - parts.reduce(0) { $0 + $1.bytes }
      let hasRest = rest >= threshold
      guard !parts.isEmpty, open.count + closed.count + parts.count + (hasRest ? 1 : 0) <= limit else {
        closed.append(row)
        continue
      }
      open += parts
      if hasRest {
        let files = row.files - parts.reduce(0) { $0 + $1.files }
        closed.append(Row(path: row.path, bytes: rest, files: files, isRest: true))
      }
    }
    return closed.sorted { isLighter($1, $0) }
  }

  private func row(_ path: Int32) -> Row {
    let sum = sums[path] ?? (0, 0)
    return Row(path: path, bytes: sum.bytes, files: sum.files, isRest: false)
  }

  /// Down to the directory where the bytes part ways.
  private func descend(_ path: Int32) -> Int32 {
    var current = path
    while let child = directories[current]?.max(by: { (bytes(in: $0), $1) < (bytes(in: $1), $0) }),
      bytes(in: child) > bytes(in: current) / 20 * 19
    {
      current = child
    }
    return current
  }

  private func isLighter(_ left: Row, _ right: Row) -> Bool { (left.bytes, right.path) < (right.bytes, left.path) }
}
