/// A `.dockerignore`: which files of the build context the builder does not see. That `<Dockerfile name>.dockerignore` comes
/// first where there is one is for the caller to know.
///
/// Source: moby/patternmatcher, ignorefile/ignorefile.go and patternmatcher.go.
public struct DockerIgnore: Sendable {
  public struct Rule: Sendable {
    /// As it is matched: without `!`, blanks, and slashes at both ends.
    public let pattern: [UInt8]
    /// `!`: what it matches is seen again.
    public let isException: Bool
    /// In the file, from 1.
    public let line: Int
    let matcher: IgnorePattern
  }

  public let rules: [Rule]

  /// Excludes nothing.
  public init() {
    rules = []
  }

  public init(parsing source: [UInt8]) throws(DockerfileError) {
    var rules: [Rule] = []
    var number = 0
    var start = source.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
    while start < source.count {
      let end = source[start...].firstIndex(of: Mark.newline) ?? source.count
      number += 1
      if let rule = try Self.rule(Array(source[start..<end]), line: number) { rules.append(rule) }
      start = end + 1
    }
    self.rules = rules
  }

  /// Patterns from elsewhere, `--exclude` of COPY for one; their place in the list stands for the line.
  public init(patterns: [[UInt8]]) throws(DockerfileError) {
    var rules: [Rule] = []
    for (index, pattern) in patterns.enumerated() {
      if let rule = try Self.rule(pattern, line: index + 1) { rules.append(rule) }
    }
    self.rules = rules
  }

  private static func rule(_ line: [UInt8], line number: Int) throws(DockerfileError) -> Rule? {
    guard line.count <= LineReader.longestLine else {
      throw DockerfileError(
        line: number, column: LineReader.longestLine + 1, found: "a longer one",
        expected: "a line of at most \(LineReader.longestLine) bytes")
    }
    guard line.first != Mark.hash, let written = written(line) else { return nil }
    let isException = written.first == Mark.bang
    let pattern = Array(written.dropFirst(isException ? 1 : 0))
    guard !pattern.isEmpty else {
      throw DockerfileError(line: number, column: line.count + 1, found: "none", expected: "a pattern after `!`")
    }
    guard let matcher = IgnorePattern(pattern) else {
      throw DockerfileError(
        line: number, column: WhiteSpace.trimmedStart(0..<line.count, in: line) + 1, found: Quotation.of(written),
        expected: "a pattern whose brackets and escapes are complete")
    }
    return Rule(pattern: pattern, isException: isException, line: number, matcher: matcher)
  }

  /// The line without blanks and needless parts of its path, `!` still before it; nil where nothing is left.
  private static func written(_ line: [UInt8]) -> [UInt8]? {
    var content = WhiteSpace.trimmed(0..<line.count, in: line)
    guard !content.isEmpty else { return nil }
    let isException = line[content.lowerBound] == Mark.bang
    if isException { content = WhiteSpace.trimmed(content.dropFirst(), in: line) }
    var pattern = content.isEmpty ? [] : CleanPath.of(line[content])
    if pattern.count > 1, pattern[0] == Mark.slash { pattern.removeFirst() }
    // The builder trims and cleans a second time, the mark of the exception included: of `!/` only that is left.
    if isException { pattern.insert(Mark.bang, at: 0) }
    let trimmed = WhiteSpace.trimmed(0..<pattern.count, in: pattern)
    return trimmed.isEmpty ? nil : CleanPath.of(pattern[trimmed])
  }

  /// Whether the builder does not see a path, which is relative to the context and has no slash at its beginning. A rule
  /// that matches a directory holds for all below it; the last rule that matches decides.
  public func excludes(_ path: [UInt8]) -> Bool {
    decidingRule(for: path).map { !$0.isException } ?? false
  }

  /// The rule because of which a path is excluded, or seen although another one excludes it; nil where none does.
  public func decidingRule(for path: [UInt8]) -> Rule? {
    var deciding: Rule?
    for rule in rules {
      let isExcluded = deciding.map { !$0.isException } ?? false
      if rule.isException == isExcluded, rule.matcher.matchesPathOrParent(path) { deciding = rule }
    }
    return deciding
  }

  /// Whether anything below an excluded directory may be seen again: if not, there is no need to look there.
  public var hasExceptions: Bool { rules.contains { $0.isException } }
}
