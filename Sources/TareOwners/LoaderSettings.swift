import TareLayers
import TareTree

/// The directories that the image's own settings give the loader: `ld.so.conf` with what it includes, musl's path file.
package struct LoaderSettings: Sendable {
  package private(set) var directories: [[UInt8]] = []

  private static let limit = 1 << 20

  init(_ tree: MergedTree, _ reader: ContentReader) throws {
    var seen: Set<Int32> = []
    if let file = tree.target(of: Array("/etc/ld.so.conf".utf8)) { try read(file, tree, reader, &seen) }
    for file in Self.files("/etc", tree) where tree.paths.name(of: file).hasBytes(from: "ld-musl-", to: ".path") {
      try read(file, tree, reader, &seen)
    }
  }

  private mutating func read(_ file: Int32, _ tree: MergedTree, _ reader: ContentReader, _ seen: inout Set<Int32>) throws {
    let node = tree.nodes[Int(file)]
    guard node.content >= 0, seen.insert(file).inserted,
      let text = try reader.contents(of: tree.contents[Int(node.content)].location, limit: Self.limit)
    else { return }
    for line in text.split(whereSeparator: { $0 == 0x0a || $0 == 0x3a }) {
      let words = line.prefix { $0 != 0x23 }.split { $0 == 0x20 || $0 == 0x09 || $0 == 0x0d }
      if let first = words.first, first.elementsEqual("include".utf8) {
        // What distributions write is a directory and `*.conf`.
        for pattern in words.dropFirst() where pattern.hasBytes(from: "/", to: "/*.conf") {
          for part in Self.files(String(decoding: pattern.dropLast(7), as: UTF8.self), tree)
          where tree.paths.name(of: part).hasBytes(from: "", to: ".conf") {
            try read(part, tree, reader, &seen)
          }
        }
      } else if let first = words.first, first.first == 0x2f {
        directories.append(Array(first))
      }
    }
  }

  /// What lies in a directory, by name.
  private static func files(_ directory: String, _ tree: MergedTree) -> [Int32] {
    guard let found = tree.resolve(Array(directory.utf8)) else { return [] }
    return tree.children(of: found).sorted { tree.paths.name(of: $0).lexicographicallyPrecedes(tree.paths.name(of: $1)) }
  }
}

extension ArraySlice<UInt8> {
  fileprivate func hasBytes(from start: String, to end: String) -> Bool {
    starts(with: start.utf8) && suffix(end.utf8.count).elementsEqual(end.utf8)
  }
}
