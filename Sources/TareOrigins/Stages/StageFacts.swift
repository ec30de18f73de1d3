import TareDockerfile

/// What each instruction of a Dockerfile copies, installs and writes.
struct StageFacts: Sendable {
  enum Fact: Sendable {
    /// From the build context.
    case copy(CopyMap)
    case copyFrom(stage: Int, CopyMap)
    /// From another image, or by means that the words do not tell.
    case foreign(CopyMap?)
    case run(RunFacts)
    case none
  }

  /// By stage, then by instruction.
  private(set) var facts: [[Fact]] = []

  init(_ graph: StageGraph) {
    var ends: [[UInt8]] = []
    for stage in graph.dockerfile.stages {
      var directory: [UInt8] = [0x2f]
      if case .stage(let base) = graph.origins[stage.index] { directory = ends[base] }
      var facts: [Fact] = []
      var environment = try? StageEnvironment(entering: stage.index, of: graph)
      for instruction in stage.instructions {
        let scope = environment
        func expanded(_ bytes: [UInt8]) -> [UInt8] { (try? scope?.expand(bytes)) ?? bytes }
        facts.append(Self.fact(instruction, stage.index, graph, directory, scope))
        if instruction.keyword == .workdir, let word = instruction.words.first {
          directory = AbsolutePath.of(expanded(word.bytes), in: directory)
        }
        try? environment?.apply(instruction)
      }
      ends.append(directory)
      self.facts.append(facts)
    }
  }

  private static func fact(
    _ instruction: Instruction, _ stage: Int, _ graph: StageGraph, _ directory: [UInt8], _ scope: StageEnvironment?
  ) -> Fact {
    switch instruction.keyword {
    case .run:
      return .run(
        RunFacts(instruction, workingDirectory: directory) { name in scope?[String(decoding: name, as: UTF8.self)] })
    case .copy, .add:
      let from = instruction.flag("from")?.value
      // The names of heredocs are sources too; their content stands in the Dockerfile.
      let words = instruction.words.filter { !$0.bytes.starts(with: "<<".utf8) || instruction.heredocs.isEmpty }
        .map { (try? scope?.expand($0)) ?? $0.bytes }
      let map = CopyMap(words: words, workingDirectory: directory, fromStage: from != nil)
      if let from {
        guard case .stage(let source) = graph.source(ofCopyFrom: from, in: stage), let map else { return .foreign(map) }
        return .copyFrom(stage: source, map)
      }
      guard let map, instruction.keyword == .copy || !map.sources.contains(where: isArchiveOrAddress) else { return .foreign(map) }
      return .copy(map)
    default: return .none
    }
  }

  /// What ADD fetches or unpacks.
  private static func isArchiveOrAddress(_ source: [UInt8]) -> Bool {
    let text = String(decoding: source, as: UTF8.self)
    return text.contains(":/") || text.hasPrefix("git@")
      || [".tar", ".tar.gz", ".tgz", ".tar.xz", ".tar.bz2", ".txz", ".tbz2"].contains { text.hasSuffix($0) }
  }
}
