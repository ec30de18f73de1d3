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
    var named: [String] = []
    var bytes: Int?
    if let files = copy.files {
      // By name and size: a script that is called like one is none.
      let tools = files.filter {
        isTool(Self.name($0.image), started) && $0.file.size >= 1 << 20 && text.ships($0.image, of: instruction)
      }
      named = Set(tools.map { Self.name($0.image) }).sorted()
      bytes = tools.reduce(0) { $0 + $1.file.size }
    } else if text.ships(copy.destination, of: instruction) {
      named = copy.paths.map(Self.name).filter { isTool($0, started) }
    }
    guard !named.isEmpty else { return nil }
    return Self.habit(named, instruction, instruction.lines, bytes)
  }

  private func isTool(_ name: String, _ started: Set<String>) -> Bool { Self.names.contains(name) && !started.contains(name) }

  private static func name(_ path: [UInt8]) -> String { String(decoding: path.split(separator: 0x2f).last ?? [], as: UTF8.self) }

  private static func habit(_ tools: [String], _ instruction: TextInstruction, _ lines: ClosedRange<Int>, _ bytes: Int?) -> Habit {
    Habit(
      "package-managers", at: instruction, lines: lines,
      "\(Words.listed(tools)) \(tools.count == 1 ? "installs things and stays" : "install things and stay") in the image",
      fix: "mount it for the RUN that uses it: --mount=from=IMAGE,source=…,target=…, or install in a build stage",
      unless: "a script of the image starts it", contextBytes: bytes)
  }
}
