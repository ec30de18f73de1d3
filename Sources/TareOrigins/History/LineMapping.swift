/// The instruction that a history row was written for.
public struct LineMapping: Sendable, Hashable {
  /// Index of the stage.
  public let stage: Int
  /// Index into the stage's instructions; of a trigger, its ONBUILD.
  public let instruction: Int
  public let lines: ClosedRange<Int>
  public let confidence: Confidence
  /// Whether the row was made in a later stage because of an ONBUILD.
  public let isTrigger: Bool

  package init(stage: Int, instruction: Int, lines: ClosedRange<Int>, confidence: Confidence, isTrigger: Bool = false) {
    self.stage = stage
    self.instruction = instruction
    self.lines = lines
    self.confidence = confidence
    self.isTrigger = isTrigger
  }
}
