import TareDockerfile

/// Reads off an instruction what it reads and writes.
struct FootprintReader {
  let graph: BuildGraph
  let context: ContextKnowledge
  /// Of the COPY instructions read so far in the line of stages: where files of the context are.
  private var landings: [Landing] = []

  init(_ graph: BuildGraph, _ context: ContextKnowledge) {
    self.graph = graph
    self.context = context
  }

  struct Reading {
    var footprint = Footprint()
    /// Of a COPY or ADD from the context.
    var landing: Landing?
    /// `--chown` and `--chmod` of a COPY or ADD.
    var owner = Owner.root
    /// Of a RUN that is understood: the tools that fetch packages, for cache mounts.
    var invocations: [Invocation] = []
  }

  /// To be called for each instruction in turn.
  mutating func read(_ instruction: Instruction, at place: InstructionPlace) -> Reading {
    guard let state = graph.states[place] else { return Reading(footprint: barrier) }
    var reading = Reading()
    reading.footprint.variables = .named(VariableNames.all(in: graph.dockerfile.source[instruction.range]))
    switch instruction.keyword {
    case .arg, .env:
      for pair in instruction.pairs { reading.footprint.setsVariables.insert(state.expand(pair.key.bytes)) }
      // ARGs and ENVs of one name hide each other: they stay in order.
      reading.footprint.setsFacets = .variables
    case .user: reading.footprint.setsFacets = .user
    case .shell: reading.footprint.setsFacets = .shell
    case .workdir:
      let path = instruction.words.first.map { state.expand($0.bytes) } ?? []
      reading.footprint.setsFacets = .workdir
      reading.footprint.facets = path.first == 0x2f ? .user : [.user, .workdir]
      guard let folder = state.absolute(path) else { return Reading(footprint: barrier) }
      make(folder, for: Owner.named(state.user), &reading.footprint, state)
    case .cmd, .entrypoint, .healthcheck:
      reading.footprint.setsFacets = .metadata
      reading.footprint.facets = .shell
    case .volume:
      reading.footprint.setsFacets = .metadata
      for word in instruction.words {
        if let path = state.absolute(state.expand(word.bytes)) { reading.footprint.reads.insert(tree: path) }
      }
    case .expose, .label, .maintainer, .stopsignal, .onbuild: reading.footprint.setsFacets = .metadata
    case .copy, .add: copy(instruction, state, &reading)
    case .run:
      let reader = self
      if var run = RunFootprint(instruction, state, source: { reader.content(at: $0, instruction, state) })?.reading {
        if case .named(let names) = reading.footprint.variables {
          switch run.footprint.variables {
          case .system(let more): run.footprint.variables = .system(more.union(names))
          case .named(let more): run.footprint.variables = .named(more.union(names))
          case .all: break
          }
        }
        return run
      }
      return Reading(footprint: barrier)
    case .from: return Reading(footprint: barrier)
    }
    return reading
  }

  private var barrier: Footprint {
    var footprint = Footprint()
    footprint.isBarrier = true
    return footprint
  }

  /// The content of today of the file that a RUN finds at a path, as far as it comes from the context.
  private func content(at image: [UInt8], _ instruction: Instruction, _ state: StageState) -> [UInt8]? {
    for mount in Mount.all(of: instruction, state) where mount.readsContext {
      guard let target = mount.target.flatMap({ state.absolute($0) }), ImagePath.isBelow(image, target) else { continue }
      let below = image.dropFirst(target.count)
      let parts = ContextPattern(mount.source + Array(below)).components
      return context.content(Array(parts.joined(separator: [0x2f])))
    }
    for landing in landings.reversed() {
      if let path = landing.source(of: image, context) { return context.content(path) }
    }
    return nil
  }

  private mutating func copy(_ instruction: Instruction, _ state: StageState, _ reading: inout Reading) {
    let words = instruction.words.map { state.expand($0.bytes) }
    let sources = CopySources(instruction, words: words, state)
    guard let destination = state.absolute(sources.destination) else {
      reading.footprint = barrier
      return
    }
    if sources.destination.first != 0x2f { reading.footprint.facets.insert(.workdir) }
    var owner = instruction.flag("chown").map { Owner.named(state.expand($0.value ?? [])) } ?? Owner.root
    if !owner.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x3a }) {
      reading.footprint.reads.insert(single: [Array("/etc/passwd".utf8), Array("/etc/group".utf8)])
    }
    if let mode = instruction.flag("chmod")?.value { owner += [0x20] + mode }
    reading.owner = owner
    if instruction.flag("from") == nil, sources.remote.isEmpty, instruction.heredocs.isEmpty {
      let landing = Landing(sources, keyword: instruction.keyword, destination: destination, context)
      reading.landing = landing
      landings.append(landing)
      if !landing.isUnknown {
        reading.footprint.writes.insert(single: landing.files.map(\.image))
        for tree in landing.trees { reading.footprint.writes.insert(tree: tree.image) }
        for folder in Set(landing.files.flatMap { ImagePath.folders(above: $0.image) }) {
          make(folder, for: owner, &reading.footprint, state)
        }
        return
      }
    }
    reading.footprint.writes.insert(tree: destination)
    for folder in ImagePath.folders(above: destination) { make(folder, for: owner, &reading.footprint, state) }
  }

  /// Notes a directory that is made, unless WORKDIR has made it before; then the instruction stays behind that.
  private func make(_ folder: [UInt8], for owner: [UInt8], _ footprint: inout Footprint, _ state: StageState) {
    if let workdir = state.workdir, ImagePath.isBelow(workdir, folder) {
      footprint.facets.insert(.workdir)
      return
    }
    footprint.made[folder] = owner
    for above in ImagePath.folders(above: folder) where footprint.made[above] == nil { footprint.made[above] = owner }
  }
}

/// Whose new directories are; root by any of its names is empty.
enum Owner {
  static let root: [UInt8] = []

  static func named(_ user: [UInt8]?) -> [UInt8] {
    guard let user, !["root", "0", "0:0", "root:root", "root:0", "0:root"].contains(String(decoding: user, as: UTF8.self)) else {
      return root
    }
    return user
  }
}
