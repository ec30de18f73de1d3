import TareOwners
import TareReach
import TareTree

/// The history of the project: `.git`, `.hg` or `.svn`, copied in with the work tree.
///
/// Every version of every file is in it, deleted ones and what should never have been committed too, for whoever pulls the
/// image. It grows with each commit, so that the `COPY` that brings it is never taken from the cache. Add `.git` to
/// `.dockerignore`. A version that the build wants goes in as a build argument (`--build-arg VERSION=$(git describe)`), or by
/// `RUN --mount=type=bind,source=.git,target=.git`.
///
/// A repository that a source or a command of the image names, or that a library for git reads for it, stays.
struct VersionControl: Rule {
  static let name = "version-control"
  static let family = RuleFamily.application
  static let summary = "The repository with all its history, copied in with the work tree"

  private static let libraries: Set<String> = [
    "gitpython", "dulwich", "pygit2", "setuptools-scm", "simple-git", "isomorphic-git", "nodegit",
  ]

  func findings(in context: RuleContext) throws -> RuleOutcome {
    let directories = try UnusedDirectories(context, commands: ["git", "hg", "svn"]) { path in
      switch context.lastPart(path) {
      case ".git": context.tree.child("HEAD".utf8, of: path) != nil
      case ".hg": context.tree.child("store".utf8, of: path) != nil
      case ".svn": context.tree.child("wc.db".utf8, of: path) != nil
      default: false
      }
    }
    if !directories.groups.isEmpty, let library = importedLibrary(context) {
      return .nothing(because: "the application imports \(library), which reads \(context.text(directories.groups[0].directory))")
    }
    let unused = directories.unused
    guard !unused.isEmpty else {
      return .nothing(because: directories.reason(Self.deleted(context) ?? "no repository is in the image"))
    }
    return .findings(
      unused.map { group in
        var finding = directories.finding(
          group, title: "The repository",
          risk: Risk(.low, "a program that asks the repository for its version fails"))
        finding.title = "The project's whole history, \(context.text(group.directory))"
        finding.evidence.append("every committed version of every file can be read from it")
        return finding
      })
  }

  /// One that a later instruction took away: dead bytes, which the rules on layers tell.
  private static func deleted(_ context: RuleContext) -> String? {
    for content in context.tree.contents where !content.isLive && [.deleted, .opaque].contains(content.cause) {
      let directory = context.paths.parent(of: content.path)
      guard directory > PathTable.root, context.lastPart(content.path) == "HEAD", context.lastPart(directory) == ".git" else {
        continue
      }
      return "\(context.text(directory)) is deleted by \(context.place(layer: content.killer)); the layer below has it all the same"
    }
    return nil
  }

  private func importedLibrary(_ context: RuleContext) -> String? {
    for (file, edges) in context.reach.imports.imports.sorted(by: { $0.key < $1.key })
    where !context.tree.isForDevelopment(file) || context.reach.imports.reached.contains(file) {
      for edge in edges {
        guard case .package(let number) = context.owner(of: edge.target) else { continue }
        let name = context.package(number).name
        if Self.libraries.contains(name.lowercased()) { return name }
      }
    }
    return nil
  }
}
