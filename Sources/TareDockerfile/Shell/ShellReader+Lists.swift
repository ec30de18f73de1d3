extension ShellReader {
  /// A list that ends where a compound command that holds it would go on, which the caller checks.
  mutating func list() throws(Problem) -> Script.List {
    try skipLines()
    let start = position
    var elements: [Script.Element] = []
    var link = Link()
    while !isAtCloser {
      elements.append(try element(link))
      guard let next = try separator(after: &elements, link) else { break }
      link = next
    }
    if link.needsMore(elements.count) { throw unexpected() }
    return Script.List(elements: elements, range: start..<(elements.last?.range.upperBound ?? start))
  }

  /// The whole script: an element that cannot be read swallows the rest.
  mutating func topList() -> Script.List {
    var elements: [Script.Element] = []
    var link = Link()
    var start = 0
    do throws(Problem) {
      try skipLines()
      while !isAtEnd {
        start = position
        elements.append(try element(link))
        start = position
        guard let next = try separator(after: &elements, link) else {
          if isAtEnd { break }
          link = Link(connector: .sequence, separator: position..<position)
          throw unexpected()
        }
        link = next
        start = position
      }
      if link.needsMore(elements.count) { throw unexpected() }
    } catch {
      problem = error
      elements.append(unread(from: start, link.connector, link.separator))
    }
    let first = elements.first?.range.lowerBound ?? 0
    return Script.List(elements: elements, range: first..<(elements.last?.range.upperBound ?? first))
  }

  /// What leads to the next element.
  struct Link {
    var connector = Script.Connector.first
    var separator = 0..<0
    /// Elements before the chain of `&&` and `||` that goes on.
    var chainStart = 0
    /// How many elements there were when it was read.
    var count = 0

    /// An `&&` or `||` that nothing follows.
    func needsMore(_ elements: Int) -> Bool { (connector == .and || connector == .or) && count == elements }
  }

  func unread(from start: Int, _ connector: Script.Connector, _ separator: Range<Int>) -> Script.Element {
    let range = min(start, bytes.count)..<bytes.count
    let command = Script.Command(range: range, kind: .unread, redirections: [])
    return Script.Element(
      connector: connector, separator: separator, range: range, isNegated: false, commands: [command], isInBackground: false)
  }

  /// The connector at `position`; nil where there is none and the list ends.
  mutating func separator(after elements: inout [Script.Element], _ link: Link) throws(Problem) -> Link? {
    skipBlanks()
    let start = position
    var next = link
    next.count = elements.count
    if take("&&") {
      next.connector = .and
    } else if take("||") {
      next.connector = .or
    } else if isAtEnd || isCaseEnd {
      return nil
    } else if byte() == 0x0a {
      next.connector = .sequence
      newLine()
    } else if take(";") {
      next.connector = .sequence
    } else if take("&") {
      next.connector = .sequence
      for index in link.chainStart..<elements.count { elements[index].isInBackground = true }
    } else {
      return nil
    }
    if next.connector == .sequence { next.chainStart = elements.count }
    next.separator = start..<(bytes[start] == 0x0a ? start + 1 : position)
    try skipLines()
    return next
  }

  /// `;;`, `;&`, `;;&`
  var isCaseEnd: Bool { isOperator(";;") != nil || isOperator(";&") != nil }

  var isAtCloser: Bool {
    if isAtEnd || byte() == 0x29 || isCaseEnd { return true }
    guard let word = plainWord() else { return false }
    switch word.count {
    case 1: return word.first == 0x7d
    case 2...4:
      return ["do", "fi", "done", "then", "else", "elif", "esac"].contains { (text: StaticString) in
        word.count == text.utf8CodeUnitCount && text.withUTF8Buffer { word.elementsEqual($0) }
      }
    default: return false
    }
  }

  mutating func element(_ link: Link) throws(Problem) -> Script.Element {
    let start = position
    var isNegated = false
    while takeKeyword("!") {
      isNegated.toggle()
      skipBlanks()
    }
    var commands = [try command()]
    while true {
      let after = position
      skipBlanks()
      guard isOperator("||") == nil, take("|") else {
        position = after
        break
      }
      if byte() == 0x26 {
        extensions.append(position - 1..<position + 1)
        position += 1
      }
      try skipLines()
      commands.append(try command())
    }
    return Script.Element(
      connector: link.connector, separator: link.separator, range: start..<(commands.last?.range.upperBound ?? start),
      isNegated: isNegated, commands: commands, isInBackground: false)
  }
}
