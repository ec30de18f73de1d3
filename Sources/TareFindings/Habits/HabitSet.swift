import TareOrigins

/// The habits of one Dockerfile, by line.
public struct HabitSet: Sendable {
  public private(set) var habits: [Habit] = []
  /// What was looked for and is not there, in the order of the checks.
  public private(set) var checked: [FindingSet.Checked] = []
  /// Rules that only an image can answer, in the order of the reference.
  public private(set) var unanswered: [String] = []

  private static let checks: [any HabitCheck] = [
    FetchedLists(), KeptArchives(), Recommendations(), KeptCaches(), ToolsForBuilding(), ManagersLeft(), AttributesChanged(),
    LaterRemovals(), CopiesOfCopies(), TreesCopiedAgain(), DevelopmentInstalls(), CopiedFiles(), SecretsInText(), RootUser(),
    ClosedCaches(),
  ]

  /// Names of the rules that a text can say anything about.
  public static var rules: Set<String> { Set(checks.flatMap(\.rules)) }

  public init(_ text: BuildText, selection: FindingSet.Selection = FindingSet.Selection()) {
    func chooses(_ rule: String) -> Bool { RuleList.all.contains { $0.name == rule && selection.chooses($0) } }
    for check in Self.checks where check.rules.contains(where: chooses) {
      switch check.habits(in: text) {
      case .habits(let found): habits += found.filter { chooses($0.rule) }
      case .nothing(let reason):
        checked += check.rules.filter(chooses).map { FindingSet.Checked(rule: $0, reason: reason) }
      }
    }
    for rule in Self.checks.flatMap(\.rules)
    where chooses(rule) && !habits.contains(where: { $0.rule == rule }) && !checked.contains(where: { $0.rule == rule }) {
      checked.append(FindingSet.Checked(rule: rule, reason: "the text shows none"))
    }
    let answered = Self.rules
    unanswered = RuleList.all.filter { selection.chooses($0) && !answered.contains($0.name) }.map(\.name)
    except(IgnoreComment.all(in: text.dockerfile))
    habits.sort { left, right in
      (left.lines.lowerBound, left.lines.upperBound, left.rule, left.title)
        < (right.lines.lowerBound, right.lines.upperBound, right.rule, right.title)
    }
  }

  private mutating func except(_ comments: [IgnoreComment]) {
    for index in habits.indices {
      let habit = habits[index]
      guard let comment = comments.first(where: { $0.place == habit.place && $0.rules.contains(habit.rule) }) else { continue }
      habits[index].exception =
        comment.reason.isEmpty ? "said so on line \(comment.line)" : "\(comment.reason) (line \(comment.line))"
    }
  }
}
