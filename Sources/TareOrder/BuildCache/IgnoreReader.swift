import TareDockerfile

/// Finds the `.dockerignore` of each commit.
struct IgnoreReader {
  private let history: GitHistory
  private let dockerfile: String
  private let context: String

  init(_ history: GitHistory, dockerfile: String, context: String) {
    self.history = history
    self.dockerfile = dockerfile
    self.context = context
  }

  /// - Returns: the rules, and of how many builds they could not be read.
  func read(_ repository: GitRepository) throws(GitError) -> (IgnoreHistory, unreadable: Int) {
    let newest = history.newest
    // The file of today's Dockerfile decides which of the two is meant.
    for name in ["\(dockerfile).dockerignore", ".dockerignore"] {
      let number = Array(name.utf8).withUnsafeBytes { history.paths.find($0) }
      if let number, newest[number] != nil { return try tracked(number, repository) }
      let knowledge = ContextKnowledge(history, ignore: DockerIgnore(), directory: context)
      if let text = knowledge.content(Array(name.utf8)) {
        guard let rules = try? DockerIgnore(parsing: text) else { return (IgnoreHistory(), history.commits.count) }
        return (IgnoreHistory(rules), 0)
      }
    }
    return (IgnoreHistory(), 0)
  }

  private func tracked(_ path: Int32, _ repository: GitRepository) throws(GitError) -> (IgnoreHistory, unreadable: Int) {
    var blobs: [ObjectID?] = [history.start[path]?.blob]
    for commit in history.commits {
      blobs.append(commit.changes.last { $0.path == path }.map { $0.new?.blob } ?? blobs[blobs.count - 1])
    }
    let texts = try repository.contents(of: blobs.compactMap { $0 })
    var numberOf: [ObjectID?: Int] = [:]
    var versions: [DockerIgnore] = []
    var isReadable: [Bool] = []
    var numbers: [Int] = []
    for blob in blobs {
      if numberOf[blob] == nil {
        let rules = blob.map { texts[$0].flatMap { try? DockerIgnore(parsing: $0) } } ?? DockerIgnore()
        numberOf[blob] = versions.count
        versions.append(rules ?? DockerIgnore())
        isReadable.append(rules != nil)
      }
      numbers.append(numberOf[blob] ?? 0)
    }
    return (IgnoreHistory(numbers: numbers, versions: versions), numbers.dropFirst().count { !isReadable[$0] })
  }
}
