import TareDockerfile

/// The order that the search proposes for all stages, and the Dockerfile that has it.
struct OrderProposal {
  private(set) var verdicts: [StageVerdict] = []
  /// Nil where nothing changes.
  private(set) var text: [UInt8]?
  /// Bytes by place in the new Dockerfile.
  private(set) var sizes: [InstructionPlace: Int]
  /// By stage, for each item of the new order the number of its first instruction in the new Dockerfile.
  private var newPlaces: [Int: [Int]] = [:]
  private var orders: [Int: StageOrder] = [:]
  private let graph: BuildGraph

  init(
    _ graph: BuildGraph, _ replay: Replay, options: OrderOptions, history: GitHistory, ignore: IgnoreHistory,
    context: ContextKnowledge
  ) {
    self.graph = graph
    sizes = options.sizes
    var reader = FootprintReader(graph, context)
    var readings: [Int: [FootprintReader.Reading]] = [:]
    for stage in graph.dockerfile.stages where graph.needed.contains(stage.index) {
      let all = stage.instructions.enumerated().map {
        reader.read($1, at: InstructionPlace(stage: stage.index, index: $0))
      }
      readings[stage.index] = all
      let items = stage.instructions.enumerated().map { index, instruction in
        let place = InstructionPlace(stage: stage.index, index: index)
        let step = graph.stepAt[place]
        return OrderItem(
          origin: .instruction(index), footprint: all[index].footprint, isStep: step != nil, isRun: instruction.keyword == .run,
          varies: graph.bringsVarying(place),
          changed: step.map { Self.changes($0, graph, replay) } ?? CommitSet(of: replay.commitCount), bytes: options.sizes[place])
      }
      let from = graph.stepAt[InstructionPlace(stage: stage.index, index: -1)].flatMap { graph.steps[$0].parent }
      let search = StageSearch(
        items, readings: all, base: from.map { replay.steps[$0].missed } ?? CommitSet(of: replay.commitCount), context: context
      ) { _, files in
        let step = BuildStep(
          place: InstructionPlace(stage: stage.index, index: -1), kind: .copy, parent: nil,
          selection: ContextSelection(patterns: files.map { ContextPattern($0) }), text: [])
        let changed = Replay([step], history: history, ignore: ignore).steps[0].changed
        let sizes = files.map { context.size($0) }
        return (changed, sizes.contains(nil) ? nil : sizes.reduce(0) { $0 + ($1 ?? 0) })
      }
      let order = search.best()
      orders[stage.index] = order
      verdicts.append(
        StageVerdict(
          stage: stage.index, byBytes: order.measure == .bytes, before: OrderFigures(order.before),
          after: OrderFigures(order.after),
          isExact: order.isExact, weighed: order.states,
          barriers: all.indices.filter { all[$0].footprint.isBarrier }.map { InstructionPlace(stage: stage.index, index: $0) }))
    }
    write(readings, options)
  }

  /// The commits that change what a step reads: files of the context, or the stages that it copies from.
  private static func changes(_ step: Int, _ graph: BuildGraph, _ replay: Replay) -> CommitSet {
    graph.steps[step].sources.reduce(replay.steps[step].changed) { $0.union(replay.steps[$1].missed) }
  }

  private mutating func write(_ readings: [Int: [FootprintReader.Reading]], _ options: OrderOptions) {
    let changed = orders.filter { $0.value.isChanged }
    guard !changed.isEmpty else { return }
    let source = graph.dockerfile.source
    var result: [UInt8] = []
    var copied = 0
    for stage in graph.dockerfile.stages {
      guard let order = changed[stage.index] else { continue }
      let pieces = StageText(stage, of: graph.dockerfile)
      result += source[copied..<pieces.range.lowerBound]
      func split(_ index: Int, _ files: [[UInt8]]) -> [UInt8] {
        guard let landing = readings[stage.index]?[index].landing,
          let state = graph.states[InstructionPlace(stage: stage.index, index: index)],
          let written = stage.instructions[index].words.last
        else { return [] }
        return SplitCopy.text(
          files, of: stage.instructions[index], landing: landing,
          destination: state.absolute(state.expand(written.bytes)) ?? [0x2f], source: source)
      }
      result += pieces.text(order.items.map(\.origin), copy: split)
      // A split may take several instructions: those after it move on.
      var next = 0
      newPlaces[stage.index] = order.items.map { item in
        defer {
          if case .split(let index, let files) = item.origin {
            next += split(index, files).count { $0 == 0x0a } + 1
          } else {
            next += 1
          }
        }
        return next
      }
      copied = pieces.range.upperBound
      for index in stage.instructions.indices { sizes[InstructionPlace(stage: stage.index, index: index)] = nil }
      for (index, item) in order.items.enumerated() {
        sizes[InstructionPlace(stage: stage.index, index: newPlaces[stage.index]?[index] ?? index)] = item.bytes
      }
    }
    text = result + source[copied...]
  }

  /// - Parameters: outcomes of the old Dockerfile and the new one.
  func moves(_ before: OrderOutcome, _ after: OrderOutcome) -> [OrderMove] {
    let old = Dictionary(uniqueKeysWithValues: before.instructions.map { ($0.place, $0.made) })
    let new = Dictionary(uniqueKeysWithValues: after.instructions.map { ($0.place, $0.made) })
    var moves: [OrderMove] = []
    for stage in orders.keys.sorted() {
      guard let order = orders[stage], order.isChanged else { continue }
      let still = StillItems.find(order.oldPlaces)
      for (index, item) in order.items.enumerated() {
        let place = InstructionPlace(stage: stage, index: newPlaces[stage]?[index] ?? index)
        let oldPlace = order.oldPlaces[index]
        // Those on the other side of it now.
        let crossed = order.items.indices.filter { ($0 < index) != (order.oldPlaces[$0] < oldPlace) }
        let places = crossed.compactMap { other -> (old: InstructionPlace, new: InstructionPlace)? in
          guard case .instruction(let number) = order.items[other].origin else { return nil }
          return (
            InstructionPlace(stage: stage, index: number), InstructionPlace(stage: stage, index: newPlaces[stage]?[other] ?? other)
          )
        }
        let kind: OrderMove.Kind
        var madeBefore: Int?
        switch item.origin {
        case .instruction(let number):
          guard !still.contains(oldPlace) else { continue }
          kind = .move(InstructionPlace(stage: stage, index: number))
          madeBefore = old[InstructionPlace(stage: stage, index: number)] ?? 0
        case .split(let of, let files): kind = .split(of: InstructionPlace(stage: stage, index: of), files: files)
        }
        moves.append(
          OrderMove(
            kind: kind, place: place, passed: places.map(\.old).sorted(), madeBefore: madeBefore, madeAfter: new[place] ?? 0,
            othersBefore: places.reduce(0) { $0 + (old[$1.old] ?? 0) }, othersAfter: places.reduce(0) { $0 + (new[$1.new] ?? 0) }))
      }
    }
    return moves
  }
}

extension OrderFigures {
  init(_ cost: OrderCost) { self.init(bytes: cost.bytes, runs: cost.runs, instructions: cost.misses) }
}
