import TareDockerfile

/// Looks for mounts that would help.
struct FurtherSteps {
  private(set) var steps: [FurtherStep] = []

  init(_ graph: BuildGraph, _ outcome: OrderOutcome, context: ContextKnowledge) {
    var reader = FootprintReader(graph, context)
    let made = Dictionary(uniqueKeysWithValues: outcome.instructions.map { ($0.place, $0.made) })
    for stage in graph.dockerfile.stages
    where graph.needed.contains(stage.index) && stage.instructions.count <= StageSearch.maximumInstructions {
      let readings = stage.instructions.enumerated().map { reader.read($1, at: InstructionPlace(stage: stage.index, index: $0)) }
      for index in stage.instructions.indices {
        let place = InstructionPlace(stage: stage.index, index: index)
        guard let count = made[place], count > 0 else { continue }
        addCacheMount(stage.instructions[index], readings[index], graph, place, count)
        addBindMount(stage, readings, graph, index, made)
      }
    }
  }

  // MARK: Cache mounts

  private mutating func addCacheMount(
    _ instruction: Instruction, _ reading: FootprintReader.Reading, _ graph: BuildGraph, _ place: InstructionPlace, _ count: Int
  ) {
    guard let state = graph.states[place], Owner.named(state.user) == Owner.root else { return }
    let mounted = Mount.all(of: instruction, state).filter { $0.type.elementsEqual("cache".utf8) }.compactMap(\.target)
    var seen: Set<String> = []
    for invocation in reading.invocations {
      guard let verb = invocation.verb, [.install, .installProject, .download].contains(verb),
        seen.insert(invocation.tool).inserted,
        let targets = Self.caches[invocation.tool],
        targets.allSatisfy({ target in !mounted.contains { $0.elementsEqual(target.utf8) } })
      else { continue }
      let sharing = invocation.tool == "apt-get" ? ",sharing=locked" : ""
      steps.append(
        FurtherStep(
          kind: .cacheMount(tool: invocation.tool), place: place,
          flags: targets.map { Array("--mount=type=cache,target=\($0)\(sharing)".utf8) },
          drop: invocation.options(.noCache).map { Array(instruction.arguments.bytes[$0.range]) }, made: count))
    }
  }

  /// Where root's copies of downloads are.
  private static let caches: [String: [String]] = [
    "apt-get": ["/var/cache/apt", "/var/lib/apt"], "apk": ["/var/cache/apk"], "dnf": ["/var/cache/dnf"],
    "pip": ["/root/.cache/pip"],
    "uv": ["/root/.cache/uv"], "poetry": ["/root/.cache/pypoetry"], "npm": ["/root/.npm"], "yarn": ["/usr/local/share/.cache/yarn"],
    "pnpm": ["/root/.local/share/pnpm/store"], "go": ["/go/pkg/mod"],
  ]

  // MARK: Bind mounts

  /// For a COPY of single files that one RUN alone reads, before the same files come again or in a stage that does not hand
  /// them on.
  private mutating func addBindMount(
    _ stage: Dockerfile.Stage, _ readings: [FootprintReader.Reading], _ graph: BuildGraph, _ copy: Int,
    _ made: [InstructionPlace: Int]
  ) {
    guard let landing = readings[copy].landing, !landing.isUnknown, landing.trees.isEmpty, !landing.files.isEmpty else { return }
    let images = landing.files.map(\.image)
    let later = readings.indices[(copy + 1)...]
    let runs = later.filter { index in
      readings[index].footprint.isBarrier
        || images.contains { image in
          readings[index].footprint.manifests.covers(image) || readings[index].footprint.reads.covers(image)
        }
    }
    let isCopiedAgain = later.first { index in
      readings[index].landing.map { other in images.allSatisfy { image in other.files.contains { $0.image == image } } } ?? false
    }
    let users = runs.filter { $0 < isCopiedAgain ?? Int.max }
    guard users.count == 1, !readings[users[0]].footprint.isBarrier,
      images.allSatisfy({ readings[users[0]].footprint.manifests.covers($0) && !readings[users[0]].footprint.writes.covers($0) }),
      isCopiedAgain != nil || !isHandedOn(images, stage, graph)
    else { return }
    let run = InstructionPlace(stage: stage.index, index: users[0])
    steps.append(
      FurtherStep(
        kind: .bindMount(copied: InstructionPlace(stage: stage.index, index: copy)), place: run,
        flags: landing.files.map { Array("--mount=type=bind,source=".utf8) + $0.context + Array(",target=".utf8) + $0.image },
        drop: [], made: made[run] ?? 0))
  }

  /// Whether the files reach the image, or another stage.
  private func isHandedOn(_ images: [[UInt8]], _ stage: Dockerfile.Stage, _ graph: BuildGraph) -> Bool {
    if graph.target == stage.index || graph.stages.origins.contains(.stage(stage.index)) { return true }
    for other in graph.dockerfile.stages where graph.needed.contains(other.index) {
      for instruction in other.instructions
      where graph.stages.sources(of: instruction, in: other.index).contains(.stage(stage.index)) {
        guard instruction.keyword == .copy else { return true }
        for word in instruction.words.dropLast() {
          let path = ImagePath.normalized([0x2f] + word.bytes)
          let plain = NamePattern.isLiteral(path) && !path.contains(0x24)
          if !plain || images.contains(where: { ImagePath.isBelow($0, path) }) { return true }
        }
      }
    }
    return false
  }
}
