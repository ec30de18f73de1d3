import TareDockerfile

/// Package managers of languages that are installed or copied into the image and that what it runs does not start.
struct ManagersLeft: HabitCheck {
  let rules = ["package-managers"]

  private static let names: Set<String> = ["uv", "uvx", "poetry", "pipenv", "pdm", "hatch", "pipx", "pnpm", "yarn"]

  func habits(in text: BuildText) -> HabitOutcome {
    let started = Set(text.started)
    var habits: [Habit] = []
    for instruction in text.instructions {
      if let copy = instruction.copy, let habit = copied(copy, instruction, text, started) { habits.append(habit) }
      for (index, command) in instruction.commands.enumerated() {
        guard let action = command.action, action.kind == .install, ["pypi", "npm"].contains(action.ecosystem),
          text.ships(Array("/usr/local/bin".utf8), of: instruction)
        else { continue }
        let removed = instruction.commands.dropFirst(index + 1).compactMap(\.action).filter { $0.kind == .remove }.flatMap(
          Words.names)
        let tools = Words.names(action).filter { Self.names.contains($0) && !started.contains($0) && !removed.contains($0) }
        guard !tools.isEmpty else { continue }
        habits.append(Self.habit(tools, instruction, command.lines, nil))
      }
    }
    return HabitOutcome(habits, else: "none is installed in a layer of the image, or what it runs starts it")
  }

  private func copied(_ copy: TextCopy, _ instruction: TextInstruction, _ text: BuildText, _ started: Set<String>) -> Habit? {
    let named = copy.paths.map { String(decoding: $0.split(separator: 0x2f).last ?? [], as: UTF8.self) }
      .filter { Self.names.contains($0) && !started.contains($0) }
    guard !named.isEmpty, text.ships(copy.destination, of: instruction) else { return nil }
    let bytes = copy.files.map { files in
      files.filter { landed in named.contains { landed.image.suffix($0.utf8.count + 1).elementsEqual("/\($0)".utf8) } }
        .reduce(0) { $0 + $1.file.size }
    }
    return Self.habit(named, instruction, instruction.lines, bytes)
  }

  private static func habit(_ tools: [String], _ instruction: TextInstruction, _ lines: ClosedRange<Int>, _ bytes: Int?) -> Habit {
    Habit(
      "package-managers", at: instruction, lines: lines,
      "\(Words.listed(tools)) \(tools.count == 1 ? "installs things and stays" : "install things and stay") in the image",
      fix: "mount it for the RUN that uses it: --mount=from=IMAGE,source=…,target=…, or install in a build stage",
      unless: "a script of the image starts it", contextBytes: bytes)
  }
}
