import TareReach

/// A small graph written as text, with nodes by name: `a: b, c | d, ~e` is a node that needs b, and c or d, and recommends
/// e. A `*` behind a name makes it a root. Names weigh 1, 10, 100, … in the order they come.
struct NamedGraph {
  let graph: DependencyGraph
  private var names: [String] = []

  init(_ lines: String...) throws {
    var builder = DependencyGraph.Builder()
    var numbers: [String: Int32] = [:]
    var weight = 1
    func trimmed(_ text: some StringProtocol) -> String { String(text.filter { !" *~".contains($0) }) }
    for line in lines {
      let name = trimmed(line.prefix { $0 != ":" })
      numbers[name] = builder.node(weight: weight)
      names.append(name)
      weight *= 10
    }
    for line in lines {
      let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      guard let node = numbers[trimmed(parts[0])] else { continue }
      if parts[0].contains("*") { builder.root(node, reason: 1) }
      for group in parts.count > 1 ? parts[1].split(separator: ",") : [] {
        let kind: EdgeKind = group.contains("~") ? .recommends : .depends
        builder.need(node, anyOf: group.split(separator: "|").compactMap { numbers[trimmed($0)] }, kind: kind)
      }
    }
    graph = try builder.build()
  }

  subscript(_ names: String...) -> [Int32] { names.compactMap { name in self.names.firstIndex(of: name).map { Int32($0) } } }

  func names(_ nodes: some Sequence<Int32>) -> [String] { nodes.map { names[Int($0)] } }

  /// As `root > node > node`.
  func text(_ chain: Chain?) -> String? {
    chain.map { names([$0.root] + $0.steps.map(\.to)).joined(separator: " > ") }
  }
}
