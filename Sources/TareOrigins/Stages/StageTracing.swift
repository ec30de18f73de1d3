import TareDockerfile
import TareOwners
import TareReach
import TareTree

/// Follows what a `COPY --from` brought back into the stage that it came from.
///
/// A stage's layers are not in the image, so all of this is reading: which instruction names the package, which one's
/// packages need it, which one puts a file at that path. `certain` is never said of it.
struct StageTracing: Sendable {
  private let analysis: Analysis
  private let file: BuildFile
  private let graph: StageGraph
  private let facts: StageFacts
  /// The lowest stage of the chain that was built, whose base the image shows.
  private let finalChain: [Int]
  private let declarations: DeclaredPackages

  private static let depthLimit = 16

  init(_ analysis: Analysis, _ file: BuildFile, _ alignment: HistoryAlignment, environment: [String]) {
    self.analysis = analysis
    self.file = file
    graph = StageGraph(file.dockerfile)
    facts = StageFacts(graph)
    finalChain = alignment.stages
    declarations = DeclaredPackages(analysis, file)
  }

  private var dockerfile: Dockerfile { file.dockerfile }

  private func origin(_ stage: Int, _ instruction: Int, _ confidence: Confidence) -> Origin {
    let node = dockerfile.stages[stage]
    let range = instruction < 0 ? node.from.range : node.instructions[instruction].range
    return Origin(
      stage: stage, instruction: instruction, lines: dockerfile.lines(of: range), stageName: node.name, confidence: confidence)
  }

  /// The stage that an origin's instruction copies from, and how.
  private func source(of origin: Origin) -> (stage: Int, map: CopyMap)? {
    guard origin.instruction >= 0, case .copyFrom(let stage, let map) = facts.facts[origin.stage][origin.instruction] else {
      return nil
    }
    return (stage, map)
  }

  // MARK: Files

  /// Where a file that an instruction copied from a stage was made; nil for what was not copied from one.
  func origin(ofPath path: [UInt8], at copy: Origin) -> Origin? {
    guard let (stage, map) = source(of: copy) else { return nil }
    for candidate in map.candidates(for: path) {
      guard var found = writer(of: candidate.path, in: stage, depth: 0) else { continue }
      found.confidence = min(found.confidence, copy.confidence)
      found.through = copy.lines
      return found
    }
    return nil
  }

  private func writer(of path: [UInt8], in stage: Int, depth: Int) -> Origin? {
    guard depth < Self.depthLimit else { return nil }
    var possible: [Origin] = []
    for stage in graph.chain(to: stage).reversed() {
      for index in dockerfile.stages[stage].instructions.indices.reversed() {
        switch facts.facts[stage][index] {
        case .none: break
        case .copy(let map):
          let candidates = map.candidates(for: path)
          guard !candidates.isEmpty else { break }
          if let context = file.context {
            if candidates.contains(where: { context.kind(of: $0.path) == .file }) { return origin(stage, index, .likely) }
          } else {
            return origin(stage, index, candidates.contains { !$0.isOpen } ? .likely : .guess)
          }
        case .copyFrom(let source, let map):
          for candidate in map.candidates(for: path) {
            guard let found = writer(of: candidate.path, in: source, depth: depth + 1) else { continue }
            // What the other stage only may have made may have come from anywhere.
            if found.instruction >= 0, found.confidence > .guess { return found }
            possible.append(found)
          }
        case .foreign(let map):
          if let map, !map.candidates(for: path).isEmpty { possible.append(origin(stage, index, .guess)) }
        case .run(let run):
          if run.writes.contains(where: { $0.path == path || $0.isRecursive && AbsolutePath.rest(of: path, below: $0.path) != nil })
          {
            return origin(stage, index, possible.isEmpty ? .likely : .guess)
          }
          if !run.isComplete || !run.installs.isEmpty { possible.append(origin(stage, index, .guess)) }
        }
      }
    }
    guard let lowest = graph.chain(to: stage).first else { return nil }
    if possible.isEmpty { return origin(lowest, -1, .likely) }
    return possible.count == 1 ? possible[0] : nil
  }

  // MARK: Packages

  private struct Candidate {
    var stage: Int
    var instruction: Int
    var install: RunFacts.Install
  }

