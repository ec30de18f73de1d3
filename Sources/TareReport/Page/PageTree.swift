import TareBytes
import TareFindings
import TareOrigins
import TareOwners
import TareReach
import TareTree

/// The file tree of the page, by column: every path of the final tree, every dead content, and the directories above.
///
/// A content weighs at one node: the path that shows it, or for a dead one the path it was written under. Other names of
/// it are nodes without a weight. A directory stands before what lies in it.
struct PageTree {
  private let examination: Examination
  private let weighing: Weighing
  private var nodes: [Node] = []
  /// By content: its node.
  private var nodeOfContent: [Int32]

  private struct Node {
    var parent: Int32
    var path: Int32
    /// -1 for what has none, and for other names of a content.
    var content: Int32 = -1
    /// Of another name: the content that it shows.
    var linked: Int32 = -1
    var kind: Kind
  }

  /// What a node is, as the page reads it.
  private enum Kind: Int { case directory, file, link, other, dead }

  init(_ examination: Examination) {
    self.examination = examination
    weighing = examination.analysis.weighing
    nodeOfContent = Array(repeating: -1, count: weighing.tree.contents.count)
    collect()
  }

  // MARK: Nodes

  private mutating func collect() {
    let tree = weighing.tree
    let paths = tree.paths
    var dead: [Int32: [Int32]] = [:]
    for (index, content) in tree.contents.enumerated() where !content.isLive {
      dead[content.path, default: []].append(Int32(index))
    }
    // Directories that only dead contents lie in are no longer in the tree.
    var isShown = (0..<paths.count).map { tree.exists(Int32($0)) }
    for path in dead.keys {
      var current = paths.parent(of: path)
      while current >= 0, !isShown[Int(current)] {
        isShown[Int(current)] = true
        current = paths.parent(of: current)
      }
    }
    var children = [[Int32]](repeating: [], count: paths.count)
    for path in isShown.indices.dropFirst() where isShown[path] || dead[Int32(path)] != nil {
      children[Int(paths.parent(of: Int32(path)))].append(Int32(path))
    }
    // Depth first without recursion: paths may be deeper than a stack.
    var pending: [(path: Int32, parent: Int32)] = [(PathTable.root, -1)]
    while let (path, parent) = pending.popLast() {
      for content in dead[path] ?? [] {
        nodeOfContent[Int(content)] = Int32(nodes.count)
        nodes.append(Node(parent: parent, path: path, content: content, kind: .dead))
      }
      guard isShown[Int(path)] else { continue }
      var own = Int32(nodes.count)
      nodes.append(live(path, parent))
      if nodes[Int(own)].kind != .directory, !children[Int(path)].isEmpty {
        // A file in the place of a directory whose contents are dead: one node for each.
        own = Int32(nodes.count)
        nodes.append(Node(parent: parent, path: path, kind: .directory))
      }
      for child in children[Int(path)].sorted(by: { precedes($1, $0) }) { pending.append((child, own)) }
    }
  }

  private func precedes(_ left: Int32, _ right: Int32) -> Bool {
    weighing.tree.paths.name(of: left).lexicographicallyPrecedes(weighing.tree.paths.name(of: right))
  }

  private mutating func live(_ path: Int32, _ parent: Int32) -> Node {
    let node = weighing.tree.nodes[Int(path)]
    // What was a directory above dead contents alone is shown as one.
    guard node.exists, node.kind != .directory else { return Node(parent: parent, path: path, kind: .directory) }
    guard node.content >= 0 else { return Node(parent: parent, path: path, kind: .other) }
    guard weighing.home(of: node.content) == path, nodeOfContent[Int(node.content)] < 0 else {
      return Node(parent: parent, path: path, linked: node.content, kind: .link)
    }
    nodeOfContent[Int(node.content)] = Int32(nodes.count)
    return Node(parent: parent, path: path, content: node.content, kind: .file)
  }

  // MARK: Columns

