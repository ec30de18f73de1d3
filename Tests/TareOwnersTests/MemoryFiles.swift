import TareOwners

/// Files in memory, for the tests of catalogues.
struct MemoryFiles: ImageFiles {
  private struct Node {
    var parent: Int32
    var name: [UInt8]
    var kind = ImageFileKind.directory
    var content: [UInt8] = []
    var target: [UInt8]?
    var children: [[UInt8]: Int32] = [:]
  }

  private var nodes = [Node(parent: -1, name: [])]
  private var sections: [Int32: [String: [UInt8]]] = [:]
  private let wants: (FileName) -> Bool

  init(_ catalogue: any PackageCatalogue, _ files: [String: String] = [:]) {
    wants = catalogue.wants
    for (path, text) in files.sorted(by: { $0.key < $1.key }) { add(path, Array(text.utf8)) }
  }

  mutating func add(_ path: String, _ content: [UInt8] = [], sections: [String: [UInt8]]? = nil) {
    let node = make(path)
    nodes[Int(node)].kind = .regular
    nodes[Int(node)].content = content
    self.sections[node] = sections
  }

  mutating func link(_ path: String, to target: String) {
    let node = make(path)
    nodes[Int(node)].kind = .symbolicLink
    nodes[Int(node)].target = Array(target.utf8)
  }

  private mutating func make(_ path: String) -> Int32 {
    var current: Int32 = 0
    for part in path.utf8.split(separator: 0x2f).map(Array.init) {
      if let child = nodes[Int(current)].children[part] {
        current = child
      } else {
        nodes.append(Node(parent: current, name: part))
        nodes[Int(current)].children[part] = Int32(nodes.count - 1)
        current = Int32(nodes.count - 1)
      }
    }
    return current
  }

  private func chosen(_ choose: (Int32) -> Bool) -> [Int32] {
    nodes.indices.map(Int32.init).filter { kind($0) == .regular && choose($0) }
      .sorted { path($0).lexicographicallyPrecedes(path($1)) }
  }

  var wanted: [Int32] {
    chosen { number in
      Array(path(parent(number)).dropFirst()).withUnsafeBytes { directory in
        name(number).withUnsafeBytes { wants(FileName(directory: directory, name: $0)) }
      }
    }
  }

  var executables: [Int32] { chosen { sections[$0] != nil } }

  func path(_ number: Int32) -> [UInt8] {
    guard number > 0 else { return [0x2f] }
    let parent = nodes[Int(number)].parent
    return (parent == 0 ? [] : path(parent)) + [0x2f] + nodes[Int(number)].name
  }

  func name(_ number: Int32) -> [UInt8] { nodes[Int(number)].name }
  func parent(_ number: Int32) -> Int32 { nodes[Int(number)].parent }
  func kind(_ number: Int32) -> ImageFileKind { nodes[Int(number)].kind }
  func size(_ number: Int32) -> Int { nodes[Int(number)].content.count }
  func linkTarget(_ number: Int32) -> [UInt8]? { nodes[Int(number)].target }

  func children(of directory: Int32) -> [Int32] {
    nodes[Int(directory)].children.values.sorted { name($0).lexicographicallyPrecedes(name($1)) }
  }

  func find(_ path: [UInt8]) -> Int32? {
    var pending = path.split(separator: 0x2f).map(Array.init)[...]
    var current: Int32 = 0
    var links = 0
    while let part = pending.popFirst() {
      if part == [0x2e] { continue }
      if part == [0x2e, 0x2e] {
        current = max(0, parent(current))
        continue
      }
      guard let child = nodes[Int(current)].children[part] else { return nil }
      guard !pending.isEmpty, let target = linkTarget(child) else {
        current = child
        continue
      }
      links += 1
      guard links <= 40 else { return nil }
      if target.first == 0x2f { current = 0 }
      pending = target.split(separator: 0x2f).map(Array.init) + pending
    }
    return current
  }

  func contents(of number: Int32) throws -> [UInt8]? { kind(number) == .regular ? nodes[Int(number)].content : nil }
  func section(_ name: String, of number: Int32) throws -> [UInt8]? { sections[number]?[name] }
}
