/// What a container of the image runs, and in which surroundings.
///
/// Source: OCI Image Specification, config.md, "config"; `Healthcheck` and `Shell` are Docker's own.
public struct RunConfig: Sendable, Decodable {
  public var user: String?
  /// `NAME=value`.
  public var environment: [String]?
  public var entrypoint: [String]?
  public var command: [String]?
  public var workingDirectory: String?
  public var labels: [String: String]?
  public var healthcheck: Healthcheck?
  public var shell: [String]?

  public struct Healthcheck: Sendable, Decodable {
    /// `NONE`, `CMD` with arguments, or `CMD-SHELL` with a line of shell.
    public var test: [String]?

    enum CodingKeys: String, CodingKey { case test = "Test" }
  }

  enum CodingKeys: String, CodingKey {
    case user = "User"
    case environment = "Env"
    case entrypoint = "Entrypoint"
    case command = "Cmd"
    case workingDirectory = "WorkingDir"
    case labels = "Labels"
    case healthcheck = "Healthcheck"
    case shell = "Shell"
  }

  /// The value of an environment variable; the last one counts.
  public func environment(_ name: String) -> String? {
    environment?.last { $0.utf8.starts(with: (name + "=").utf8) }.map { String($0.dropFirst(name.count + 1)) }
  }
}
