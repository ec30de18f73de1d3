/// The instruction that put something into the image.
public struct Origin: Sendable, Hashable {
  /// An index into the stages of the Dockerfile.
  public var stage: Int
  /// Into the instructions of that stage; -1 for its FROM.
  public var instruction: Int
  /// Of the file, from 1.
  public var lines: ClosedRange<Int>
  /// After `AS`; nil for a stage without a name.
  public var stageName: String?
  public var confidence: Confidence
  /// The lines of the COPY that brought it from that stage into the image; nil for what was made where it is.
  public var through: ClosedRange<Int>?

  public init(
    stage: Int, instruction: Int, lines: ClosedRange<Int>, stageName: String?, confidence: Confidence,
    through: ClosedRange<Int>? = nil
  ) {
    self.stage = stage
    self.instruction = instruction
    self.lines = lines
    self.stageName = stageName
    self.confidence = confidence
    self.through = through
  }
}
