import TareOwners
import TareReach
import TareTree

/// Which packages what the image runs can reach: from ENTRYPOINT, CMD and HEALTHCHECK, from what the application's sources
/// import, its binaries load and its files name, over what packages firmly need of each other. What the base brought counts as
/// needed: what it is there for, that image knows.
///
/// That somebody asked for a package, or that the application's own declaration lists it, is no use of it at run time.
struct RunTimeNeeds {
  /// By package.
  private(set) var isNeeded: [Bool]
  /// Whether the application has sources whose imports could be read.
  let readsImports: Bool
  private let context: RuleContext

  init(_ context: RuleContext) {
    self.context = context
    let count = context.ownership.packages.count
    isNeeded = [Bool](repeating: false, count: count)
    readsImports = !context.reach.imports.imports.isEmpty
    var seeds: [Int32] = []
    for (number, owned) in context.ownership.packages.enumerated() where owned.fromBase || owned.package.isEssential {
      seeds.append(Int32(number))
    }
    let graph = context.reach.graph
    for node in Int32(count)..<Int32(max(count, graph.nodeCount)) {
      for step in graph.steps(from: node) where !step.kind.isWeak {
        // What the application declares is told by its imports, which a declaration would hide.
        if context.reach.node(node) == .application, step.kind < .elf { continue }
        if step.to < Int32(count) { seeds.append(step.to) }
      }
    }
    let imports = context.reach.imports
    for (file, edges) in imports.imports where imports.reached.contains(file) || !context.tree.isForDevelopment(file) {
      for edge in edges {
        if case .package(let number) = context.owner(of: edge.target) { seeds.append(number) }
      }
    }
    for entry in imports.entries {
      if case .package(let number) = context.owner(of: entry.file) { seeds.append(number) }
    }
    flood(seeds)
  }

  /// Why nothing can be said of what is needed: nil where the image runs something. An image that starts a shell or a bare
  /// interpreter and holds no application is one to build on, or to work in.
  static func unknown(_ context: RuleContext) -> String? {
    if context.ownership.totals.application > 0 { return nil }
    let words = (context.config?.entrypoint ?? []) + (context.config?.command ?? [])
    guard let program = words.first else { return "the image names no command, so what it needs is not known" }
    let name = program.split(separator: "/").last.map(String.init) ?? program
    let options: Set<String> = ["-l", "-i", "--login", "-il", "-li"]
    guard words.dropFirst().allSatisfy({ options.contains($0) }), isInteractive(name) else { return nil }
    return "the image starts only \(name) and holds no application, so what it needs is not known"
  }

  private static func isInteractive(_ name: String) -> Bool {
    let shells: Set<String> = [
      "sh", "bash", "ash", "dash", "zsh", "fish", "ksh", "busybox", "node", "irb", "jshell", "php", "R", "iex", "erl", "ghci",
    ]
    return shells.contains(name) || name.hasPrefix("python")
  }

  func contains(_ package: Int32) -> Bool { isNeeded[Int(package)] }

  /// Adds packages and all that they firmly need.
  mutating func flood(_ seeds: some Sequence<Int32>) {
    var waiting: [Int32] = []
    for seed in seeds where !isNeeded[Int(seed)] {
      isNeeded[Int(seed)] = true
      waiting.append(seed)
    }
    while let node = waiting.popLast() {
      for step in context.reach.graph.steps(from: node) where !step.kind.isWeak && Int(step.to) < isNeeded.count {
        if !isNeeded[Int(step.to)] {
          isNeeded[Int(step.to)] = true
          waiting.append(step.to)
        }
      }
    }
  }

  /// Adds what needed distributions use where it is there: what their extras name, and drivers that they load by a name in
  /// their settings.
  /// - Throws: `FileError` or `FileShrunk` when the image can no longer be read.
  mutating func floodOptional() throws {
    var byName: [String: [Int32]] = [:]
    for (number, owned) in context.ownership.packages.enumerated()
    where owned.package.ecosystem == .pypi && !DevelopmentTools.contains(owned.package.name) {
      byName[KnownUses.normalised(owned.package.name), default: []].append(Int32(number))
    }
    var seen: Set<Int> = []
    var grew = true
    // Extras of extras: more than a few steps deep is nothing that anybody installs.
    for _ in 0..<64 where grew {
      grew = false
      for number in isNeeded.indices where isNeeded[number] && context.package(Int32(number)).ecosystem == .pypi {
        guard seen.insert(number).inserted else { continue }
        grew = true
        let name = context.package(Int32(number)).name
        let optional = try OptionalNeeds.names(of: Int32(number), context)
        flood((optional + KnownUses.drivers(of: name)).flatMap { byName[KnownUses.normalised($0)] ?? [] })
      }
    }
  }
}
