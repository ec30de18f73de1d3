import TareOCI
import TareOwners
import TareTree

/// What keeps each package in the image, and what would go with it.
public struct Reach: Sendable {
  /// Why something is kept for its own sake.
  public enum Reason: Int32, Sendable, CaseIterable {
    /// `ENTRYPOINT`, `CMD` or `HEALTHCHECK`: the node is the instruction.
    case runs
    case application
    /// Somebody asked for it by name.
    case asked
    /// Nothing of its kind needs it, and its ecosystem keeps no record of who asked: so somebody did.
    case topLevel
    /// Its ecosystem never removes it.
    case essential
    /// The base image brought it: what it is there for, that image knows.
    case base
  }

  /// A node of the graph.
  public enum Node: Sendable, Hashable {
    /// By its number in `Ownership.packages`.
    case package(Int32)
    case application
    /// Of the image's config.
    case instruction(String)
  }

  /// Packages have the numbers they have in `Ownership.packages`; the others come after them.
  public let graph: DependencyGraph
  public let libraries: LibraryGraph
  public let imports: ImportGraph
  /// By node.
  public let alone: [RetainedAlone]
  private let packageCount: Int32
  private let instructions: [String]

  init(_ weighing: Weighing, _ ownership: Ownership, _ config: RunConfig?) throws(DependencyGraph.Failure) {
    libraries = LibraryGraph(weighing, ownership, config)
    var builder = PackageGraphBuilder(weighing, ownership)
    builder.addNeeds()
    builder.addLibraries(libraries)
    builder.addRuntimes()
    let programs = Programs(weighing.tree, config)
    builder.addPrograms(programs)
    imports = ImportGraph(weighing, ownership, config, programs)
    builder.addImports(imports)
    builder.addRoots(declared: builder.declared)
    graph = try builder.build()
    alone = graph.retainedOfEach()
    packageCount = Int32(ownership.packages.count)
    instructions = builder.instructions
  }

  public func node(_ number: Int32) -> Node {
    if number < packageCount { return .package(number) }
    return number == packageCount ? .application : .instruction(instructions[Int(number - packageCount) - 1])
  }

  public func reason(of node: Int32) -> Reason? { graph.rootReason(of: node).flatMap(Reason.init) }

  /// The shortest chain from what is kept for its own sake; nil for what nothing known needs.
  public func chain(to package: Int32) -> Chain? { graph.shortestChain(to: package) }
}
