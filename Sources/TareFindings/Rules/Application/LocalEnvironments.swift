import TareOwners
import TareTree

/// A virtual environment of Python that was copied in from the machine that built the image, and that nothing there uses.
///
/// An environment holds the paths of the machine that made it: its interpreter is a link to one that the image may not have,
/// its scripts begin with a path that is not there. `COPY . .` takes `.venv` along, and the image installs everything a second
/// time. Add `.venv` to `.dockerignore`.
///
/// An environment that a command or a variable of the image names (`PATH=/opt/venv/bin:$PATH`), that a script starts or that a
/// link leads into is no finding, whether it works or not.
struct LocalEnvironments: Rule {
  static let name = "local-environments"
  static let family = RuleFamily.application
  static let summary = "Virtual environments copied in from elsewhere that nothing uses"

  func findings(in context: RuleContext) throws -> RuleOutcome {
    let environments = Self.environments(context)
    guard !environments.isEmpty else { return .nothing(because: "no virtual environment was copied in") }
    let project = ProjectFiles(context)
    let use = try ProjectUse(of: environments, in: project, context, byImports: false)
    let unused = environments.filter { use.uses[$0] == nil }
    guard !unused.isEmpty else {
      return .nothing(because: "\(context.text(environments[0])) is used: \(use.uses[environments[0]] ?? "")")
    }
    return .findings(
      unused.map { directory in
        let files = context.files(below: directory)
        let contents = Set(files.map(\.content)).sorted()
        let rows = context.rowsHolding(contents)
        let broken = Self.missingInterpreter(directory, context)
        let risk =
          use.isShell
          ? Risk(.medium, "somebody may start its programs by hand, which leaves no trace in the image")
          : broken == nil
            ? Risk(.medium, "a program that starts the environment's interpreter by a path made at run time fails")
            : Risk(.low, "nothing can start it as it is")
        var finding = Finding(
          key: context.text(directory), title: "A virtual environment from elsewhere, \(context.text(directory))",
          claim: context.claim(paths: [directory]),
          evidence: (broken.map { ["its interpreter is not in the image: \($0)"] } ?? []) + context.heaviest(contents) + [
            use.isShell ? "the image starts nothing of its own: what somebody starts in it by hand cannot be seen" : use.evidence
          ],
          effort: .oneLine, risk: risk,
          fixes: context.fixes(leavingOut: [directory], contents, rows), rows: rows)
        if use.isShell { finding.severityOfItsOwn = .low }
        return finding
      })
  }

  private static func environments(_ context: RuleContext) -> [Int32] {
    var found: [Int32] = []
    for path in context.tree.nodes.indices where context.paths.name(of: Int32(path)).elementsEqual("pyvenv.cfg".utf8) {
      guard let file = context.file(at: Int32(path)), case let writer = context.ownership.firstWriters[Int(file.content)],
        !context.isInBase(layer: writer), ["COPY", "ADD"].contains(context.keyword(ofLayer: writer) ?? "")
      else { continue }
      let directory = context.paths.parent(of: Int32(path))
      if directory > PathTable.root, !found.contains(where: { context.paths.lies(directory, in: $0) }) { found.append(directory) }
    }
    return found
  }

  /// Where the link of its interpreter leads, if nowhere.
  private static func missingInterpreter(_ directory: Int32, _ context: RuleContext) -> String? {
    guard let programs = context.tree.child("bin".utf8, of: directory) else { return "there is no bin directory" }
    // A program in machine code needs none.
    for child in context.tree.children(of: programs) {
      if let file = context.file(at: child), context.entry(of: file.content)?.magic == .elf { return nil }
    }
    for name in ["python", "python3"] {
      guard let link = context.tree.child(name.utf8, of: programs) else { continue }
      if context.tree.target(of: context.paths.bytes(of: link)) != nil { return nil }
      let end = context.tree.linkTarget(of: link).map { String(decoding: $0, as: UTF8.self) } ?? ""
      return "\(context.text(link)) leads to \(end)"
    }
    return "\(context.text(programs)) has no python"
  }
}
