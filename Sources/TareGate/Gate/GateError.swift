/// Why a gate cannot say what an image is: an error of who asks, not a verdict.
public struct GateError: Error, Equatable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) { self.description = description }
}
