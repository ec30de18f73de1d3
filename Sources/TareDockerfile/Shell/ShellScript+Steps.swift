extension ShellScript {
  /// What surrounds a command.
  public struct Nesting: OptionSet, Sendable, Hashable {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// In a branch, an arm, the body of a loop, or after `||`: it may not run although nothing failed.
    public static let conditional = Nesting(rawValue: 1 << 0)
    /// After an `&&` in a chain whose status is not that of its list: it may be skipped, and what follows runs all the same.
    public static let skippable = Nesting(rawValue: 1 << 1)
    public static let repeated = Nesting(rawValue: 1 << 2)
    public static let piped = Nesting(rawValue: 1 << 3)
    /// `cd` and assignments in it do not last: `( … )`, one side of a pipe, the background, a substitution.
    public static let subshell = Nesting(rawValue: 1 << 4)
    public static let background = Nesting(rawValue: 1 << 5)
    /// In the body of a function: it runs where the function is called, if anywhere.
    public static let function = Nesting(rawValue: 1 << 6)
    public static let substitution = Nesting(rawValue: 1 << 7)
    /// What decides a branch or a loop, or stands after `!`: its failure ends nothing.
    public static let tested = Nesting(rawValue: 1 << 8)
  }

  /// One command of the script in the order of the text, with all that decides whether it runs.
  public struct Step: Sendable, Hashable {
    /// Empty for redirections of a compound command, which write files too.
    public let words: [Word]
    public let assignments: [Assignment]
    public let redirections: [Redirection]
    public let range: Range<Int>
    /// The element of the innermost list that the command stands in.
    public let element: Range<Int>
    public let connector: Connector
    public let nesting: Nesting
  }

  /// All simple commands, those in substitutions before the command that uses them. Unread parts give none.
  public var steps: [Step] {
    var walk = ShellSteps(documents: hereDocuments)
    walk.list(list, [])
    return walk.steps
  }
}

/// Flattens a script. As deep as the script, which the reader has limited.
private struct ShellSteps {
  typealias Script = ShellScript
  let documents: [Script.HereDocument]
  var steps: [Script.Step] = []

  init(documents: [Script.HereDocument]) { self.documents = documents }

  mutating func list(_ list: Script.List, _ nesting: Script.Nesting) {
    // From the end: whether an element's chain has an `||` after it, and whether its chain is the last one.
    var marks = [Script.Nesting](repeating: nesting, count: list.elements.count)
    var isLast = true
    for (index, element) in list.elements.enumerated().reversed() {
      if element.connector == .and, !isLast { marks[index].insert(.skippable) }
      if element.connector == .sequence { isLast = false }
    }
    var hasOr = false
    for (index, element) in list.elements.enumerated() {
      if element.connector == .sequence { hasOr = false }
      if element.connector == .or { hasOr = true }
      if hasOr { marks[index].insert(.conditional) }
    }
    hasOr = false
    for (index, element) in list.elements.enumerated().reversed() {
      if hasOr, element.connector == .and { marks[index].insert(.conditional) }
      if element.connector == .or { hasOr = true }
      if element.connector == .sequence { hasOr = false }
    }
    for (element, mark) in zip(list.elements, marks) { self.element(element, mark) }
  }

  mutating func element(_ element: Script.Element, _ nesting: Script.Nesting) {
    var nesting = nesting
    if element.isNegated { nesting.insert(.tested) }
    if element.isInBackground { nesting.formUnion([.background, .subshell]) }
    if element.commands.count > 1 { nesting.formUnion([.piped, .subshell]) }
    for command in element.commands { self.command(command, element, nesting) }
  }

  mutating func command(_ command: Script.Command, _ element: Script.Element, _ nesting: Script.Nesting) {
    switch command.kind {
    case .simple(let simple):
      for assignment in simple.assignments {
        if let value = assignment.value { word(value, nesting) }
        words(assignment.elements, nesting)
      }
      words(simple.words, nesting)
      redirections(command, nesting)
      append(command, simple, element, nesting)
      return
    case .subshell(let inner): list(inner, nesting.union(.subshell))
    case .group(let inner): list(inner, nesting)
    case .branches(let branches, let otherwise):
      for (index, branch) in branches.enumerated() {
        list(branch.condition, nesting.union(index == 0 ? .tested : [.tested, .conditional]))
        list(branch.body, nesting.union(.conditional))
      }
      if let otherwise { list(otherwise, nesting.union(.conditional)) }
    case .loop(let loop):
      switch loop.head {
      case .each(_, let words): self.words(words ?? [], nesting)
      case .counted(let word): self.word(word, nesting)
      case .while(let condition), .until(let condition): list(condition, nesting.union([.tested, .repeated]))
      }
      list(loop.body, nesting.union([.conditional, .repeated]))
    case .choice(let subject, let arms):
      word(subject, nesting)
      for arm in arms {
        words(arm.patterns, nesting)
        list(arm.body, nesting.union(.conditional))
      }
    case .function(_, let body): self.command(body, element, nesting.union([.conditional, .function]))
    case .test(let inner): words(inner, nesting)
    case .arithmetic(let inner): word(inner, nesting)
    case .unread: return
    }
    redirections(command, nesting)
    if !command.redirections.isEmpty { append(command, Script.Simple(assignments: [], words: []), element, nesting) }
  }

  private mutating func append(
    _ command: Script.Command, _ simple: Script.Simple, _ element: Script.Element, _ nesting: Script.Nesting
  ) {
    steps.append(
      Script.Step(
        words: simple.words, assignments: simple.assignments, redirections: command.redirections, range: command.range,
        element: element.range, connector: element.connector, nesting: nesting))
  }

  private mutating func redirections(_ command: Script.Command, _ nesting: Script.Nesting) {
    for redirection in command.redirections {
      word(redirection.target, nesting)
      if let document = redirection.document, let content = documents[document].content { word(content, nesting) }
    }
  }

  private mutating func words(_ words: [Script.Word], _ nesting: Script.Nesting) {
    for word in words { self.word(word, nesting) }
  }

  private mutating func word(_ word: Script.Word, _ nesting: Script.Nesting) { parts(word.parts, nesting) }

  private mutating func parts(_ parts: [Script.Word.Part], _ nesting: Script.Nesting) {
    for part in parts {
      switch part {
      case .substitution(let inner, _), .process(let inner): list(inner, nesting.union([.substitution, .subshell]))
      case .variable(let variable): self.parts(variable.operand, nesting)
      case .arithmetic(let inner): self.parts(inner, nesting)
      case .literal, .glob, .home, .braces, .unread: break
      }
    }
  }
}
