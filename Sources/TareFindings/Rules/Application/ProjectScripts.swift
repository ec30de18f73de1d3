import TareTree

/// Scripts, benchmarks, examples and notebooks of the project, copied into an image that does not run them.
///
/// They are there for people who work on the project, and their results and outputs lie beside them. Remove the `COPY`, add
/// the directory to `.dockerignore`, or copy by name the one script that the image needs.
///
/// A directory stays where a command of the image, a variable, a source or another script names it or something in it, or
/// imports it. Scripts that somebody runs by hand in a container (`docker exec … scripts/seed.py`) leave no trace in an image:
/// the risk says so.
struct ProjectScripts: Rule {
  static let name = "project-scripts"
  static let family = RuleFamily.application
  static let summary = "Scripts, benchmarks, examples and notebooks that the running program does not reach"

  private enum Kind: String {
    case scripts = "Scripts"
    case benchmarks = "Benchmarks"
    case examples = "Examples"
    case notebooks = "Notebooks"
  }

  private static let names: [String: Kind] = [
    "scripts": .scripts, "script": .scripts, "benchmark": .benchmarks, "benchmarks": .benchmarks, "bench": .benchmarks,
    "perf": .benchmarks, "example": .examples, "examples": .examples, "samples": .examples, "demo": .examples, "demos": .examples,
    "notebook": .notebooks, "notebooks": .notebooks,
  ]
  private static let endings: Set<String> = [
    "py", "sh", "bash", "js", "mjs", "cjs", "ts", "rb", "pl", "php", "go", "rs", "java", "ps1", "ipynb", "sql", "r", "R", "jl",
  ]

  func findings(in context: RuleContext) throws -> RuleOutcome {
    let directories = try UnusedDirectories(context) {
      Self.names[context.lastPart($0)] != nil
    } holds: { group in
      group.files.contains { Self.isProgram(context.lastPart($0.path)) }
    }
    let started = StartedPrograms.names(context)
    let servesNotebooks = started.contains { $0.hasPrefix("jupyter") || ["voila", "papermill", "marimo"].contains($0) }
    let unused = directories.unused.filter { !servesNotebooks || Self.names[context.lastPart($0.directory)] != .notebooks }
    guard !unused.isEmpty else {
      return .nothing(because: directories.reason("no scripts, benchmarks, examples or notebooks of the project are in the image"))
    }
    return .findings(
      unused.map { group in
        let kind = Self.names[context.lastPart(group.directory)] ?? .scripts
        return directories.finding(
          group, title: kind.rawValue,
          risk: kind == .scripts
            ? Risk(.medium, "somebody may run one of them by hand in the container, which leaves no trace in the image")
            : Risk(.low, "running them inside the container fails"))
      })
  }

  private static func isProgram(_ name: String) -> Bool {
    name.lastIndex(of: ".").map { endings.contains(String(name[name.index(after: $0)...])) } ?? false
  }
}