  func render() -> [UInt8] {
    var origins = OriginColumn(examination)
    var json = JSONWriter()
    json.row { json in
      // How far back the parent stands: small numbers that repeat.
      json.key("parent", nodes.enumerated().map { $1.parent < 0 ? 0 : $0 - Int($1.parent) })
      json.key("name", nodes.map { EscapedText.escapingInvalid(weighing.tree.paths.name(of: $0.path)) })
      json.key("kind", nodes.map(\.kind.rawValue))
      json.key("size", nodes.map { $0.content < 0 ? 0 : content($0).size })
      json.key("row", nodes.map(row))
      json.key("owner", owners)
      json.key("origin", nodes.map { $0.kind == .file ? origins.number(ofContent: $0.content) : -1 })
      json.key("origins") { origins.write(&$0) }
      let dead = nodes.filter { $0.kind == .dead }.map { content($0) }
      json.key("killers", dead.map { weighing.rowOfLayer[Int($0.killer)] })
      json.key("causes", dead.map(\.cause.name))
      json.key("linked", nodes.filter { $0.kind == .link }.map { Int(nodeOfContent[Int($0.linked)]) })
      json.key("duplicates") { json in
        json.array(weighing.duplicates) { json, group in
          json.row { json in
            json.key("nodes", group.copies.map { Int(nodeOfContent[Int(weighing.tree.nodes[Int($0.path)].content)]) })
          }
        }
      }
      json.key("claimed") { claimed(examination.findings.joined, &$0) }
      json.key("findings") { json in
        json.array(examination.findings.findings) { json, finding in
          var joined = JoinedClaim(examination.context.table)
          joined.add(finding.claim)
          claimed(joined, &json)
        }
      }
    }
    return json.finish()
  }

  private func content(_ node: Node) -> Content { weighing.tree.contents[Int(node.content)] }

  /// Of the layer that provides a path; -1 for directories, which many may share.
  private func row(_ node: Node) -> Int {
    if node.content >= 0 { return weighing.rowOfLayer[Int(content(node).location.layer)] }
    let layer = weighing.tree.nodes[Int(node.path)].layer
    return node.kind == .directory || layer < 0 ? -1 : weighing.rowOfLayer[Int(layer)]
  }

  /// A package by its place in the report's list; -1 the application, -2 the base system, -3 nobody.
  private var owners: [Int] {
    let ranked = PackageReport.ranked(examination.analysis, by: .retained)
    var place = [Int](repeating: 0, count: ranked.count)
    for (index, number) in ranked.enumerated() { place[Int(number)] = index }
    return nodes.map { node in
      guard node.kind == .file else { return -3 }
      switch examination.analysis.ownership.owners[Int(node.content)] {
      case .package(let number): return place[Int(number)]
      case .application: return -1
      case .base: return -2
      case .nobody: return -3
      }
    }
  }

  /// Which nodes a claim takes, and how many bytes of each.
  private func claimed(_ joined: JoinedClaim, _ json: inout JSONWriter) {
    var list: [(node: Int, bytes: Int)] = []
    for content in nodeOfContent.indices {
      let bytes = joined.saved(of: Int32(content))
      if bytes > 0, nodeOfContent[content] >= 0 { list.append((Int(nodeOfContent[content]), bytes)) }
    }
    list.sort { $0.node < $1.node }
    json.row { json in
      json.key("nodes", list.map(\.node))
      json.key("bytes", list.map(\.bytes))
    }
  }
}

/// The distinct origins of files, numbered as they come.
private struct OriginColumn {
  private let examination: Examination
  private var numbers: [Origin: Int] = [:]
  private var origins: [Origin] = []

  init(_ examination: Examination) { self.examination = examination }

  /// -1 where no line is known.
  mutating func number(ofContent content: Int32) -> Int {
    let weighing = examination.analysis.weighing
    let row = weighing.rowOfLayer[Int(weighing.tree.contents[Int(content)].location.layer)]
    let owner = examination.analysis.ownership.owners[Int(content)]
    guard let origin = examination.origins?.origin(ofPath: weighing.home(of: content), row: row, owner: owner) else { return -1 }
    if let known = numbers[origin] { return known }
    numbers[origin] = origins.count
    origins.append(origin)
    return origins.count - 1
  }

  func write(_ json: inout JSONWriter) {
    json.array(origins) { json, origin in OriginJSON(origins: examination.origins).row(origin, &json) }
  }
}
