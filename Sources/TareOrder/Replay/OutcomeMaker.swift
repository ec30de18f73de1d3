import TareDockerfile

extension OrderOutcome {
  /// - Parameter sizes: bytes by place in this Dockerfile.
  init(_ graph: BuildGraph, _ replay: Replay, sizes: [InstructionPlace: Int], history: GitHistory) {
    let line = Set(graph.line)
    var instructions: [Instruction] = []
    var rebuilt = Array(repeating: 0, count: replay.commitCount)
    var pushed = rebuilt
    var isTouched = Array(repeating: false, count: replay.commitCount)
    var (runs, made) = (0, 0)
    for (index, step) in graph.steps.enumerated() where step.kind != .from {
      let past = replay.steps[index]
      let twin = replay.twinOf[index]
      let instruction = graph.dockerfile.stages[step.place.stage].instructions[step.place.index]
      let builds = (0..<replay.commitCount).map { past.missed.contains($0) }
      let bytes = sizes[step.place]
      for (build, isMade) in builds.enumerated() where isMade {
        isTouched[build] = true
        if twin == nil { rebuilt[build] = rebuilt[build].addingReportingOverflow(bytes ?? 0).partialValue }
        if line.contains(index) { pushed[build] = pushed[build].addingReportingOverflow(bytes ?? 0).partialValue }
      }
      if twin == nil {
        made += past.missed.count
        if step.kind == .run { runs += past.missed.count }
      }
      instructions.append(
        Instruction(
          place: step.place, lines: graph.dockerfile.lines(of: instruction.range),
          text: Array(graph.dockerfile.source[instruction.range].prefix { $0 != 0x0a && $0 != 0x0d }), bytes: bytes,
          made: past.missed.count, own: past.own.count,
          inherited: past.inheritedFrom.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map {
            (graph.steps[$0.key].place, $0.value)
          },
          files: past.files.map { (Array(history.paths[$0.key]), $0.value) }.sorted {
            $0.1 != $1.1 ? $0.1 > $1.1 : $0.0.lexicographicallyPrecedes($1.0)
          }, isPushed: line.contains(index), twin: twin.map { graph.steps[$0].place }, builds: builds))
    }
    self.instructions = instructions
    self.rebuilt = Bytes(rebuilt)
    self.pushed = Bytes(pushed)
    figures = OrderFigures(bytes: self.rebuilt.total, runs: runs, instructions: made)
    untouched = isTouched.count { !$0 }
  }
}
