/// An SPDX licence expression of listed licences, as it is to be written: identifiers in the list's own case, operators in
/// capitals.
///
/// Source: SPDX 2.3, annex D. `LicenseRef-` stands for a text that only its own document has, so it is none here.
struct SPDXExpression: Equatable {
  let text: String
  /// One listed licence and nothing else.
  let isIdentifier: Bool

  /// Nested deeper, or longer, it is no licence anybody wrote.
  private static let (deepest, longest) = (16, 1024)

  /// Nil for anything else: a name, a URL, an unlisted identifier.
  init?(_ statement: String) {
    guard statement.utf8.count <= Self.longest else { return nil }
    var reader = Reader(tokens: Self.tokens(statement))
    guard reader.readAlternatives(depth: 0), reader.isAtEnd else { return nil }
    text = reader.written.joined(separator: " ").replacing("( ", with: "(").replacing(" )", with: ")")
    isIdentifier = reader.written.count == 1 && SPDXIdentifiers.licences[text.lowercased()] != nil
  }

  private static func tokens(_ statement: String) -> [String] {
    var tokens: [String] = []
    var word = ""
    for character in statement {
      guard character == "(" || character == ")" || character.isWhitespace else {
        word.append(character)
        continue
      }
      if !word.isEmpty { tokens.append(word) }
      word = ""
      if !character.isWhitespace { tokens.append(String(character)) }
    }
    return word.isEmpty ? tokens : tokens + [word]
  }

  private struct Reader {
    let tokens: [String]
    var position = 0
    var written: [String] = []

    var isAtEnd: Bool { position == tokens.count }

    private mutating func take(_ token: String) -> Bool {
      guard position < tokens.count, tokens[position].uppercased() == token else { return false }
      position += 1
      written.append(token)
      return true
    }

    mutating func readAlternatives(depth: Int) -> Bool {
      repeat { guard readParts(depth) else { return false } } while take("OR")
      return true
    }

    private mutating func readParts(_ depth: Int) -> Bool {
      repeat { guard readPart(depth) else { return false } } while take("AND")
      return true
    }

    private mutating func readPart(_ depth: Int) -> Bool {
      if take("(") { return depth < SPDXExpression.deepest && readAlternatives(depth: depth + 1) && take(")") }
      guard readLicence() else { return false }
      guard take("WITH") else { return true }
      guard position < tokens.count, let known = SPDXIdentifiers.exceptions[tokens[position].lowercased()] else { return false }
      position += 1
      written.append(known)
      return true
    }

    /// `GPL-2.0+` is a licence or any later one.
    private mutating func readLicence() -> Bool {
      guard position < tokens.count else { return false }
      let word = tokens[position]
      let listed = SPDXIdentifiers.licences[word.lowercased()]
      let orLater = word.hasSuffix("+") ? SPDXIdentifiers.licences[word.dropLast().lowercased()].map { $0 + "+" } : nil
      guard let known = listed ?? orLater else { return false }
      position += 1
      written.append(known)
      return true
    }
  }
}
