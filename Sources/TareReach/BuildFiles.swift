import TareBytes
import TareLayers
import TareOwners
import TareTree

/// Files that only building something needs: static libraries and headers.
public struct BuildFiles: Sendable, Equatable {
  public struct Sum: Sendable, Equatable {
    public var files = 0
    public var bytes = 0
  }

  /// By their first bytes; so an import library of a few kilobytes counts, and a text named `.a` does not.
  public var archives = Sum()
  /// By their names, and files without an ending below a directory named `include`, as C++ has them.
  public var headers = Sum()

  init(_ weighing: Weighing, in directory: Int32?) {
    let tree = weighing.tree
    // Whether the way to a path passes a directory named `include`; a parent has a smaller number.
    var isIncluded = [Bool](repeating: false, count: tree.paths.count)
    for path in isIncluded.indices.dropFirst() {
      let parent = Int(tree.paths.parent(of: Int32(path)))
      isIncluded[path] = isIncluded[parent] || tree.paths.name(of: Int32(parent)).elementsEqual("include".utf8)
    }
    for (index, content) in tree.contents.enumerated() where content.isLive && content.size > 0 {
      let path = weighing.home(of: Int32(index))
      guard directory.map({ tree.paths.lies(path, in: $0) }) ?? true, let scan = weighing.scans[Int(content.location.layer)] else {
        continue
      }
      switch scan.entries[Int(content.location.entry)].magic {
      case .archive: archives.add(content.size)
      case .elf, .script: continue
      case .other, .unknown: if Self.isHeader(tree.paths.name(of: path), isIncluded[Int(path)]) { headers.add(content.size) }
      }
    }
  }

  private static let endings: Set<String> = ["h", "hh", "hpp", "hxx", "h++", "cuh", "inl", "ipp", "tcc"]

  private static func isHeader(_ name: ArraySlice<UInt8>, _ isIncluded: Bool) -> Bool {
    guard let dot = name.lastIndex(of: 0x2e) else { return isIncluded }
    return endings.contains(String(decoding: name[(dot + 1)...], as: UTF8.self))
  }
}

extension BuildFiles.Sum {
  fileprivate mutating func add(_ size: Int) {
    files += 1
    bytes += size
  }
}

extension Analysis {
  /// - Parameter directory: only what lies there; nil for the whole image.
  public func buildFiles(in directory: Int32? = nil) -> BuildFiles { BuildFiles(weighing, in: directory) }
}
