import TareDockerfile

/// Compilers and headers that are installed in a layer of the image and not taken off in the same instruction.
struct ToolsForBuilding: HabitCheck {
  let rules = ["build-tools"]

  func habits(in text: BuildText) -> HabitOutcome {
    var habits: [Habit] = []
    var elsewhere = 0
    let started = Set(text.started)
    for instruction in text.instructions {
      for (index, command) in instruction.commands.enumerated() {
        guard let action = command.action, action.kind == .install, ["deb", "apk", "rpm"].contains(action.ecosystem) else {
          continue
        }
        let tools = Words.names(action).filter(BuildPackages.contains)
        guard !tools.isEmpty else { continue }
        guard text.ships(Array("/usr/lib".utf8), of: instruction) else {
          elsewhere += 1
          continue
        }
        let removed = Self.removed(instruction, after: index)
        let left = tools.filter { tool in
          !removed.contains(tool) && !(action.virtualName.map { removed.contains(String(decoding: $0, as: UTF8.self)) } ?? false)
            && !started.contains(tool)
        }
        guard !left.isEmpty else { continue }
        habits.append(
          Habit(
            "build-tools", at: instruction, lines: command.lines, "build tools stay in the image: \(Words.listed(left))",
            fix: "compile in a build stage and copy what came out, or purge them at the end of the same RUN",
            unless: "something starts them at run time, or a library compiles while it runs"))
      }
    }
    return HabitOutcome(
      habits,
      else: elsewhere > 0
        ? "they are installed in stages of which the image takes only what they made" : "no instruction leaves compilers or headers"
    )
  }

  private static func removed(_ instruction: TextInstruction, after index: Int) -> Set<String> {
    Set(
      instruction.commands.dropFirst(index + 1).flatMap { command -> [String] in
        guard let action = command.action, action.kind == .remove else { return [] }
        return Words.names(action)
      })
  }
}
