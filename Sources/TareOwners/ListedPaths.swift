import Glibc

/// Finds the files that a package's record names. Records name them by directory, so directories looked at are kept: a
/// lookup allocates nothing while the directory stays the same.
package struct ListedPaths {
  /// The names in one directory, sorted, in one block.
  fileprivate struct Directory {
    var bytes: [UInt8] = []
    var ends: [Int] = []
    var numbers: [Int32] = []
    /// So many lookups were made before the names were gathered.
    var lookups = 0
  }

  private let files: any ImageFiles
  /// What relative paths start from, with a slash at its end.
  private var base: [UInt8] = [0x2f]
  private var directories: [Directory] = []
  /// Where in `directories` a directory of the image is.
  private var places: [Int32: Int] = [:]
  /// The directory of the last path, as it was written.
  private var lastPrefix: [UInt8] = []
  /// Its number and place; nil where there is none, or none was looked for.
  private var last: (number: Int32, place: Int)?
  /// Its path, with a slash at its end; what follows is left of a lookup.
  private var lastPath: (bytes: [UInt8], count: Int) = ([], 0)
  private var isFresh = false

  package init(_ files: any ImageFiles) { self.files = files }

  /// - Parameter directory: absolute.
  package mutating func start(from directory: [UInt8]) {
    base = directory.last == 0x2f ? directory : directory + [0x2f]
    isFresh = false
  }

  /// What lies at `path`, absolute or from the directory that was started from, unless it is a directory.
  package mutating func find(_ path: UnsafeRawBufferPointer) -> Int32? {
    let nameStart = path.lastIndex(of: 0x2f).map { $0 + 1 } ?? 0
    let (prefix, name) = (path.upTo(nameStart), path.from(nameStart))
    guard !name.isEmpty, !name.equals("."), !name.equals("..") else { return nil }
    if !isFresh || !Self.same(prefix, lastPrefix) {
      lastPrefix = Array(prefix)
      isFresh = true
      last = lookUp(prefix)
    }
    guard let last, let number = child(name, of: last), files.kind(number) != .directory else { return nil }
    return number
  }

  private mutating func lookUp(_ prefix: UnsafeRawBufferPointer) -> (number: Int32, place: Int)? {
    var path = Self.joined(base, prefix)
    guard let number = files.directory(path) else { return nil }
    if path.last != 0x2f { path.append(0x2f) }
    lastPath = (path, path.count)
    if let place = places[number] { return (number, place) }
    places[number] = directories.count
    directories.append(Directory())
    return (number, directories.count - 1)
  }

  /// `path` from `base`, without `.` and `..`.
  package static func joined(_ base: [UInt8], _ path: UnsafeRawBufferPointer) -> [UInt8] {
    var joined = path.first == 0x2f ? [] : base
    while joined.last == 0x2f { joined.removeLast() }
    for part in path.parts(0x2f) where !part.isEmpty && !part.equals(".") {
      if part.equals("..") {
        joined.removeSubrange((joined.lastIndex(of: 0x2f) ?? 0)...)
      } else {
        joined.append(0x2f)
        joined.append(contentsOf: part)
      }
    }
    return joined.isEmpty ? [0x2f] : joined
  }

  private mutating func child(_ name: UnsafeRawBufferPointer, of directory: (number: Int32, place: Int)) -> Int32? {
    let lookups = directories[directory.place].lookups
    directories[directory.place].lookups = min(lookups + 1, 3)
    // Gathering the names of `bin` for one file would not pay.
    if lookups < 2 {
      lastPath.bytes.removeSubrange(lastPath.count...)
      lastPath.bytes.append(contentsOf: name)
      return files.find(lastPath.bytes)
    }
    if lookups == 2 { gather(directory) }
    return directories[directory.place].number(of: name)
  }

  private mutating func gather(_ directory: (number: Int32, place: Int)) {
    var children = files.children(of: directory.number).map { (name: files.name($0), number: $0) }
    let isSorted = zip(children, children.dropFirst()).allSatisfy { $0.name.lexicographicallyPrecedes($1.name) }
    if !isSorted { children.sort { $0.name.lexicographicallyPrecedes($1.name) } }
    for child in children {
      directories[directory.place].bytes.append(contentsOf: child.name)
      directories[directory.place].ends.append(directories[directory.place].bytes.count)
      directories[directory.place].numbers.append(child.number)
    }
  }

  private static func same(_ left: UnsafeRawBufferPointer, _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    guard let base = left.baseAddress else { return true }
    return right.withUnsafeBytes { $0.baseAddress.map { memcmp($0, base, left.count) == 0 } ?? true }
  }
}

extension ListedPaths.Directory {
  /// By bisection.
  fileprivate func number(of name: UnsafeRawBufferPointer) -> Int32? {
    bytes.withUnsafeBytes { bytes in
      var (low, high) = (0, ends.count)
      while low < high {
        let middle = (low + high) / 2
        let candidate = bytes.part((middle == 0 ? 0 : ends[middle - 1])..<ends[middle])
        let order = Self.order(candidate, name)
        if order == 0 { return numbers[middle] }
        if order < 0 { low = middle + 1 } else { high = middle }
      }
      return nil
    }
  }

  private static func order(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
    guard let first = left.baseAddress, let second = right.baseAddress else { return left.count - right.count }
    let order = memcmp(first, second, min(left.count, right.count))
    return order == 0 ? left.count - right.count : Int(order)
  }
}

extension ImageFiles {
  /// The directory at an absolute path, through a symbolic link at its end too.
  package func directory(_ path: [UInt8]) -> Int32? {
    var path = path
    for _ in 0..<40 {
      guard let number = find(path) else { return nil }
      switch kind(number) {
      case .directory: return number
      case .symbolicLink:
        guard let target = linkTarget(number) else { return nil }
        path = target.withUnsafeBytes { ListedPaths.joined(self.path(parent(number)), $0) }
      default: return nil
      }
    }
    return nil
  }
}
