import TareBytes

/// Why a history cannot be read, and what to do about it.
public enum GitError: Error, Equatable, CustomStringConvertible {
  case noGit
  case notARepository
  case noCommits
  case oneCommit
  case shallow(commits: Int)
  case failed(command: String, message: String)
  case tooLarge(command: String)

  public var description: String {
    switch self {
    case .noGit: "no git on this machine; install git, the history is read with it"
    case .notARepository: "not in a git repository; give one with --repo"
    case .noCommits: "the repository has no commits"
    case .oneCommit: "the repository has a single commit; an order is judged by what changed from one to the next"
    case .shallow(let commits):
      "a shallow clone with only \(commits) \(commits == 1 ? "commit" : "commits"); fetch the rest with git fetch --unshallow"
        + (commits > 1 ? ", or ask for fewer with --commits \(commits - 1)" : "")
    case .failed(let command, let message): "git \(command) failed: \(EscapedText.printable(message))"
    case .tooLarge(let command): "git \(command) says more than can be kept"
    }
  }
}
