import TareDockerfile

/// Removals of what an earlier layer holds, which free nothing.
struct LaterRemovals: HabitCheck {
  let rules = ["deletes-earlier", "deleted-later"]

  func habits(in text: BuildText) -> HabitOutcome {
    var habits: [Habit] = []
    for instruction in text.layers where instruction.keyword == .run {
      let rule = instruction.commands.allSatisfy(\.onlyRemoves) ? "deletes-earlier" : "deleted-later"
      for command in instruction.commands {
        for path in command.removes where !instruction.isMounted(path.bytes) {
          guard let (earlier, bytes) = holders(path, before: instruction, text) else { continue }
          habits.append(Self.habit(rule, instruction, command, path.text, earlier, bytes))
        }
        if let (packages, earlier) = packages(command, before: instruction, text) {
          habits.append(Self.habit(rule, instruction, command, Words.listed(packages), earlier, nil))
        }
      }
    }
    return HabitOutcome(habits, else: "what is removed was made by the same instruction, or is not known to be of an earlier one")
  }

  private static func habit(
    _ rule: String, _ instruction: TextInstruction, _ command: TextCommand, _ what: String, _ earlier: [TextInstruction],
    _ bytes: Int?
  ) -> Habit {
    let lines = earlier.map { "\($0.lines.lowerBound)" }.joined(separator: ", ")
    let isContext = earlier.contains { $0.copy?.source == .context }
    return Habit(
      rule, at: instruction, lines: command.lines,
      "removes \(what), which the layer of line \(lines) holds all the same",
      fix: isContext
        ? "keep it out with .dockerignore, or copy less"
        : "remove it in the RUN that makes it, or copy from a build stage what is needed",
      contextBytes: bytes)
  }

  /// Earlier layers that hold what is removed, and how much of it comes from the context.
  private func holders(_ path: TextPath, before instruction: TextInstruction, _ text: BuildText) -> ([TextInstruction], Int?)? {
    var found: [TextInstruction] = []
    var (bytes, isMeasured) = (0, false)
    for earlier in text.below(instruction) {
      if let copy = earlier.copy {
        if let files = copy.files {
          let meant = files.filter { path.covers($0.image) }
          guard !meant.isEmpty else { continue }
          bytes += meant.reduce(0) { $0 + $1.file.size }
          isMeasured = true
        } else {
          guard path.covers(copy.destination) || !path.isPattern && TextPath.isAtOrBelow(path.bytes, copy.destination) else {
            continue
          }
        }
        found.append(earlier)
      } else if earlier.writes.contains(where: { path.covers($0.bytes) || $0.isRecursive && path.touches($0.bytes) })
        || (FetchedLists.leavings(earlier) + KeptCaches.leavings(earlier)).contains(where: { path.covers(contentsOf: $0.directory) }
        )
      {
        found.append(earlier)
      }
    }
    return found.isEmpty ? nil : (found, isMeasured ? bytes : nil)
  }

  /// Packages that an earlier layer installed.
  private func packages(
    _ command: TextCommand, before instruction: TextInstruction, _ text: BuildText
  ) -> (packages: [String], earlier: [TextInstruction])? {
    guard let action = command.action, action.kind == .remove else { return nil }
    let names = Set(Words.names(action))
    var (packages, earlier): ([String], [TextInstruction]) = ([], [])
    for other in text.below(instruction) {
      let installed = other.commands.compactMap(\.action).filter { $0.kind == .install && $0.ecosystem == action.ecosystem }
        .flatMap { Words.names($0) + ($0.virtualName.map { [String(decoding: $0, as: UTF8.self)] } ?? []) }.filter(names.contains)
      guard !installed.isEmpty else { continue }
      packages += installed
      earlier.append(other)
    }
    return packages.isEmpty ? nil : (packages, earlier)
  }
}
