/// Why a word's variables cannot be put in.
public enum SubstitutionError: Error, Hashable, CustomStringConvertible {
  /// A quote, a brace or a slash that the end of the text leaves open: the byte that is missing.
  case unfinished(UInt8)
  /// `${}`, `${:…}`, `${{…`.
  case badSubstitution
  case unsupportedModifier([UInt8])
  /// `${name?message}` and no value.
  case required(name: [UInt8], message: [UInt8], emptyIsAllowed: Bool)
  case badPattern([UInt8])
  /// More operators within operators, or more text from variables, than any build has use for.
  case tooDeep
  case tooLong

  public var description: String { "expected \(wish)" }

  /// What was expected.
  var wish: String {
    switch self {
    case .unfinished(let byte): "\(Quotation.of([byte])) before the end of the text"
    case .badSubstitution: "a name after `${`"
    case .unsupportedModifier(let text): "`}` or an operator after the name in `${`, not \(Quotation.of(text))"
    case .required(let name, let message, let emptyIsAllowed):
      "a value of \(Quotation.of(name))"
        + (message.isEmpty ? (emptyIsAllowed ? "" : " that is not empty") : " (\(Quotation.of(message)))")
    case .badPattern(let pattern): "`*`, `?` or a backslash after each backslash of the pattern \(Quotation.of(pattern))"
    case .tooDeep: "fewer operators within operators"
    case .tooLong: "variables that bring less than a mebibyte into one text"
    }
  }
}
