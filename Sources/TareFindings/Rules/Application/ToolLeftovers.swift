import TareTree

/// What development tools leave beside the sources: coverage reports, caches of mypy, ruff and pytest, environments of tox,
/// checkpoints of notebooks, settings of editors, and the files that only CI and the build read.
///
/// `COPY . .` takes them along from whoever builds; the image differs from machine to machine, and the layer is never the
/// same twice. List them in `.dockerignore`.
///
/// Each is known by a name that its tool makes and nobody else uses, or by what is in it; what a source, a command or a link
/// names stays.
struct ToolLeftovers: Rule {
  static let name = "tool-leftovers"
  static let family = RuleFamily.application
  static let summary = "Coverage reports, tool caches, editor settings and CI files"

  static let directories: Set<String> = [
    ".pytest_cache", ".mypy_cache", ".ruff_cache", ".tox", ".nox", ".hypothesis", ".pytype", ".pyre", ".ropeproject", ".eggs",
    "htmlcov", ".nyc_output", ".ipynb_checkpoints", ".parcel-cache", ".sass-cache", ".turbo", ".idea", ".vscode", ".vs",
    ".devcontainer", ".github", ".gitlab", ".circleci", ".buildkite", ".husky", ".terraform", "__MACOSX",
  ]
  static let files: Set<String> = [
    ".coverage", "coverage.xml", "lcov.info", ".eslintcache", ".stylelintcache", ".DS_Store", "Thumbs.db", ".gitlab-ci.yml",
    ".travis.yml", "Jenkinsfile", "azure-pipelines.yml", "bitbucket-pipelines.yml", ".drone.yml", "appveyor.yml", ".codecov.yml",
    "codecov.yml", ".pre-commit-config.yaml", "tsconfig.tsbuildinfo", "Vagrantfile",
  ]

  func findings(in context: RuleContext) throws -> RuleOutcome {
    let project = ProjectFiles(context, madeToo: true)
    var groups = project.below { Self.isMeant($0, context) }
    let inside = Set(groups.map(\.directory))
    for file in project.files where Self.files.contains(context.lastPart(file.path)) && !context.lies(file.path, inAnyOf: inside) {
      groups.append((file.path, [file]))
    }
    groups = groups.filter { $0.files.contains { $0.size > 0 } }
    guard !groups.isEmpty else { return .nothing(because: "development tools left nothing") }
    let use = try ProjectUse(of: groups.map(\.directory), in: project, context)
    let unused = groups.filter { use.uses[$0.directory] == nil }
    guard !unused.isEmpty else {
      return .nothing(because: "what there is, is used: \(use.uses[groups[0].directory] ?? "")")
    }
    let files = unused.flatMap(\.files)
    let contents = Set(files.map(\.content)).sorted()
    let rows = context.rowsHolding(contents)
    let names = Set(unused.map { context.lastPart($0.directory) }).sorted()
    return .findings([
      Finding(
        key: "all", title: "What development tools left: \(context.listed(names, limit: 4))", claim: context.claim(files: files),
        evidence: unused.map { group in
          (group, Set(group.files.map(\.content)).reduce(0) { $0 + context.tree.contents[Int($1)].size })
        }
        .sorted { ($1.1, $0.0.directory) < ($0.1, $1.0.directory) }.prefix(4)
        .map { "\(context.size($0.1)) \(context.text($0.0.directory))" } + [use.evidence],
        effort: .oneLine, risk: Risk(.low, "tools that are run inside the container start without their caches and settings"),
        fixes: context.fixes(leavingOut: unused.map(\.directory), contents, rows), rows: rows)
    ])
  }

  private static func isMeant(_ path: Int32, _ context: RuleContext) -> Bool {
    let name = context.lastPart(path)
    if directories.contains(name) { return true }
    guard name == "coverage" else { return false }
    return ["lcov.info", "coverage-final.json", "clover.xml", "lcov-report"].contains {
      context.tree.child($0.utf8, of: path) != nil
    }
  }
}