  /// Where a package that an instruction copied from a stage was installed; nil for what was not copied from one.
  func origin(ofPackage number: Int32, at copy: Origin?) -> Origin? {
    guard let copy, let (stage, map) = source(of: copy) else { return nil }
    let owned = analysis.ownership.packages[Int(number)]
    let record = analysis.weighing.tree.paths.bytes(of: owned.package.record)
    for candidate in map.candidates(for: record) {
      guard var found = installer(of: number, record: candidate.path, in: stage, depth: 0) else { continue }
      found.confidence = min(found.confidence, copy.confidence)
      found.through = copy.lines
      return found
    }
    return nil
  }

  private func installer(of number: Int32, record: [UInt8], in stage: Int, depth: Int) -> Origin? {
    guard depth < Self.depthLimit else { return nil }
    let package = analysis.ownership.packages[Int(number)].package
    let chain = graph.chain(to: stage)
    var candidates: [Candidate] = []
    for stage in chain {
      for index in dockerfile.stages[stage].instructions.indices {
        switch facts.facts[stage][index] {
        case .run(let run):
          candidates += run.installs.filter { $0.ecosystem == package.ecosystem.rawValue }
            .map { Candidate(stage: stage, instruction: index, install: $0) }
        case .copyFrom(let source, let map):
          for path in map.candidates(for: record) {
            if let found = installer(of: number, record: path.path, in: source, depth: depth + 1), found.instruction >= 0 {
              return found
            }
          }
        default: break
        }
      }
    }
    let name = PackageName.normalised(package.name, package.ecosystem.rawValue)
    if let named = candidates.last(where: { $0.install.names.contains { $0.name == name } }) {
      return origin(named.stage, named.instruction, .likely)
    }
    if let lowest = chain.first, isOfBase(number), lowest == finalChain.first { return origin(lowest, -1, .likely) }
    if candidates.isEmpty { return writer(of: record, in: stage, depth: depth) }
    if candidates.count == 1 { return origin(candidates[0].stage, candidates[0].instruction, .likely) }
    // Several: the first whose packages need it; one that brings no dependencies brings what it names alone.
    let asked = candidates.map { declarations.asked(by: $0.install, graph, facts) }
    let reaching = candidates.indices.filter { index in
      if candidates[index].install.withoutDependencies { return asked[index]?.contains(number) ?? false }
      return asked[index].map { declarations.closure(of: $0).contains(number) } ?? false
    }
    if let first = reaching.first {
      return origin(candidates[first].stage, candidates[first].instruction, reaching.count == 1 ? .likely : .guess)
    }
    let open = candidates.indices.filter { asked[$0] == nil && !candidates[$0].install.withoutDependencies }
    guard let one = open.first ?? candidates.indices.first else { return nil }
    return origin(candidates[one].stage, candidates[one].instruction, open.count == 1 ? .likely : .guess)
  }

  /// Whether the base has it just so.
  private func isOfBase(_ number: Int32) -> Bool {
    let owned = analysis.ownership.packages[Int(number)]
    guard owned.fromBase else { return false }
    return !analysis.ownership.changes.dropFirst(analysis.ownership.base.layers).contains { changes in
      changes.changes.contains { $0.ecosystem == owned.package.ecosystem && $0.name == owned.package.name && $0.after != nil }
    }
  }

  // MARK: Declarations

  /// The word or line that asks for a package by its name.
  func declaration(ofPackage number: Int32) -> DeclarationPlace? {
    let package = analysis.ownership.packages[Int(number)].package
    let name = PackageName.normalised(package.name, package.ecosystem.rawValue)
    for stage in dockerfile.stages.reversed() {
      for index in stage.instructions.indices.reversed() {
        guard case .run(let run) = facts.facts[stage.index][index] else { continue }
        for install in run.installs where install.ecosystem == package.ecosystem.rawValue {
          guard let word = install.names.last(where: { $0.name == name }) else { continue }
          return DeclarationPlace(
            file: file.name, line: dockerfile.line(of: word.place.lowerBound),
            text: String(decoding: dockerfile.source[word.place], as: UTF8.self))
        }
      }
    }
    return declarations.place(of: number)
  }
}
