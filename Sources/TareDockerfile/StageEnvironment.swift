/// The variables in force at one point of a stage, and their evaluation from instruction to instruction:
///
///     var environment = try StageEnvironment(entering: 2, of: graph)
///     for instruction in graph.dockerfile.stages[2].instructions {
///       let word = try environment.expand(instruction.words[0])
///       try environment.apply(instruction)
///     }
///
/// Source: moby/buildkit, frontend/dockerfile/dockerfile2llb/convert.go.
public struct StageEnvironment: Sendable {
  /// ENV and ARG: what instructions put in, and RUN sees.
  public private(set) var variables = VariableList()
  /// ENV alone: what the image keeps.
  public private(set) var imageVariables: VariableList
  /// The ARGs declared so far, those of the stages below included, in order; without a value where there is none. History
  /// writes them before the command of a RUN.
  public private(set) var arguments: [Argument] = []

  public struct Argument: Sendable, Hashable {
    public let name: [UInt8]
    public let value: [UInt8]?
  }

  private let graph: StageGraph

  /// Where a stage begins, after all of the stages that it is built on. `base` is the environment of the image below them,
  /// empty where it is not known.
  public init(entering stage: Int, of graph: StageGraph, base: VariableList = VariableList()) throws(DockerfileError) {
    self.graph = graph
    imageVariables = base
    if base["PATH"] == nil, graph.parameters.targetPlatform.system != "windows" {
      imageVariables.set(
        Array("PATH".utf8), to: Array("/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin".utf8))
    }
    enter()
    for below in graph.chain(to: stage).dropLast() {
      for instruction in graph.dockerfile.stages[below].instructions { try apply(instruction) }
      enter()
    }
  }

  /// ARGs of the stage below stay, but what it keeps as ENV comes first.
  private mutating func enter() {
    for entry in imageVariables.entries { variables.set(entry.name, to: entry.value) }
  }

  public subscript(_ name: String) -> [UInt8]? { variables[name] }

  /// Puts variables into a word, and takes quotes and escapes out.
  public func expand(_ word: Instruction.Word) throws(DockerfileError) -> [UInt8] {
    do {
      return try Substitution.expand(word.bytes, escape: graph.dockerfile.escape) { variables[$0] }
    } catch {
      throw graph.dockerfile.error(error, at: word.range)
    }
  }

  public func expand(_ bytes: [UInt8]) throws(SubstitutionError) -> [UInt8] {
    try Substitution.expand(bytes, escape: graph.dockerfile.escape) { variables[$0] }
  }

  /// A heredoc of COPY or ADD as it is written to the file.
  public func content(of heredoc: Instruction.Heredoc) throws(DockerfileError) -> [UInt8] {
    guard heredoc.expands else { return heredoc.content }
    do {
      return try Substitution.expandContent(heredoc.content) { variables[$0] }
    } catch {
      throw graph.dockerfile.error(error, at: heredoc.marker)
    }
  }

  /// Goes past an instruction; only ENV and ARG change anything.
  public mutating func apply(_ instruction: Instruction) throws(DockerfileError) {
    switch instruction.keyword {
    case .env: try applyEnvironment(instruction)
    case .arg: for pair in instruction.pairs { try applyArgument(pair) }
    default: break
    }
  }

  /// All values are those from before the instruction.
  private mutating func applyEnvironment(_ instruction: Instruction) throws(DockerfileError) {
    var expanded: [(name: [UInt8], value: [UInt8])] = []
    for pair in instruction.pairs {
      guard let value = pair.value else { continue }
      expanded.append((try expand(pair.key), try expand(value)))
    }
    for (name, value) in expanded {
      variables.set(name, to: value)
      imageVariables.set(name, to: value)
    }
  }

  /// Given to the build, else the default, else the argument of that name before the first FROM.
  private mutating func applyArgument(_ pair: Instruction.Pair) throws(DockerfileError) {
    let name = pair.key.bytes
    var value = graph.parameters.arguments[name]
    if value == nil, let written = pair.value { value = try expand(written) }
    if value == nil { value = graph.globals[name] }
    arguments.append(Argument(name: name, value: value))
    if let value, !Self.isForScanners(name) { variables.set(name, to: value) }
  }

  /// Arguments that steer the builder and are no variables.
  private static func isForScanners(_ name: [UInt8]) -> Bool {
    ["BUILDKIT_SBOM_SCAN_CONTEXT", "BUILDKIT_SBOM_SCAN_STAGE"].contains(String(decoding: name, as: UTF8.self))
  }
}
