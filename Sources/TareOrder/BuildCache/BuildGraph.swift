import TareDockerfile

/// A Dockerfile as the steps that BuildKit makes of it.
struct BuildGraph: Sendable {
  /// A step comes after those that it stands on.
  private(set) var steps: [BuildStep] = []
  private(set) var stepAt: [InstructionPlace: Int] = [:]
  /// For each stage its last step.
  private(set) var lastStep: [Int] = []
  /// What holds at each instruction, before it takes effect.
  private(set) var states: [InstructionPlace: StageState] = [:]
  let stages: StageGraph
  let target: Int
  /// Stages that the target needs, itself included; the others are not built.
  let needed: Set<Int>
  /// Images, URLs and repositories that are taken to stay the same.
  private(set) var remotes: Set<[UInt8]> = []

  private let options: OrderOptions

  var dockerfile: Dockerfile { stages.dockerfile }

  init(_ dockerfile: Dockerfile, options: OrderOptions) throws(OrderError) {
    self.options = options
    stages = StageGraph(dockerfile, parameters: options.parameters)
    guard let target = stages.target() else { throw .noSuchStage(options.parameters.target ?? "") }
    self.target = target
    needed = Set(stages.needed(for: target))
    do {
      var final: [StageState?] = []
      for stage in dockerfile.stages { final.append(try build(stage, final)) }
    } catch {
      throw .dockerfile(error)
    }
  }

  /// Whether an ARG or ENV takes a value that is another one in each build.
  func bringsVarying(_ place: InstructionPlace) -> Bool {
    let instruction = dockerfile.stages[place.stage].instructions[place.index]
    guard instruction.keyword == .arg || instruction.keyword == .env, let state = states[place] else { return false }
    if instruction.keyword == .arg, instruction.pairs.contains(where: { options.varying.contains($0.key.bytes) }) { return true }
    return !state.varying.isDisjoint(with: VariableNames.all(in: dockerfile.source[instruction.range]))
  }

  /// The steps of the target's own line: what its layers are made of, base stages included.
  var line: [Int] {
    var line: [Int] = []
    var next: Int? = lastStep[target]
    while let step = next {
      line.append(step)
      next = steps[step].parent
    }
    return line.reversed()
  }

  /// - Returns: what holds at the end of the stage.
  private mutating func build(_ stage: Dockerfile.Stage, _ final: [StageState?]) throws(DockerfileError) -> StageState? {
    guard needed.contains(stage.index) else {
      lastStep.append(-1)
      return nil
    }
    var state = StageState(environment: try StageEnvironment(entering: stage.index, of: stages))
    var text = Array("FROM ".utf8)
    var parent: Int?
    switch stages.origins[stage.index] {
    case .stage(let below):
      parent = lastStep[below]
      if let end = final[below] {
        (state.varying, state.workdir, state.user, state.shell) = (end.varying, end.workdir, end.user, end.shell)
      }
    case .image(let name):
      remotes.insert(name)
      text += name
    case .scratch: text += Array("scratch".utf8)
    case .unresolved: text += stage.base
    }
    if let platform = stage.from.flag("platform")?.value { text += [0x20] + platform }
    append(BuildStep(place: InstructionPlace(stage: stage.index, index: -1), kind: .from, parent: parent, text: text))
    for (index, instruction) in stage.instructions.enumerated() {
      let place = InstructionPlace(stage: stage.index, index: index)
      states[place] = state
      try apply(instruction, place, &state)
    }
    lastStep.append(steps.count - 1)
    return state
  }

  mutating func setSource(_ number: Int, of step: Int, to source: Int) { steps[step].sources[number] = source }

  private mutating func append(_ step: BuildStep) {
    stepAt[step.place] = steps.count
    steps.append(step)
  }

