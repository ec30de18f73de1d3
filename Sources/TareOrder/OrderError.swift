import TareBytes
public import TareDockerfile

/// Why an order cannot be judged.
public enum OrderError: Error, Equatable, CustomStringConvertible {
  case noSuchStage(String)
  case tooManyInstructions(Int)
  case dockerfile(DockerfileError)
  case git(GitError)

  public var description: String {
    switch self {
    case .noSuchStage(let name): "no stage named \(EscapedText.printable(name))"
    case .tooManyInstructions(let count): "\(count) instructions; up to \(OrderJudge.maximumInstructions) are judged"
    case .dockerfile(let error): error.description
    case .git(let error): error.description
    }
  }
}
