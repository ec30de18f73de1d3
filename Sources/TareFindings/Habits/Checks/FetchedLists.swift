import TareDockerfile

/// Lists of packages that are fetched and not deleted in the same instruction.
struct FetchedLists: HabitCheck {
  let rules = ["package-lists"]

  func habits(in text: BuildText) -> HabitOutcome {
    let fetches = text.instructions.contains { $0.commands.contains { Self.fetches($0) } }
    return HabitOutcome(
      text.leavings(Self.leavings).map { leaving in
        Habit(
          "package-lists", at: leaving.instruction, lines: leaving.lines,
          "\(leaving.command) leaves its lists in \(leaving.directoryText)", fix: leaving.fix, unless: leaving.unless)
      },
      else: fetches
        ? "each instruction that fetches lists deletes them itself, mounts their directory, or is of a stage that keeps them"
        : "no instruction fetches lists of packages")
  }

  static func leavings(_ instruction: TextInstruction) -> [Leaving] {
    var found: [Leaving] = []
    for (index, command) in instruction.commands.enumerated() where fetches(command) {
      guard let action = command.action, let place = place(action) else { continue }
      let isCleaned = instruction.commands.dropFirst(index + 1).contains { other in
        guard let later = other.action, later.ecosystem == action.ecosystem, later.kind == .clean else { return false }
        // `apt-get clean` leaves the lists.
        return action.ecosystem != "deb" || later.invocation.subcommands.contains { $0 == "distclean" || $0 == "dist-clean" }
      }
      guard !isCleaned, !instruction.isMounted(place.directory),
        !place.all.contains(where: { instruction.isRemoved($0, after: index) }),
        !found.contains(where: { $0.directory == place.directory })
      else { continue }
      found.append(
        Leaving(
          instruction: instruction, lines: command.lines,
          command: ([action.invocation.tool] + action.invocation.subcommands).joined(separator: " "), directory: place.directory,
          fix: place.fix, unless: nil))
    }
    return found
  }

  private static func fetches(_ command: TextCommand) -> Bool {
    guard let action = command.action, place(action) != nil else { return false }
    switch action.ecosystem {
    case "deb": return action.kind == .refresh
    case "apk": return action.cache != .off && (action.kind == .refresh || action.refreshes)
    default: return [.refresh, .install, .upgrade, .download].contains(action.kind)
    }
  }

  private static func place(_ action: PackageAction) -> (directory: [UInt8], all: [[UInt8]], fix: String)? {
    func place(_ directory: String, _ others: [String] = [], _ fix: String) -> ([UInt8], [[UInt8]], String) {
      (Array(directory.utf8), ([directory] + others).map { Array($0.utf8) }, fix)
    }
    let tool = action.invocation.tool
    switch tool {
    case "apt-get", "apt":
      return place(
        "/var/lib/apt/lists", [],
        "end the same RUN with rm -rf /var/lib/apt/lists/*, or mount: --mount=type=cache,target=/var/lib/apt/lists,sharing=locked")
    case "apk": return place("/var/cache/apk", [], "apk add --no-cache, which needs no apk update before it")
    case "zypper": return place("/var/cache/zypp", [], "end the same RUN with zypper clean --all")
    case "yum": return place("/var/cache/yum", ["/var/cache/dnf"], "end the same RUN with yum clean all")
    case "dnf5": return place("/var/cache/libdnf5", ["/var/cache/dnf"], "end the same RUN with dnf clean all")
    case "dnf", "microdnf", "tdnf":
      return place(
        "/var/cache/dnf", ["/var/cache/yum", "/var/cache/libdnf5", "/var/cache/tdnf"], "end the same RUN with \(tool) clean all")
    default: return nil
    }
  }
}
