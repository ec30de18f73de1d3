import TareDockerfile

/// Downloaded packages that are kept. apt keeps none by the settings of Debian's and Ubuntu's images, unless somebody lifts them.
struct KeptArchives: HabitCheck {
  let rules = ["package-archives"]

  private static let directory = Array("/var/cache/apt/archives".utf8)
  private static let setting = Array("docker-clean".utf8)

  func habits(in text: BuildText) -> HabitOutcome {
    var habits: [Habit] = []
    var isLifted: Set<Int> = []
    for instruction in text.instructions {
      for (index, command) in instruction.commands.enumerated() {
        if command.removes.contains(where: { $0.bytes.containsBytes(Self.setting) })
          || command.words.contains(where: { $0?.containsBytes(Array("Keep-Downloaded-Packages".utf8)) ?? false })
        {
          isLifted.insert(instruction.place.stage)
        }
        guard let action = command.action, action.ecosystem == "deb", [.install, .upgrade, .download].contains(action.kind),
          isLifted.contains(instruction.place.stage)
            || text.graph.chain(to: instruction.place.stage).contains(where: isLifted.contains),
          !instruction.isMounted(Self.directory), text.ships(Self.directory, of: instruction),
          !instruction.isRemoved(Self.directory, after: index),
          !instruction.commands.dropFirst(index + 1).contains(where: { $0.action?.kind == .clean && $0.action?.ecosystem == "deb" })
        else { continue }
        habits.append(
          Habit(
            "package-archives", at: instruction, lines: command.lines,
            "apt keeps the packages it downloads: its setting that deletes them was lifted",
            fix: "mount the directory as a cache: --mount=type=cache,target=/var/cache/apt,sharing=locked"))
      }
    }
    return HabitOutcome(
      habits,
      else: "the official images of Debian and Ubuntu have apt delete what it downloaded, and no line lifts that; dnf and apk keep "
        + "nothing by themselves")
  }
}
