/// Why a Dockerfile cannot be read: the place, what stands there, and what should.
public struct DockerfileError: Error, Hashable, CustomStringConvertible {
  /// From 1.
  public let line: Int
  /// From 1, in bytes.
  public let column: Int
  /// In words, or as a quotation of the file, made printable and cut short.
  public let found: String
  public let expected: String

  public var description: String { "line \(line), column \(column): expected \(expected), found \(found)" }
}
