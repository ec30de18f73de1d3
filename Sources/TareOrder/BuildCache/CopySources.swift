import TareDockerfile

/// What a COPY or ADD without `--from` takes, sorted by where it comes from.
struct CopySources: Sendable {
  /// As written but for the variables; all but the destination.
  var files: [[UInt8]] = []
  var remote: [[UInt8]] = []
  var excluded: [ContextPattern] = []
  var keepsParents = false
  var destination: [UInt8]

  /// - Parameter words: those of the instruction, variables put in.
  init(_ instruction: Instruction, words: [[UInt8]], _ state: StageState) {
    destination = words.last ?? []
    for word in words.dropLast() {
      if word.starts(with: [0x3c, 0x3c]), !instruction.heredocs.isEmpty { continue }
      if instruction.keyword == .add, Self.isRemote(word) { remote.append(word) } else { files.append(word) }
    }
    for flag in instruction.flags {
      switch flag.name {
      case "exclude": excluded.append(ContextPattern(state.expand(flag.value ?? [])))
      case "parents": keepsParents = flag.isOn
      default: break
      }
    }
  }

  /// Nil where nothing comes from the context.
  var selection: ContextSelection? {
    files.isEmpty ? nil : ContextSelection(patterns: files.map { ContextPattern($0) }, excluded: excluded)
  }

  private static func isRemote(_ word: [UInt8]) -> Bool {
    ["http://", "https://", "git@", "git://", "ssh://"].contains { word.starts(with: $0.utf8) }
  }
}

extension Instruction.Flag {
  /// Of one that is true or false.
  var isOn: Bool { !(value ?? []).elementsEqual("false".utf8) }
}
