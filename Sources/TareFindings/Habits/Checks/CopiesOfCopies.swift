import TareDockerfile

/// `cp` of what an earlier layer holds: the same bytes twice.
struct CopiesOfCopies: HabitCheck {
  let rules = ["copy-of-lower-layer"]

  func habits(in text: BuildText) -> HabitOutcome {
    var habits: [Habit] = []
    for instruction in text.layers {
      for command in instruction.commands where command.invocation?.tool == "cp" {
        for path in command.reads where !instruction.isMounted(path.bytes) {
          guard !command.writes.contains(where: { instruction.isMounted($0.bytes) || $0.bytes.starts(with: "/dev/".utf8) }) else {
            continue
          }
          for earlier in text.below(instruction) {
            guard let copy = earlier.copy, let files = copy.files else { continue }
            let meant = files.filter { path.covers($0.image) && $0.file.size > 0 }
            guard !meant.isEmpty else { continue }
            habits.append(
              Habit(
                "copy-of-lower-layer", at: instruction, lines: command.lines,
                "cp makes a second copy of what line \(earlier.lines.lowerBound) put into \(path.text)",
                fix: "copy it to the other place only, or use a symbolic link", contextBytes: meant.reduce(0) { $0 + $1.file.size })
            )
          }
        }
      }
    }
    return HabitOutcome(habits, else: "no cp takes what an earlier COPY brought")
  }
}
