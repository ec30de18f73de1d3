/// The last commits of the repository that a build context lies in, as the judge needs them. To read them runs git, which takes
/// most of the time and needs no image: it can be done beside other work.
public struct OrderHistory: Sendable {
  let commits: GitHistory
  let ignore: IgnoreHistory
  let unreadableIgnores: Int
  let context: ContextKnowledge

  /// - Parameters:
  ///   - name: of the Dockerfile: `<name>.dockerignore` beside it comes before `.dockerignore`.
  ///   - context: the directory of the build context, inside a git work tree.
  ///   - count: how many commits, the last ones.
  public init(dockerfile name: String = "Dockerfile", context directory: String, commits count: Int) throws(OrderError) {
    do {
      let repository = try GitRepository(context: directory)
      commits = try repository.history(commits: count)
      (ignore, unreadableIgnores) = try IgnoreReader(commits, dockerfile: name, context: directory).read(repository)
      context = ContextKnowledge(commits, ignore: ignore.newest, directory: directory)
    } catch {
      throw .git(error)
    }
  }
}
