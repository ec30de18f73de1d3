/// Which stage builds on which, for one set of build parameters.
public struct StageGraph: Sendable {
  /// What a stage, a COPY or a mount takes its files from.
  public enum Origin: Sendable, Hashable {
    /// An earlier stage, by index.
    case stage(Int)
    /// An image, or a named build context.
    case image([UInt8])
    case scratch
    /// A variable without a value, or a number that is no earlier stage's.
    case unresolved
  }

  public let dockerfile: Dockerfile
  public let parameters: BuildParameters
  /// The arguments before the first FROM and those that every build has: what FROM can use.
  public let globals: VariableList
  /// By stage.
  public let origins: [Origin]
  /// Where variables before or in a FROM could not be put in.
  public let problems: [DockerfileError]
  /// Stages of a name, ascending.
  private let indices: [String: [Int]]

  public init(_ dockerfile: Dockerfile, parameters: BuildParameters = BuildParameters()) {
    self.dockerfile = dockerfile
    self.parameters = parameters
    var problems: [DockerfileError] = []
    globals = Self.globals(of: dockerfile, parameters, &problems)
    var origins: [Origin] = []
    var indices: [String: [Int]] = [:]
    for stage in dockerfile.stages {
      origins.append(Self.origin(of: stage, in: dockerfile, globals, indices, &problems))
      if let name = stage.name { indices[name, default: []].append(stage.index) }
    }
    self.origins = origins
    self.indices = indices
    self.problems = problems
  }

  private static func globals(
    of dockerfile: Dockerfile, _ parameters: BuildParameters, _ problems: inout [DockerfileError]
  ) -> VariableList {
    var globals = parameters.predefined(lastStage: dockerfile.stages.last?.name)
    for pair in dockerfile.metaArguments.lazy.flatMap(\.pairs) {
      if let given = parameters.arguments[pair.key.bytes] {
        globals.set(pair.key.bytes, to: given)
      } else if let value = pair.value {
        do {
          let expanded = try Substitution.expand(value.bytes, escape: dockerfile.escape) { globals[$0] }
          globals.set(pair.key.bytes, to: expanded)
        } catch {
          problems.append(dockerfile.error(error, at: value.range))
        }
      }
    }
    return globals
  }

  private static func origin(
    of stage: Dockerfile.Stage, in dockerfile: Dockerfile, _ globals: VariableList, _ indices: [String: [Int]],
    _ problems: inout [DockerfileError]
  ) -> Origin {
    do {
      let base = try Substitution.expand(stage.base, escape: dockerfile.escape) { globals[$0] }
      if base.isEmpty { return .unresolved }
      // The word is compared as it is with names in lower case; a number is an image's name here.
      if let index = indices[String(decoding: base, as: UTF8.self)]?.last { return .stage(index) }
      return base == Array("scratch".utf8) ? .scratch : .image(base)
    } catch {
      problems.append(dockerfile.error(error, at: stage.from.words.first?.range ?? stage.from.range))
      return .unresolved
    }
  }

  /// The stages from which a stage is built, in order of building: the first stands on an image or on nothing, the last is
  /// the stage itself.
  public func chain(to stage: Int) -> [Int] {
    var chain = [stage]
    while case .stage(let base) = origins[chain[chain.count - 1]] { chain.append(base) }
    return chain.reversed()
  }

  /// What `COPY --from=word` in a stage means: the number or, in any case of letters, the name of an earlier stage.
  public func source(ofCopyFrom word: [UInt8], in stage: Int) -> Origin {
    if let number = Int(String(decoding: word, as: UTF8.self)) {
      return number >= 0 && number < stage ? .stage(number) : .unresolved
    }
    return source(ofMountFrom: word, in: stage)
  }

  /// What `from=word` of `RUN --mount` means: names only.
  public func source(ofMountFrom word: [UInt8], in stage: Int) -> Origin {
    let name = String(decoding: Mark.lowered(word), as: UTF8.self)
    if let index = indices[name]?.last(where: { $0 < stage }) { return .stage(index) }
    return word == Array("scratch".utf8) ? .scratch : .image(word)
  }

  /// The stage that is built: that of the name, else the last.
  public func target() -> Int? { target(named: parameters.target) }

  /// Nil where no stage has the name.
  public func target(named name: String?) -> Int? {
    guard let name else { return dockerfile.stages.indices.last }
    return indices[name.lowercased()]?.last
  }

  /// The stages from which an instruction of a stage takes files, beside those that it is built on: COPY --from and mounts.
  public func sources(of instruction: Instruction, in stage: Int) -> [Origin] {
    switch instruction.keyword {
    case .copy: instruction.flag("from")?.value.map { [source(ofCopyFrom: $0, in: stage)] } ?? []
    case .run:
      instruction.flags.compactMap { flag in
        guard flag.name == "mount" else { return nil }
        return flag.value.flatMap(Self.mountSource).map { source(ofMountFrom: $0, in: stage) }
      }
    default: []
    }
  }

  /// The value of `from` among the comma-separated fields of a mount.
  private static func mountSource(_ mount: [UInt8]) -> [UInt8]? {
    for field in mount.split(separator: Mark.comma) where field.starts(with: "from=".utf8) { return Array(field.dropFirst(5)) }
    return nil
  }

  /// All stages that a stage needs, itself included, ascending: the others are not built.
  public func needed(for target: Int) -> [Int] {
    var isNeeded = Array(repeating: false, count: dockerfile.stages.count)
    isNeeded[target] = true
    // Stages need earlier ones only.
    for stage in dockerfile.stages[...target].reversed() where isNeeded[stage.index] {
      if case .stage(let base) = origins[stage.index] { isNeeded[base] = true }
      for instruction in stage.instructions {
        for case .stage(let source) in sources(of: instruction, in: stage.index) { isNeeded[source] = true }
      }
    }
    return isNeeded.indices.filter { isNeeded[$0] }
  }
}

extension Dockerfile {
  /// An error of substitution in its place.
  func error(_ error: SubstitutionError, at range: Range<Int>) -> DockerfileError {
    let line = line(of: range.lowerBound)
    return DockerfileError(
      line: line, column: range.lowerBound - lineStarts[line - 1] + 1, found: Quotation.of(source[range]), expected: error.wish)
  }
}
