import TareDockerfile

/// Installations of a project with what only its development needs.
struct DevelopmentInstalls: HabitCheck {
  let rules = ["node-development-dependencies", "development-distributions"]

  func habits(in text: BuildText) -> HabitOutcome {
    var habits: [Habit] = []
    for instruction in text.instructions {
      for (index, command) in instruction.commands.enumerated() {
        guard let action = command.action, action.kind == .install, action.usesProject, action.development != .off else { continue }
        let isNode = action.ecosystem == "npm" && action.target != .global
        let isPython = ["uv", "poetry"].contains(action.invocation.tool) && action.invocation.subcommands != ["pip", "install"]
        guard isNode || isPython, !isSwitchedOff(action, instruction), !isPruned(instruction, after: index, text) else { continue }
        let place = TextPath.absolute(Array((isNode ? "node_modules" : ".venv").utf8), in: command.directory)
        guard text.ships(place, of: instruction), !hasNone(isNode, instruction, text) else { continue }
        let words = ([action.invocation.tool] + action.invocation.subcommands).joined(separator: " ")
        habits.append(
          Habit(
            isNode ? "node-development-dependencies" : "development-distributions", at: instruction, lines: command.lines,
            "\(words) installs what only development needs too",
            fix: Self.fixes[action.invocation.tool] ?? "leave the development group out",
            unless: "the project declares nothing for development"))
      }
    }
    return HabitOutcome(habits, else: "no project is installed into the image with its development dependencies")
  }

  private static let fixes = [
    "npm": "npm ci --omit=dev; where the build needs them, build in a stage and install for the image anew",
    "yarn": "yarn install --production, or yarn workspaces focus --production", "pnpm": "pnpm install --prod",
    "uv": "uv sync --no-dev", "poetry": "poetry install --only main",
  ]

  private func isSwitchedOff(_ action: PackageAction, _ instruction: TextInstruction) -> Bool {
    if instruction.scope.isOn("UV_NO_DEV") || instruction.scope.isOn("NPM_CONFIG_PRODUCTION") { return true }
    guard action.ecosystem == "npm" else { return false }
    return instruction.scope.value(of: Array("NODE_ENV".utf8)) == Array("production".utf8)
      || instruction.scope.value(of: Array("NPM_CONFIG_OMIT".utf8)) == Array("dev".utf8)
  }

  /// `npm prune --omit=dev`: in the same instruction, or in a later one of a stage whose end alone counts.
  private func isPruned(_ instruction: TextInstruction, after index: Int, _ text: BuildText) -> Bool {
    func prunes(_ commands: some Sequence<TextCommand>) -> Bool {
      commands.contains { command in
        guard let action = command.action, action.kind == .remove || action.kind == .install else { return false }
        return action.invocation.subcommands == ["prune"] || action.development == .off && action.usesProject
      }
    }
    if prunes(instruction.commands.dropFirst(index + 1)) { return true }
    guard !instruction.isShipped else { return false }
    return text.instructions.contains {
      $0.place.stage == instruction.place.stage && $0.place.instruction > instruction.place.instruction && prunes($0.commands)
    }
  }

  /// The project's own file, where the context has it, declares nothing of the kind.
  private func hasNone(_ isNode: Bool, _ instruction: TextInstruction, _ text: BuildText) -> Bool {
    guard isNode, let file = text.context?.read(Array("package.json".utf8), 1 << 20) else { return false }
    return !file.containsBytes(Array("\"devDependencies\"".utf8))
  }
}
