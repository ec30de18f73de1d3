public import TareDockerfile

/// The Dockerfile that an image is held against.
public struct BuildFile: Sendable {
  public enum Choice: String, Sendable {
    /// The user named it.
    case named
    /// It lay where the command was run, and fits the history.
    case found
    /// There is none: the lines are made of the history.
    case reconstructed
  }

  /// As the user would write it.
  public let name: String
  public let dockerfile: Dockerfile
  public let choice: Choice
  /// The files that it copies from, where there are any.
  public let context: (any BuildContext)?
  /// What the builder leaves out of the context; nil where nobody looked for one.
  public let ignoreFile: IgnoreFile?

  public init(
    name: String, dockerfile: Dockerfile, choice: Choice, context: (any BuildContext)? = nil, ignoreFile: IgnoreFile? = nil
  ) {
    self.name = name
    self.dockerfile = dockerfile
    self.choice = choice
    self.context = context
    self.ignoreFile = ignoreFile
  }
}

/// The `.dockerignore` of a build.
public struct IgnoreFile: Sendable {
  /// As the user would write it.
  public let name: String
  /// Nil where there is none yet.
  public let source: [UInt8]?

  public init(name: String, source: [UInt8]?) {
    self.name = name
    self.source = source
  }
}

/// The directory that a build takes its files from. Paths are relative to it, without a leading slash.
public protocol BuildContext: Sendable {
  /// Nil where there is nothing, it is no regular file, or it has more than `limit` bytes.
  func contents(of path: [UInt8], limit: Int) -> [UInt8]?
  func kind(of path: [UInt8]) -> BuildContextKind?
}

public enum BuildContextKind: Sendable { case file, directory }
