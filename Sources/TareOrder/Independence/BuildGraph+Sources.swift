import TareDockerfile

extension BuildGraph {
  /// Has each `COPY --from=stage` depend on the last step of the stage that may write what it copies, rather than on the last of
  /// all: BuildKit compares contents there, so steps that surely leave these alone change nothing.
  mutating func narrowSources(_ context: ContextKnowledge) {
    var reader = FootprintReader(self, context)
    var footprints: [Footprint?] = Array(repeating: nil, count: steps.count)
    for stage in dockerfile.stages where needed.contains(stage.index) {
      for (index, instruction) in stage.instructions.enumerated() {
        let place = InstructionPlace(stage: stage.index, index: index)
        let reading = reader.read(instruction, at: place)
        if let step = stepAt[place] { footprints[step] = reading.footprint }
      }
    }
    for (index, step) in steps.enumerated() where step.kind == .copy {
      for (number, source) in step.sources.enumerated() {
        guard let paths = copiedPaths(step.place) else { continue }
        var (last, left) = (source, Self.longestWalk)
        while left > 0, let parent = steps[last].parent,
          let footprint = footprints[last] ?? (steps[last].kind == .from ? Footprint() : nil),
          !footprint.isBarrier, !footprint.writes.intersects(paths), !footprint.made.keys.contains(where: { paths.covers($0) })
        {
          (last, left) = (parent, left - 1)
        }
        setSource(number, of: index, to: last)
      }
    }
  }

  /// Steps that are looked at for one copy.
  private static let longestWalk = 1000

  /// Nil where they are not told exactly.
  private func copiedPaths(_ place: InstructionPlace) -> PathSet? {
    guard let state = states[place] else { return nil }
    var paths = PathSet()
    for word in dockerfile.stages[place.stage].instructions[place.index].words.dropLast() {
      let path = ImagePath.normalized([0x2f] + state.expand(word.bytes))
      // A pattern may match anything below the directory it stands in.
      let plain = path.prefix { $0 != 0x2a && $0 != 0x3f && $0 != 0x5b && $0 != 0x5c }
      let folder = plain.count == path.count ? path : Array(plain[..<(plain.lastIndex(of: 0x2f) ?? 0)])
      paths.insert(tree: folder.isEmpty ? [0x2f] : folder)
    }
    return paths
  }
}
