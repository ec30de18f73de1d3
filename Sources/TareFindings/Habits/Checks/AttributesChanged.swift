import TareBytes
import TareDockerfile

/// `chown` and `chmod` of what an earlier layer holds: each file is written a second time.
struct AttributesChanged: HabitCheck {
  let rules = ["changed-in-place"]

  func habits(in text: BuildText) -> HabitOutcome {
    var habits: [Habit] = []
    var changes = false
    for instruction in text.layers {
      for command in instruction.commands where !command.attributes.isEmpty {
        changes = true
        for path in command.attributes where !instruction.isMounted(path.bytes) {
          guard let (earlier, bytes) = written(path, before: instruction, text) else { continue }
          let lines = earlier.map { "\($0.lines.lowerBound)" }.joined(separator: ", ")
          let isCopy = earlier.contains { $0.copy != nil }
          let tool = command.invocation?.tool ?? "chown"
          let option = tool == "chmod" ? "--chmod=MODE" : "--chown=USER:GROUP"
          habits.append(
            Habit(
              "changed-in-place", at: instruction, lines: command.lines,
              "\(tool)\(path.isRecursive ? " -R" : "") writes again what line\(earlier.count == 1 ? "" : "s") \(lines) put into \(path.text)",
              fix: isCopy
                ? "add \(option) to the COPY and drop the \(tool)"
                : "run \(tool) in the RUN that writes the files, or put USER above it",
              contextBytes: bytes))
        }
      }
    }
    return HabitOutcome(
      habits,
      else: changes ? "what is changed is made in the same instruction, or is an empty directory" : "no RUN changes owner or mode")
  }

  /// Earlier layers that have files there, and the bytes of those that come from the context; nil where there are none.
  private func written(_ path: TextPath, before instruction: TextInstruction, _ text: BuildText) -> ([TextInstruction], Int?)? {
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
          guard reaches(path, copy) else { continue }
        }
        found.append(earlier)
      } else if earlier.writes.contains(where: { written in
        path.isRecursive
          ? path.touches(written.bytes) || path.covers(written.bytes) : !written.isRecursive && path.covers(written.bytes)
      }) {
        found.append(earlier)
      }
    }
    return found.isEmpty ? nil : (found, isMeasured ? bytes : nil)
  }

  /// Of a COPY whose files cannot be listed.
  private func reaches(_ path: TextPath, _ copy: TextCopy) -> Bool {
    if path.isRecursive { return path.covers(copy.destination) || TextPath.isAtOrBelow(path.bytes, copy.destination) }
    // The directory itself holds no bytes; what lies in it may.
    return path.bytes != copy.destination && TextPath.isAtOrBelow(path.bytes, copy.destination)
      || !copy.isDirectory && path.bytes == copy.destination && copy.paths.count == 1
        && copy.paths[0].split(separator: 0x2f).last?.contains(0x2e) ?? false
  }
}
