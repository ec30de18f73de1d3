import TareTree

/// Documentation of the project, copied into the image.
///
/// Nobody reads it there. Add `docs` to `.dockerignore`. A directory counts where most of its files are texts and pictures
/// (Markdown, reStructuredText, AsciiDoc, HTML, PDF), and stays where a command, a variable or a source names it, as a program
/// does that serves it. Of a program in machine code or in an archive nobody can say, so there is no finding.
struct ProjectDocumentation: Rule {
  static let name = "project-documentation"
  static let family = RuleFamily.application
  static let summary = "Documentation of the project that nothing serves"

  private static let names: Set<String> = ["docs", "doc", "documentation"]
  private static let endings: Set<String> = [
    "md", "mdx", "rst", "adoc", "asciidoc", "txt", "html", "pdf", "png", "svg", "jpg", "jpeg", "gif", "webp", "puml", "drawio",
    "css", "tex", "ipynb",
  ]

  func findings(in context: RuleContext) throws -> RuleOutcome {
    let directories = try UnusedDirectories(context) {
      Self.names.contains(context.lastPart($0))
    } holds: { group in
      group.files.count { Self.isText(context.lastPart($0.path)) } * 2 > group.files.count
    }
    if let program = directories.use.unreadableProgram, let first = directories.unused.first {
      return .nothing(because: "whether \(context.text(program)) serves \(context.text(first.directory)) cannot be read from it")
    }
    let unused = directories.unused
    guard !unused.isEmpty else { return .nothing(because: directories.reason("no documentation of the project is in the image")) }
    let risk = Risk(.low, "a program that serves these pages no longer finds them")
    return .findings(unused.map { directories.finding($0, title: "Documentation", risk: risk) })
  }

  private static func isText(_ name: String) -> Bool {
    name.lastIndex(of: ".").map { endings.contains(String(name[name.index(after: $0)...]).lowercased()) } ?? false
  }
}
