import TareBytes
import Yams

/// A place in a policy's YAML, which is asked for what it should be and says where it is something else.
struct PolicyNode {
  let node: Node
  /// The keys that lead here: `budgets.image`.
  let path: String
  let file: String

  var place: PolicyError.Place {
    node.mark.map { PolicyError.Place(line: $0.line, column: $0.column) } ?? PolicyError.Place(line: 1, column: 1)
  }

  func error(_ message: String) -> PolicyError {
    PolicyError(file, place, path.isEmpty ? message : "\(path): \(message)")
  }

  /// Nothing stands behind the key, or a null.
  var isNull: Bool {
    guard let scalar = node.scalar, scalar.style == .plain || scalar.style == .any else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
  }

  func refuseAnchors() throws(PolicyError) {
    guard node.anchor == nil else { throw PolicyError(file, place, PolicyDocument.noAliases) }
    switch node {
    case .mapping(let mapping):
      for (key, value) in mapping {
        try PolicyNode(node: key, path: path, file: file).refuseAnchors()
        try PolicyNode(node: value, path: path, file: file).refuseAnchors()
      }
    case .sequence(let items):
      for item in items { try PolicyNode(node: item, path: path, file: file).refuseAnchors() }
    default: break
    }
  }

  // MARK: What it should be

  var isMapping: Bool { node.mapping != nil }

  /// The values by key, in the order of the file.
  /// - Parameter allowed: nil for any key.
  func entries(_ allowed: [String]? = nil) throws(PolicyError) -> [(key: String, value: PolicyNode)] {
    if isNull { return [] }
    guard let mapping = node.mapping else {
      throw error("takes keys below it" + (allowed.map { ": \($0.joined(separator: ", "))" } ?? ""))
    }
    var found: [(key: String, value: PolicyNode)] = []
    for (name, value) in mapping {
      let key = PolicyNode(node: name, path: path, file: file)
      guard let text = name.scalar?.string else { throw key.error("a key is one word") }
      if let allowed, !allowed.contains(text) {
        throw key.error("unknown key \(EscapedText.printable(text))\(Suggestion.hint(for: text, in: allowed))")
      }
      guard !found.contains(where: { $0.key == text }) else {
        throw key.error("\(EscapedText.printable(text)) stands here a second time")
      }
      let below = path.isEmpty ? EscapedText.printable(text) : "\(path).\(EscapedText.printable(text))"
      found.append((text, PolicyNode(node: value, path: below, file: file)))
    }
    return found
  }

  func keys(_ allowed: [String]) throws(PolicyError) -> [String: PolicyNode] {
    Dictionary(uniqueKeysWithValues: try entries(allowed).map { ($0.key, $0.value) })
  }

  func items() throws(PolicyError) -> [PolicyNode] {
    if isNull { return [] }
    guard let sequence = node.sequence else { throw error("takes a list") }
    return sequence.enumerated().map { PolicyNode(node: $1, path: "\(path)[\($0)]", file: file) }
  }

  /// One line of text that says something.
  func text() throws(PolicyError) -> String {
    guard let scalar = node.scalar, !isNull else { throw error("takes text") }
    let text = scalar.string.split { $0.isNewline }.joined(separator: " ")
    guard text.contains(where: { !$0.isWhitespace }) else { throw error("takes text; it is empty") }
    return text
  }

  func amount() throws(PolicyError) -> Amount {
    guard let scalar = node.scalar, !isNull else { throw error(Amount.form) }
    do { return try Amount(parsing: scalar.string) } catch { throw self.error(error.text) }
  }

  func number(from first: Int) throws(PolicyError) -> Int {
    guard let scalar = node.scalar, scalar.style == .plain, let number = Int(scalar.string), number >= first else {
      throw error("takes a whole number from \(first)")
    }
    return number
  }

  func day() throws(PolicyError) -> CalendarDay {
    guard let day = CalendarDay(parsing: try text()) else { throw error("takes a day of the calendar, as 2027-01-31") }
    return day
  }

  func word(of words: [String], as what: String) throws(PolicyError) -> String {
    let text = try text()
    guard words.contains(text) else {
      throw error("no \(what) \(EscapedText.printable(text))\(Suggestion.hint(for: text, in: words))")
    }
    return text
  }
}
