import TareDockerfile

/// A directory of the system that is copied from a stage of the same base: what the base has in it comes a second time.
struct TreesCopiedAgain: HabitCheck {
  let rules = ["copied-again"]

  private static let trees = ["/", "/usr", "/usr/local", "/usr/lib", "/usr/share", "/lib", "/etc", "/var", "/opt/conda"].map {
    Array($0.utf8)
  }

  func habits(in text: BuildText) -> HabitOutcome {
    var habits: [Habit] = []
    for instruction in text.layers {
      guard let copy = instruction.copy, case .stage(let source) = copy.source,
        let base = sharedBase(source, instruction.place.stage, text)
      else { continue }
      let trees = copy.paths.filter { $0 == copy.destination && Self.trees.contains($0) }
      guard !trees.isEmpty else { continue }
      habits.append(
        Habit(
          "copied-again", at: instruction,
          "copies all of \(trees.map { String(decoding: $0, as: UTF8.self) }.joined(separator: ", ")) from a stage that is built on "
            + "the same base, \(base): what the base has there comes again",
          fix: "copy only what the stage made, as a virtual environment in a directory of its own",
          unless: "the base has nothing there"))
    }
    return HabitOutcome(habits, else: "no directory of the system is copied from a stage of the same base")
  }

  /// What both stages stand on.
  private func sharedBase(_ left: Int, _ right: Int, _ text: BuildText) -> String? {
    let (lower, upper) = (text.graph.chain(to: left), text.graph.chain(to: right))
    if let shared = upper.last(where: lower.contains) { return text.dockerfile.stages[shared].name ?? "stage \(shared)" }
    guard case .image(let one) = text.graph.origins[lower[0]], case .image(let other) = text.graph.origins[upper[0]], one == other
    else { return nil }
    return String(decoding: one, as: UTF8.self)
  }
}
