import TareBytes
import TareOwners
import TareTree

/// The graph of what needs what among the packages of an image.
struct PackageGraphBuilder {
  private let weighing: Weighing
  private let ownership: Ownership
  private var builder = DependencyGraph.Builder()
  private let application: Int32
  /// By package: whether another one of its ecosystem needs it.
  private var isNeeded: [Bool]
  private var possible: [(from: Int32, to: Int32)] = []
  /// In the order of their nodes.
  private(set) var instructions: [String] = []

  private struct Key: Hashable {
    var ecosystem: Ecosystem
    var key: String
  }

  init(_ weighing: Weighing, _ ownership: Ownership) {
    self.weighing = weighing
    self.ownership = ownership
    isNeeded = ownership.packages.map { $0.inside != nil }
    for package in ownership.packages { _ = builder.node(weight: package.own) }
    application = builder.node(weight: ownership.totals.application)
  }

  /// What somebody may have asked for explains only what nothing else does.
  func build() throws(DependencyGraph.Failure) -> DependencyGraph {
    let graph = try builder.build()
    guard !possible.isEmpty else { return graph }
    let reached = graph.reached()
    var builder = builder
    for (node, other) in possible where !reached[Int(other)] { builder.need(node, other, kind: .recommends) }
    return try builder.build()
  }

  // MARK: Edges

  mutating func addNeeds() {
    var providers: [Key: [Int32]] = [:]
    for (number, owned) in ownership.packages.enumerated() {
      for key in Set([owned.package.key] + owned.package.provides) {
        providers[Key(ecosystem: owned.package.ecosystem, key: key), default: []].append(Int32(number))
      }
    }
    for (number, owned) in ownership.packages.enumerated() {
      let node = owned.package.isLocal ? application : Int32(number)
      for need in owned.package.needs {
        let found = need.alternatives.flatMap { providers[Key(ecosystem: owned.package.ecosystem, key: $0)] ?? [] }
        switch Self.kind(of: need) {
        case .edge(let kind):
          builder.need(node, anyOf: found, kind: kind)
          for other in found where other != Int32(number) { isNeeded[Int(other)] = true }
        case .guess: possible += found.map { (node, $0) }
        case .none: break
        }
      }
      // A record inside another package's files stands and falls with that package.
      if let outer = owned.inside {
        builder.need(Int32(number), outer, kind: .depends)
        builder.need(outer, Int32(number), kind: .depends)
      }
    }
  }

  private enum Bond {
    case edge(EdgeKind)
    case guess, none
  }

  /// Nothing is ever installed because another package suggests it: a suggestion keeps nothing.
  private static func kind(of need: Need) -> Bond {
    switch need.kind {
    case .preDepends: .edge(.preDepends)
    case .depends, .peer: .edge(.depends)
    case .extra: .edge(.extra)
    case .recommends, .optional: .edge(.recommends)
    case .possible: .guess
    case .suggests: .none
    }
  }

  mutating func addLibraries(_ libraries: LibraryGraph) {
    for (content, needed) in libraries.needs.sorted(by: { $0.key < $1.key }) {
      guard let from = node(of: ownership.owners[Int(content)]) else { continue }
      for library in needed {
        if let to = node(of: ownership.owners[Int(library)]), to != from { builder.need(from, to, kind: .elf) }
      }
    }
  }

  /// Python distributions run on the interpreter in whose directory their environment lies.
  mutating func addRuntimes() {
    let tree = weighing.tree
    var runtimes: [Int32: Int32?] = [:]
    for (number, owned) in ownership.packages.enumerated() where owned.package.ecosystem == .pypi {
      let environment = tree.paths.parent(of: tree.paths.parent(of: owned.package.record))
      guard environment > PathTable.root else { continue }
      let known = runtimes[environment]
      let runtime = known ?? runtime(of: environment)
      runtimes[environment] = .some(runtime)
      if let runtime { builder.need(owned.package.isLocal ? application : Int32(number), runtime, kind: .interpreter) }
    }
  }

  private func runtime(of environment: Int32) -> Int32? {
    let tree = weighing.tree
    let library = tree.paths.parent(of: environment)
    let found =
      tree.child("os.py".utf8, of: library)
      // A virtual environment has only a link to its interpreter: PREFIX/bin/python beside PREFIX/lib/python3.N.
      ?? tree.target(of: tree.paths.bytes(of: library) + Array("/../../bin/python3".utf8))
    return found.flatMap { ownership.owner(of: $0, in: weighing) }.flatMap { node(of: $0) }
  }

