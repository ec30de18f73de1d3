import TareDockerfile

/// The stages that one target is made of, from the one on an outside base to the target itself.
struct StageChain {
  /// Stages by index, lowest first.
  let stages: [Int]
  let items: [ChainItem]
  /// Of the outside base, variables expanded; nil where there is none, or a variable has no value.
  let base: [UInt8]?

  /// Nil where the chain has more items than `limit`.
  init?(_ graph: StageGraph, target: Int, base environment: VariableList, limit: Int) {
    stages = graph.chain(to: target)
    guard stages.reduce(0, { $0 + graph.dockerfile.stages[$1].instructions.count }) <= limit else { return nil }
    if case .image(let name) = graph.origins[stages[0]] { base = name } else { base = nil }
    var builder = ItemBuilder(graph, base: environment)
    for stage in stages { builder.add(stage) }
    items = builder.items
  }
}

private struct ItemBuilder {
  let dockerfile: Dockerfile
  private var definite: ChainScope
  private var open: ChainScope
  private var shell: [[UInt8]] = [Array("/bin/sh".utf8), Array("-c".utf8)]
  /// ONBUILDs of the stage before: where they stand and what they hold.
  private var triggers: [(stage: Int, index: Int, outer: Instruction, inner: Instruction)] = []
  private(set) var items: [ChainItem] = []

  init(_ graph: StageGraph, base: VariableList) {
    dockerfile = graph.dockerfile
    definite = ChainScope(isDefinite: true, graph: graph, base: base)
    open = ChainScope(isDefinite: false, graph: graph, base: VariableList())
  }

  mutating func add(_ stage: Int) {
    let pending = triggers
    triggers = []
    for trigger in pending {
      add(
        trigger.inner, stage: trigger.stage, index: trigger.index, lines: dockerfile.lines(of: trigger.outer.range), isTrigger: true
      )
    }
    for (index, instruction) in dockerfile.stages[stage].instructions.enumerated() {
      add(instruction, stage: stage, index: index, lines: dockerfile.lines(of: instruction.range), isTrigger: false)
      if let inner = instruction.onbuild.first { triggers.append((stage, index, instruction, inner)) }
    }
  }

  private mutating func add(
    _ instruction: Instruction, stage: Int, index: Int, lines: ClosedRange<Int>, isTrigger: Bool
  ) {
    items.append(
      ChainItem(
        instruction, stage: stage, index: index, lines: lines, isTrigger: isTrigger, shell: shell, definite: definite, open: open))
    definite.apply(instruction)
    open.apply(instruction)
    if instruction.keyword == .shell { shell = instruction.words.map(\.bytes) }
  }
}
