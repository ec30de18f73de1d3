import TareBytes

/// What is wrong with a policy file, and where.
public struct PolicyError: Error, Equatable, CustomStringConvertible {
  /// As the user named it.
  public var file: String
  /// From 1; nil for the file as a whole.
  public var place: Place?
  public var message: String

  public struct Place: Sendable, Hashable {
    public var line: Int
    public var column: Int

    public init(line: Int, column: Int) {
      self.line = line
      self.column = column
    }
  }

  public init(_ file: String, _ place: Place?, _ message: String) {
    self.file = file
    self.place = place
    self.message = message
  }

  /// `.tare.yaml:3:5: …`, as compilers write it.
  public var description: String {
    let name = EscapedText.printable(file)
    return (place.map { "\(name):\($0.line):\($0.column)" } ?? name) + ": " + message
  }
}