  mutating func addPrograms(_ programs: Programs) {
    for program in programs.all {
      guard let owner = ownership.owner(of: program.path, in: weighing), let target = node(of: owner) else { continue }
      builder.need(instruction(program.reason), target, kind: .mention)
    }
  }

  /// The node of an instruction, which is a root.
  private mutating func instruction(_ name: String) -> Int32 {
    if let known = instructions.firstIndex(of: name) { return application + 1 + Int32(known) }
    instructions.append(name)
    let node = builder.node(weight: 0)
    builder.root(node, reason: Reach.Reason.runs.rawValue)
    return node
  }

  /// What the application's sources import. Tests and scripts that nothing which runs reaches want their packages too, and
  /// can let them go.
  mutating func addImports(_ imports: ImportGraph) {
    var drivers: [String: [Int32]] = [:]
    for (number, owned) in ownership.packages.enumerated() where owned.package.ecosystem == .pypi {
      drivers[Self.comparable(owned.package), default: []].append(Int32(number))
    }
    for (file, edges) in imports.imports.sorted(by: { $0.key < $1.key }) {
      let isWeak = !imports.reached.contains(file) && weighing.tree.isForDevelopment(file)
      for edge in edges {
        guard let owner = ownership.owner(of: edge.target, in: weighing), let to = node(of: owner), to != application else {
          continue
        }
        builder.need(application, to, kind: isWeak ? .developmentImport : edge.kind == .literal ? .mention : .import)
        markNeeded(to)
      }
      for address in imports.schemes[file] ?? [] {
        for driver in AddressSchemes.drivers(of: address.scheme).flatMap({ drivers[$0] ?? [] }) {
          builder.need(application, driver, kind: isWeak ? .developmentImport : .mention)
          markNeeded(driver)
        }
      }
    }
    for entry in imports.entries where entry.reason != "ENV" {
      guard let owner = ownership.owner(of: entry.file, in: weighing), let target = node(of: owner) else { continue }
      builder.need(instruction(entry.reason), target, kind: .mention)
      markNeeded(target)
    }
  }

  private mutating func markNeeded(_ node: Int32) { if node < application { isNeeded[Int(node)] = true } }

  // MARK: Roots

  /// Packages that the application's own files ask for: its requirements, for whatever group.
  var declared: Set<Int32> {
    var keys: [Key: [Int32]] = [:]
    for (number, owned) in ownership.packages.enumerated() where owned.inside == nil {
      keys[Key(ecosystem: owned.package.ecosystem, key: Self.comparable(owned.package)), default: []].append(Int32(number))
    }
    var found: Set<Int32> = []
    for declaration in ownership.sources.declarations.flatMap(\.declarations) where declaration.group != .locked {
      found.formUnion(keys[Key(ecosystem: declaration.ecosystem, key: declaration.name)] ?? [])
    }
    return found
  }

  private static func comparable(_ package: Package) -> String {
    guard package.ecosystem == .pypi else { return package.name }
    return Array(package.name.utf8).withUnsafeBytes(PythonName.normalised)
  }

  /// The ecosystems that say what needs what, so that "nothing needs it" means something.
  static let withNeeds: Set<Ecosystem> = [.deb, .apk, .rpm, .pypi, .conda, .npm, .gem, .composer, .nuget]

  /// - Parameter declared: packages that a file of the application asks for by name.
  mutating func addRoots(declared: Set<Int32>) {
    if ownership.totals.application > 0 { builder.root(application, reason: Reach.Reason.application.rawValue) }
    for (number, owned) in ownership.packages.enumerated() {
      if owned.package.isLocal {
        builder.root(Int32(number), reason: Reach.Reason.application.rawValue)
      } else if owned.fromBase {
        builder.root(Int32(number), reason: Reach.Reason.base.rawValue)
      } else if owned.package.isEssential {
        builder.root(Int32(number), reason: Reach.Reason.essential.rawValue)
      } else if owned.package.intent == .asked || declared.contains(Int32(number)) {
        builder.root(Int32(number), reason: Reach.Reason.asked.rawValue)
      } else if owned.package.intent == .unknown, Self.withNeeds.contains(owned.package.ecosystem), !isNeeded[number] {
        builder.root(Int32(number), reason: Reach.Reason.topLevel.rawValue)
      }
    }
  }

  private func node(of owner: Owner) -> Int32? {
    switch owner {
    case .package(let number): number
    case .application: application
    case .base, .nobody: nil
    }
  }
}
