public import TareDockerfile
import TareOrder
import TareOrigins

/// A Dockerfile as its text alone tells it: which stages make the image, and what each instruction of them does.
///
/// Of a stage that the image is not built on only what a `COPY --from` takes counts, as it is at the end of the stage.
public struct BuildText: Sendable {
  public let dockerfile: Dockerfile
  /// The stage that is built.
  public let target: Int
  /// Stages that the image is made of, the lowest first.
  let chain: [Int]
  /// Of all stages that the target needs, in the order of the file.
  let instructions: [TextInstruction]
  public let context: ContextFiles?
  let graph: StageGraph
  /// By stage: paths that reach the image from it. `/` for those that the image is made of.
  private let taken: [Int: [[UInt8]]]

  /// - Parameters:
  ///   - target: by name or number; nil for the last stage.
  ///   - context: the files that it is built from; nil where they could not be listed.
  /// Nil where there is no such stage.
  public init?(_ dockerfile: Dockerfile, target name: String? = nil, context: ContextFiles? = nil) {
    let graph = StageGraph(dockerfile)
    let number = name.flatMap { Int($0) }.flatMap { dockerfile.stages.indices.contains($0) ? $0 : nil }
    guard let target = graph.target(named: name) ?? number else { return nil }
    self.dockerfile = dockerfile
    self.target = target
    self.context = context
    self.graph = graph
    chain = graph.chain(to: target)
    var reader = BuildTextReader(graph, shipped: Set(chain), context)
    for stage in graph.needed(for: target) { reader.read(dockerfile.stages[stage]) }
    instructions = reader.instructions
    taken = Self.taken(reader.instructions, graph, chain)
  }

  /// Those whose layers are the image's, in the order in which they are laid.
  var layers: [TextInstruction] { chain.flatMap { stage in instructions.filter { $0.place.stage == stage } } }

  /// Of the stages that the target needs, those whose files may reach the image.
  func ships(_ path: [UInt8], of instruction: TextInstruction) -> Bool {
    if instruction.isShipped { return true }
    guard (taken[instruction.place.stage] ?? []).contains(where: { TextPath.overlap(path, $0) }) else { return false }
    // At the end of the stage it has to be there.
    return !instructions.contains { later in
      later.place.stage == instruction.place.stage && later.place.instruction > instruction.place.instruction
        && later.commands.contains { $0.removes.contains { $0.covers(contentsOf: path) || $0.covers(path) } }
    }
  }

  /// Earlier instructions whose layers are the image's.
  func below(_ instruction: TextInstruction) -> [TextInstruction] { Array(layers.prefix { $0.place != instruction.place }) }

  /// What ENTRYPOINT, CMD and HEALTHCHECK say last, as words.
  var started: [String] {
    var words: [String] = []
    for keyword in [Instruction.Keyword.entrypoint, .cmd, .healthcheck] {
      guard let last = layers.last(where: { $0.keyword == keyword }) else { continue }
      for word in last.instruction.words {
        words += String(decoding: word.bytes, as: UTF8.self).split { !($0.isLetter || $0.isNumber || "._-+".contains($0)) }.map(
          String.init)
      }
    }
    return words
  }

  /// From later stages to earlier ones, since each copies from earlier ones only.
  private static func taken(_ instructions: [TextInstruction], _ graph: StageGraph, _ chain: [Int]) -> [Int: [[UInt8]]] {
    var taken: [Int: [[UInt8]]] = [:]
    for stage in chain { taken[stage] = [[0x2f]] }
    for stage in graph.dockerfile.stages.indices.reversed() {
      guard let own = taken[stage] else { continue }
      if case .stage(let base) = graph.origins[stage], !chain.contains(base) { taken[base, default: []] += own }
      for instruction in instructions where instruction.place.stage == stage {
        guard let copy = instruction.copy, case .stage(let source) = copy.source, !chain.contains(source) else { continue }
        for path in own where TextPath.overlap(path, copy.destination) {
          let rest = TextPath.isAtOrBelow(copy.destination, path) ? [] : Array(path.dropFirst(copy.destination.count))
          taken[source, default: []] += copy.paths.map { $0 == [0x2f] && !rest.isEmpty ? rest : $0 + rest }
        }
      }
    }
    return taken
  }
}
