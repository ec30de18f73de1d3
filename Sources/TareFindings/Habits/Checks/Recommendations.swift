import TareDockerfile

/// Installations that take what packages recommend as well.
struct Recommendations: HabitCheck {
  let rules = ["recommended-packages"]

  func habits(in text: BuildText) -> HabitOutcome {
    var habits: [Habit] = []
    var installs = false
    for instruction in text.instructions {
      for command in instruction.commands {
        guard let action = command.action, action.kind == .install, !action.packages.isEmpty,
          action.ecosystem == "deb" || ["dnf", "dnf5"].contains(action.invocation.tool)
        else { continue }
        installs = true
        guard action.recommends != .off, !isSwitchedOff(instruction, text), text.ships(Array("/usr/lib".utf8), of: instruction)
        else {
          continue
        }
        let option = action.ecosystem == "deb" ? "--no-install-recommends" : "--setopt=install_weak_deps=False"
        habits.append(
          Habit(
            "recommended-packages", at: instruction, lines: command.lines,
            "\(action.invocation.tool) install takes what these packages recommend too: \(Words.listed(Words.names(action)))",
            fix: "add \(option), and name what you do want",
            unless: "the base's settings switch recommendations off, or something here uses them"))
      }
    }
    return HabitOutcome(
      habits,
      else: installs ? "each installation says that it does without" : "no instruction installs packages that recommend others")
  }

  /// By a setting that this or an earlier instruction writes.
  private func isSwitchedOff(_ instruction: TextInstruction, _ text: BuildText) -> Bool {
    let earlier = text.instructions.filter {
      $0.place.stage == instruction.place.stage || text.graph.chain(to: instruction.place.stage).contains($0.place.stage)
    }
    .prefix { $0.lines.lowerBound <= instruction.lines.lowerBound }
    return earlier.contains { other in
      if let copy = other.copy, TextPath.isAtOrBelow(copy.destination, Array("/etc/apt".utf8)) { return true }
      guard other.keyword == .run else { return false }
      let source = text.dockerfile.source[other.instruction.range]
      return [UInt8](source).containsBytes(Array("APT::Install-Recommends".utf8))
        || [UInt8](source).containsBytes(Array("install_weak_deps".utf8))
    }
  }
}

/// Lists of names in one line.
enum Words {
  static func names(_ action: PackageAction) -> [String] {
    action.packages.compactMap(\.name).map { String(decoding: $0, as: UTF8.self) }
  }

  static func listed(_ names: [String]) -> String {
    names.isEmpty ? "by names that the text does not tell" : NameList.text(names, limit: 3)
  }
}
