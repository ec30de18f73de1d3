/// `${name}` and its operators.
extension WordLexer {
  /// After `${`; `start` is where the dollar stands.
  mutating func braces(from start: Int, _ lookup: Lookup) throws(SubstitutionError) -> [UInt8] {
    switch peek() {
    case nil: throw .unfinished(Mark.closeBrace)
    case Mark.openBrace, Mark.closeBrace, Mark.colon: throw .badSubstitution
    default: break
    }
    let name = name()
    guard var modifier = peek() else { throw .unfinished(Mark.closeBrace) }
    let modifierStart = position
    position += 1
    var emptyIsUnset = false
    switch modifier {
    case Mark.closeBrace:
      return try value(of: name, lookup) ?? (keepsUnset ? Array("${".utf8) + name + [Mark.closeBrace] : [])
    case Mark.slash: return try replacement(in: name, lookup)
    case Mark.colon:
      emptyIsUnset = true
      guard let next = peek() else { throw .unfinished(Mark.closeBrace) }
      modifier = next
      position += 1
    default: break
    }
    let operatorText = source[modifierStart..<position]
    let takesPattern = modifier == Mark.hash || modifier == Mark.percent
    switch modifier {
    case Mark.plus, Mark.dash, Mark.question: break
    case Mark.hash where !emptyIsUnset, Mark.percent where !emptyIsUnset: break
    default: throw .unsupportedModifier(Array(operatorText))
    }
    let word = try operand(upTo: Mark.closeBrace, isPattern: takesPattern, lookup)
    let value = try value(of: name, lookup)
    if value == nil, keepsUnset { return Array("${".utf8) + name + operatorText + word + [Mark.closeBrace] }
    let isSet = value.map { !$0.isEmpty || !emptyIsUnset } ?? false
    switch modifier {
    case Mark.dash: return isSet ? value ?? [] : word
    case Mark.plus: return isSet ? word : []
    case Mark.question:
      guard isSet else { throw .required(name: name, message: word, emptyIsAllowed: !emptyIsUnset) }
      return value ?? []
    default:
      let isGreedy = word.first == modifier
      let pattern = try GlobPattern(isGreedy ? word.dropFirst() : word[...])
      return modifier == Mark.percent
        ? pattern.removingSuffix(of: value ?? [], longest: isGreedy) : pattern.removingPrefix(of: value ?? [], longest: isGreedy)
    }
  }

  private mutating func operand(
    upTo stop: UInt8, isPattern: Bool, _ lookup: Lookup
  ) throws(SubstitutionError) -> [UInt8] {
    let outer = rawEscapes
    rawEscapes = isPattern
    defer { rawEscapes = outer }
    return try text(upTo: stop, lookup)
  }

  /// After `${name/`.
  private mutating func replacement(in name: [UInt8], _ lookup: Lookup) throws(SubstitutionError) -> [UInt8] {
    let isGlobal = peek() == Mark.slash
    if isGlobal { position += 1 }
    let pattern = try operand(upTo: Mark.slash, isPattern: true, lookup)
    let replacement = try operand(upTo: Mark.closeBrace, isPattern: true, lookup)
    guard let value = try value(of: name, lookup) else {
      guard keepsUnset else {
        _ = try GlobPattern(pattern[...])
        return try GlobPattern(pattern[...]).replacing(in: [], with: replacement, all: isGlobal)
      }
      return Array("${".utf8) + name + [Mark.slash] + pattern + [Mark.slash] + replacement + [Mark.closeBrace]
    }
    let result = try GlobPattern(pattern[...]).replacing(in: value, with: replacement, all: isGlobal)
    try count(result.count)
    return result
  }
}
