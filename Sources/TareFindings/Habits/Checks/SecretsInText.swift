import TareBytes
import TareDockerfile

/// Secrets in ENV, ARG and the text of instructions, which the image's configuration and history repeat.
struct SecretsInText: HabitCheck {
  let rules = ["secrets-in-configuration"]

  func habits(in text: BuildText) -> HabitOutcome {
    var habits: [Habit] = []
    for instruction in text.layers {
      switch instruction.keyword {
      case .env, .arg:
        for pair in instruction.instruction.pairs { if let habit = habit(pair, instruction) { habits.append(habit) } }
      case .run, .label, .cmd, .entrypoint, .healthcheck:
        var bytes = Array(text.dockerfile.source[instruction.instruction.range])
        let token = bytes.withUnsafeMutableBytes { SecretShapes.tokens(in: UnsafeRawBufferPointer($0)).first }
        guard let token else { continue }
        habits.append(
          Habit(
            rules[0], at: instruction, "\(token.kind) in the text of the instruction: the history shows it",
            fix: "give it by RUN --mount=type=secret,id=…, make a new one and withdraw this one"))
      default: continue
      }
    }
    return HabitOutcome(habits, else: "no ENV, ARG or line of the image's stages holds what looks like a secret")
  }

  private func habit(_ pair: Instruction.Pair, _ instruction: TextInstruction) -> Habit? {
    let name = String(decoding: pair.key.bytes, as: UTF8.self)
    let isArgument = instruction.keyword == .arg
    let place = "\(isArgument ? "ARG" : "ENV") \(EscapedText.printable(name))"
    guard let value = pair.value else {
      guard isArgument, SecretNames.isSecret(name) else { return nil }
      return Habit(
        rules[0], at: instruction,
        "\(place) is a secret by its name: a value given to the build stands in the history of each RUN below",
        fix: "give it by RUN --mount=type=secret,id=\(name.lowercased())",
        unless: "the builder writes no arguments into the history, or none is given")
    }
    let text = (try? instruction.scope.environment?.expand(value)) ?? value.bytes
    guard let (kind, _) = SecretsInConfiguration.kind(name, String(decoding: text, as: UTF8.self)) else { return nil }
    return Habit(
      rules[0], at: instruction, "\(kind) in \(place): \(isArgument ? "the history" : "docker inspect") shows it",
      fix: isArgument
        ? "give it by RUN --mount=type=secret,id=…, and make a new one"
        : "give it to the container when it starts (--env-file, a secret of the orchestrator), and make a new one")
  }
}