  private mutating func apply(_ instruction: Instruction, _ place: InstructionPlace, _ state: inout StageState)
    throws(DockerfileError)
  {
    let varies = !state.varying.isDisjoint(with: VariableNames.all(in: dockerfile.source[instruction.range]))
    switch instruction.keyword {
    case .arg:
      for pair in instruction.pairs where options.varying.contains(pair.key.bytes) || varies {
        state.varying.insert(pair.key.bytes)
      }
    case .env:
      for pair in instruction.pairs {
        if varies { state.varying.insert(pair.key.bytes) } else { state.varying.remove(pair.key.bytes) }
      }
    case .user: state.user = try instruction.words.first.map { word throws(DockerfileError) in try state.environment.expand(word) }
    case .shell: state.shell = instruction.words.map(\.bytes)
    case .workdir:
      let path = try instruction.words.first.map { word throws(DockerfileError) in try state.environment.expand(word) } ?? []
      state.workdir = state.absolute(path)
      if state.workdir != [0x2f] { add(.workdir, place, Array("WORKDIR ".utf8) + (state.workdir ?? path), varies) }
    case .run: try run(instruction, place, state)
    case .copy, .add: try copy(instruction, place, state, varies)
    default: break
    }
    try state.environment.apply(instruction)
  }

  private mutating func add(_ kind: BuildStep.Kind, _ place: InstructionPlace, _ text: [UInt8], _ varies: Bool) {
    append(BuildStep(place: place, kind: kind, parent: steps.count - 1, text: text, varies: varies, variesAnywhere: varies))
  }

  private mutating func run(_ instruction: Instruction, _ place: InstructionPlace, _ state: StageState) throws(DockerfileError) {
    var text = Array("RUN ".utf8) + dockerfile.source[instruction.range]
    for entry in state.environment.variables.entries { text += [0] + entry.name + [0x3d] + entry.value }
    for part in [state.user ?? [], state.workdir ?? []] + (state.shell ?? []) { text += [0] + part }
    // A RUN gets every ARG in its environment, whether or not it uses it.
    add(.run, place, text, !state.varying.isEmpty)
    let first = states[InstructionPlace(stage: place.stage, index: 0)]?.varying ?? []
    steps[steps.count - 1].variesAnywhere =
      !first.isEmpty || !state.varying.isDisjoint(with: VariableNames.all(in: dockerfile.source[instruction.range]))
    var patterns: [ContextPattern] = []
    for mount in Mount.all(of: instruction, state) where mount.isBind {
      if mount.from == nil { patterns.append(ContextPattern(mount.source)) }
    }
    if !patterns.isEmpty { steps[steps.count - 1].selection = ContextSelection(patterns: patterns) }
    readStages(instruction, place)
  }

  private mutating func copy(_ instruction: Instruction, _ place: InstructionPlace, _ state: StageState, _ varies: Bool)
    throws(DockerfileError)
  {
    let words = try instruction.words.map { word throws(DockerfileError) in try state.environment.expand(word) }
    var text = Array(instruction.keyword.rawValue.uppercased().utf8)
    for flag in instruction.flags { text += [0] + Array(flag.name.utf8) + [0x3d] + state.expand(flag.value ?? []) }
    for word in words { text += [0] + word }
    for document in instruction.heredocs { text += [0] + document.content }
    if words.last?.first != 0x2f { text += [0] + (state.workdir ?? []) }
    add(.copy, place, text, varies)
    steps[steps.count - 1].isLinked = instruction.flag("link")?.isOn ?? false
    if instruction.flag("from") != nil { return readStages(instruction, place) }
    let sources = CopySources(instruction, words: words, state)
    steps[steps.count - 1].selection = sources.selection
    remotes.formUnion(sources.remote)
  }

  private mutating func readStages(_ instruction: Instruction, _ place: InstructionPlace) {
    for source in stages.sources(of: instruction, in: place.stage) {
      switch source {
      case .stage(let stage): if lastStep[stage] >= 0 { steps[steps.count - 1].sources.append(lastStep[stage]) }
      case .image(let name): remotes.insert(name)
      case .scratch, .unresolved: break
      }
    }
  }
}
