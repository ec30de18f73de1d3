/// Paths that packages require, and which packages list them. RPM lets a path be required however it is spelled, so
/// directories are compared by what they are in the tree.
struct RpmRequiredPaths {
  private let files: any ImageFiles
  /// Required paths by directory and last part; one file can be spelled in several ways.
  private var paths: [Int32: [[UInt8]: [String]]] = [:]
  /// The last parts of the directories: a quick no for most of what packages list.
  private var directoryNames: Set<[UInt8]> = []
  private var directories: [[UInt8]: Int32] = [:]

  init(_ required: Set<String>, in files: any ImageFiles) {
    self.files = files
    // In order, so that numbers of directories that are not there do not depend on the set's.
    for path in required.sorted() {
      let bytes = Array(path.utf8)
      guard let slash = bytes.lastIndex(of: 0x2f), slash + 1 < bytes.count else { continue }
      let directory = number(Array(bytes[..<slash]))
      paths[directory, default: [:]][Array(bytes[(slash + 1)...]), default: []].append(path)
      directoryNames.insert(Self.lastPart(bytes[..<slash]))
      if directory > 0 { directoryNames.insert(files.name(directory)) }
    }
  }

  /// The required paths that a package lists.
  mutating func provided(by header: RpmHeader) -> [String] {
    let list = RpmFileList(header)
    var isNear = false
    let near = list.directories.map { directory -> [[UInt8]: [String]]? in
      let path = directory.last == 0x2f ? directory.upTo(directory.count - 1) : directory
      // Directories right below the root and below /usr are the ones that are links to others.
      guard directoryNames.contains(Self.lastPart(path[...])) || path.count(where: { $0 == 0x2f }) <= 2 else { return nil }
      let names = paths[number(Array(path))]
      isNear = isNear || names != nil
      return names
    }
    guard isNear else { return [] }
    var provided: [String] = []
    for file in list {
      guard let names = near[file.directory], file.isInstalled, let spellings = names[Array(file.name)] else { continue }
      provided += spellings
    }
    return provided
  }

  /// A directory's number in the tree, or a negative one of its own where it is not there.
  private mutating func number(_ directory: [UInt8]) -> Int32 {
    if let known = directories[directory] { return known }
    // The dot has the last part followed too.
    let number = files.find(directory + [0x2f, 0x2e]) ?? -1 - Int32(directories.count)
    directories[directory] = number
    return number
  }

  private static func lastPart(_ path: some BidirectionalCollection<UInt8>) -> [UInt8] {
    Array(path.suffix(while: { $0 != 0x2f }))
  }
}

extension BidirectionalCollection {
  fileprivate func suffix(while matches: (Element) -> Bool) -> SubSequence {
    self[(lastIndex { !matches($0) }.map(index(after:)) ?? startIndex)...]
  }
}
