/// All rules, in the order of the reference.
public enum RuleList {
  public static let all: [any Rule] = [
    // Layers
    DeletedLater(),
    DeletesEarlier(),
    OverwrittenLater(),
    ChangedInPlace(),
    CopiedAgain(),
    SystemStateRewritten(),
    CopyOfLowerLayer(),
    IdenticalFiles(),
  ]
}
