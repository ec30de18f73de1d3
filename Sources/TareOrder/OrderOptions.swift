public import TareDockerfile

/// What is to be judged, beside Dockerfile and repository.
public struct OrderOptions: Sendable {
  /// `--build-arg`, `--target`, `--platform`.
  public var parameters = BuildParameters()
  /// How many commits are replayed, the last ones.
  public var commits = 100
  /// Names of ARGs that get another value in each build: a commit, a date, a number.
  public var varying: Set<[UInt8]> = []
  /// Bytes of the layer that each instruction made, where known.
  public var sizes: [InstructionPlace: Int] = [:]

  public init() {}
}
