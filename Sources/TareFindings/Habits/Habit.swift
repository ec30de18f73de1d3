public import TareOrigins

/// Something in the text of a Dockerfile that may leave bytes in the image. Nothing was weighed: only the image can say whether
/// it did, and how many.
public struct Habit: Sendable {
  /// The rule that would weigh it in the image.
  public var rule: String
  /// The instruction, and its lines or those of the command in it, from 1.
  public var place: Origins.Key
  public var lines: ClosedRange<Int>
  /// What the text does, in one line without a full stop.
  public var title: String
  /// Facts that can be checked.
  public var evidence: [String]
  /// An order to the reader.
  public var fix: String
  /// What the text does not tell, and what would make it harmless; nil where nothing would.
  public var unless: String?
  /// Bytes of files that the instruction takes, measured in the build context; nil where there is nothing to measure.
  public var contextBytes: Int?
  /// Why somebody said that it is meant so.
  public internal(set) var exception: String?

  init(
    _ rule: String, at instruction: TextInstruction, lines: ClosedRange<Int>? = nil, _ title: String, evidence: [String] = [],
    fix: String, unless: String? = nil, contextBytes: Int? = nil
  ) {
    self.rule = rule
    place = instruction.place
    self.lines = lines ?? instruction.lines
    self.title = title
    self.evidence = evidence
    self.fix = fix
    self.unless = unless
    self.contextBytes = contextBytes
  }
}

/// Looks for one kind of habit. A value without state, which knows the text and the files of the build context, and no image.
protocol HabitCheck: Sendable {
  /// Names of the rules for whose bytes it looks.
  var rules: [String] { get }
  func habits(in text: BuildText) -> HabitOutcome
}

enum HabitOutcome {
  case habits([Habit])
  /// It looked, and there is nothing: the reason, as it follows "nothing:".
  case nothing(because: String)

  /// - Parameter reason: why there is nothing, where there is not.
  init(_ habits: [Habit], else reason: String) { self = habits.isEmpty ? .nothing(because: reason) : .habits(habits) }
}
