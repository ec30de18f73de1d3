/// What a package requires: a name, or a Boolean expression in parentheses ("rich dependency"). Versions are left out:
/// what is installed satisfies them.
indirect enum RpmDependency: Equatable {
  case name(String)
  case all([RpmDependency])
  case any([RpmDependency])
  /// The first where the condition holds, else the last.
  case when(RpmDependency, condition: RpmDependency, otherwise: RpmDependency?)
  /// The first where the condition does not hold, else the last.
  case unless(RpmDependency, condition: RpmDependency, otherwise: RpmDependency?)

  /// - Returns: nil for what is no name and not well formed, or nested deeper than packagers do.
  init?(_ text: UnsafeRawBufferPointer) {
    guard text.first == 0x28 else {
      guard !text.isEmpty else { return nil }
      self = .name(text.text)
      return
    }
    var parser = Parser(rest: text)
    guard let expression = parser.expression(depth: 0), parser.isAtEnd else { return nil }
    self = expression
  }

  func forEachName(_ body: (String) -> Void) {
    switch self {
    case .name(let name): body(name)
    case .all(let parts), .any(let parts): for part in parts { part.forEachName(body) }
    case .when(let first, let condition, let last), .unless(let first, let condition, let last):
      first.forEachName(body)
      condition.forEachName(body)
      last?.forEachName(body)
    }
  }

  /// Sets of names, of each of which one must be there, under the conditions that hold among what is installed.
  func clauses(where isProvided: (String) -> Bool) -> [[String]] {
    switch self {
    case .name(let name): [[name]]
    case .all(let parts): parts.flatMap { $0.clauses(where: isProvided) }
    case .any(let parts): Self.either(parts.map { $0.clauses(where: isProvided) })
    case .when(let first, let condition, let last):
      (condition.holds(isProvided) ? first : last)?.clauses(where: isProvided) ?? []
    case .unless(let first, let condition, let last):
      (condition.holds(isProvided) ? last : first)?.clauses(where: isProvided) ?? []
    }
  }

  private func holds(_ isProvided: (String) -> Bool) -> Bool {
    switch self {
    case .name(let name): isProvided(name)
    case .all(let parts): parts.allSatisfy { $0.holds(isProvided) }
    case .any(let parts): parts.contains { $0.holds(isProvided) }
    case .when(let first, let condition, let last):
      condition.holds(isProvided) ? first.holds(isProvided) : last?.holds(isProvided) ?? true
    case .unless(let first, let condition, let last):
      condition.holds(isProvided) ? last?.holds(isProvided) ?? true : first.holds(isProvided)
    }
  }

  /// "This set of clauses or that one", as clauses.
  private static func either(_ options: [[[String]]]) -> [[String]] {
    var result: [[String]] = [[]]
    for option in options {
      // An option that asks for nothing is always met.
      guard let first = option.first else { return [] }
      if option.count == 1 {
        for index in result.indices { result[index] += first }
      } else if result.count * option.count <= 64 {
        result = result.flatMap { left in option.map { left + $0 } }
      } else {
        // Weaker than what is meant, and short.
        return [options.flatMap { $0.flatMap(\.self) }]
      }
    }
    return result
  }

  private struct Parser {
    var rest: UnsafeRawBufferPointer

    private static let depthLimit = 16

    var isAtEnd: Bool { rest.trimmed.isEmpty }

    /// `( operand operator operand … )`
    mutating func expression(depth: Int) -> RpmDependency? {
      guard depth < Self.depthLimit, take(0x28), let first = operand(depth) else { return nil }
      var parts = [first]
      var joint: UnsafeRawBufferPointer?
      while !take(0x29) {
        guard let word = word(), let next = operand(depth) else { return nil }
        if word.equals("else"), let joint, joint.equals("if") || joint.equals("unless") {
          guard take(0x29) else { return nil }
          return Self.join(parts, joint, otherwise: next)
        }
        guard joint.map({ $0.elementsEqual(word) }) ?? true else { return nil }
        joint = word
        parts.append(next)
      }
      guard let joint else { return first }
      return Self.join(parts, joint, otherwise: nil)
    }

    private static func join(_ parts: [RpmDependency], _ joint: UnsafeRawBufferPointer, otherwise: RpmDependency?)
      -> RpmDependency?
    {
      switch joint.text {
      case "and": .all(parts)
      case "or": .any(parts)
      // One package must have all that is named; the first name finds it.
      case "with", "without": parts[0]
      case "if" where parts.count == 2: .when(parts[0], condition: parts[1], otherwise: otherwise)
      case "unless" where parts.count == 2: .unless(parts[0], condition: parts[1], otherwise: otherwise)
      default: nil
      }
    }

    /// An expression, or a name with or without a version behind it.
    private mutating func operand(_ depth: Int) -> RpmDependency? {
      rest = rest.trimmed
      if rest.first == 0x28 { return expression(depth: depth + 1) }
      guard let name = word() else { return nil }
      var ahead = self
      if let comparison = ahead.word(), comparison.allSatisfy({ (0x3c...0x3e).contains($0) }) {
        guard ahead.word() != nil else { return nil }
        self = ahead
      }
      return .name(name.text)
    }

    /// Up to a blank, or a closing parenthesis that was not opened in it.
    private mutating func word() -> UnsafeRawBufferPointer? {
      rest = rest.trimmed
      var open = 0
      let end =
        rest.firstIndex { byte in
          if byte == 0x28 { open += 1 }
          if byte == 0x29 { open -= 1 }
          return open < 0 || byte.isBlank
        } ?? rest.count
      let word = rest.upTo(end)
      rest = rest.from(end)
      return word.isEmpty ? nil : word
    }

    private mutating func take(_ byte: UInt8) -> Bool {
      rest = rest.trimmed
      guard rest.first == byte else { return false }
      rest = rest.from(1)
      return true
    }
  }
}
