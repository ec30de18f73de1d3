import TareDockerfile

/// The variables in force at an instruction, along a chain of stages.
///
/// `definite` takes what is known: the arguments that the history shows, defaults, the environment; what is not set is
/// empty, as for the builder. The other kind takes every argument, and what the base image may have set, for unknown text.
struct ChainScope {
  /// Bytes of a value; one that doubles itself line by line is let go.
  private static let longest = 1 << 14

  private let isDefinite: Bool
  private let graph: StageGraph
  private var arguments: [[UInt8]: [UInt8]] = [:]
  private var environment: [[UInt8]: [UInt8]] = [:]
  private(set) var workingDirectory: [UInt8]

  /// - Parameter base: variables of the image below.
  init(isDefinite: Bool, graph: StageGraph, base: VariableList) {
    self.isDefinite = isDefinite
    self.graph = graph
    if isDefinite { for entry in base.entries { environment[entry.name] = entry.value } }
    workingDirectory = isDefinite ? [0x2f] : [CanonicalText.unknown]
  }

  /// Expanded; nil where the text is no valid one.
  func expanded(_ text: [UInt8]) -> [UInt8]? {
    try? Substitution.expand(text, escape: graph.dockerfile.escape) { name in
      if let value = environment[name] ?? arguments[name] { return value }
      return isDefinite ? nil : [CanonicalText.unknown]
    }
  }

  /// What an instruction leaves for those after it.
  mutating func apply(_ instruction: Instruction) {
    switch instruction.keyword {
    case .arg:
      for pair in instruction.pairs {
        let name = pair.key.bytes
        let known = graph.parameters.arguments[name] ?? pair.value.flatMap { expanded($0.bytes) } ?? graph.globals[name]
        arguments[name] = isDefinite ? known : [CanonicalText.unknown]
      }
    case .env:
      // All of one ENV see what was before it.
      let values = instruction.pairs.map { (expanded($0.key.bytes), expanded($0.value?.bytes ?? [])) }
      for case (let key?, let value?) in values { environment[key] = value.count <= Self.longest ? value : nil }
    case .workdir:
      if let word = instruction.words.first, let path = expanded(word.bytes) { workingDirectory = joined(path) }
    default: break
    }
  }

  /// A working directory that may be relative to the one before.
  func joined(_ path: [UInt8]) -> [UInt8] {
    if path.first == 0x2f { return Self.clean(path) }
    return Self.clean(workingDirectory + [0x2f] + path)
  }

  private static func clean(_ path: [UInt8]) -> [UInt8] {
    var parts: [ArraySlice<UInt8>] = []
    for part in path.split(separator: 0x2f) where !part.equals(".") {
      if part.equals("..") { _ = parts.popLast() } else { parts.append(part) }
    }
    return (path.first == 0x2f ? [0x2f] : []) + parts.joined(separator: [0x2f])
  }
}
