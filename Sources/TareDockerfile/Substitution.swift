/// Variables in the words of an instruction, with all operators of BuildKit: `$a ${a} ${a:-w} ${a-w} ${a:+w} ${a+w} ${a:?w}
/// ${a?w} ${a#p} ${a##p} ${a%p} ${a%%p} ${a/p/r} ${a//p/r}`; nothing is put in within single quotes or after an escape.
public enum Substitution {
  /// What a variable holds; nil where it is not set.
  public typealias Lookup = (_ name: [UInt8]) -> [UInt8]?

  /// One word: variables put in, quotes and escapes taken out, blanks kept.
  public static func expand(_ word: [UInt8], escape: UInt8, lookup: Lookup) throws(SubstitutionError) -> [UInt8] {
    guard needsReading(word, escape: escape) else { return word }
    var lexer = WordLexer(word, escape: escape)
    return try lexer.expanded(lookup)
  }

  /// The words of a text, split by white space outside quotes after variables are put in, so that one may bring several.
  public static func words(_ text: [UInt8], escape: UInt8, lookup: Lookup) throws(SubstitutionError) -> [[UInt8]] {
    var lexer = WordLexer(text, escape: escape)
    return try lexer.split(lookup).map(\.bytes)
  }

  /// A heredoc of COPY or ADD: quotes have no meaning in it, and its escape is the backslash whatever the directive says.
  public static func expandContent(_ content: [UInt8], lookup: Lookup) throws(SubstitutionError) -> [UInt8] {
    var lexer = WordLexer(content, readsQuotes: false)
    return try lexer.expanded(lookup)
  }

  /// The variables that a word mentions, in order of appearance, each once; of a default only where it would be read with
  /// none of them set.
  public static func names(in word: [UInt8], escape: UInt8) -> [[UInt8]] {
    var names: [[UInt8]] = []
    var seen: Set<[UInt8]> = []
    _ = try? expand(word, escape: escape) { name in
      if seen.insert(name).inserted { names.append(name) }
      return nil
    }
    return names
  }

  private static func needsReading(_ word: [UInt8], escape: UInt8) -> Bool {
    word.contains { $0 == Mark.dollar || $0 == Mark.singleQuote || $0 == Mark.doubleQuote || $0 == escape }
  }
}
