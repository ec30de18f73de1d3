/// The lines of a Dockerfile, continuations joined, comments and empty lines left out; takes the directives at the top.
struct LineReader {
  /// An instruction's text, without its heredocs.
  struct Line {
    let text: LogicalText
    /// From the first byte that is not indentation to the end of the last line, without its newline.
    let range: Range<Int>
  }

  /// A line may not be longer (in bytes, without its newline): BuildKit refuses those.
  static let longestLine = 65_535

  let source: [UInt8]
  let lineStarts: [Int]
  private(set) var escape = Mark.backslash
  private(set) var directives: [Dockerfile.Directive] = []
  /// Index of the next line to be read.
  private var next = 0
  private var directivesAreOver = false
  /// After `#!`, which is a comment to the parser itself, only those directives count that are looked up apart from it.
  private var followsShebang = false

  init(source: [UInt8]) {
    self.source = source
    lineStarts = Self.starts(of: source)
  }

  /// No line begins after a final newline.
  private static func starts(of source: [UInt8]) -> [Int] {
    var starts = [0]
    source.withUnsafeBufferPointer { bytes in
      for index in 0..<bytes.count where bytes[index] == Mark.newline && index + 1 < bytes.count { starts.append(index + 1) }
    }
    return starts
  }

  /// The next line as it stands, newline included.
  mutating func physicalLine() throws(SyntaxFault) -> Range<Int>? {
    guard next < lineStarts.count, lineStarts[next] < source.count else { return nil }
    let start = lineStarts[next]
    let end = next + 1 < lineStarts.count ? lineStarts[next + 1] : source.count
    guard end - start - (source[end - 1] == Mark.newline ? 1 : 0) <= Self.longestLine else {
      throw SyntaxFault(
        at: start + Self.longestLine, found: "a longer one", expected: "a line of at most \(Self.longestLine) bytes")
    }
    next += 1
    return start..<end
  }

  /// The line that `physicalLine` gave last.
  var lastLine: Range<Int> {
    let start = next > 0 ? lineStarts[next - 1] : 0
    return start..<(next < lineStarts.count ? lineStarts[next] : source.count)
  }

  func withoutNewline(_ line: Range<Int>) -> Range<Int> {
    var end = line.upperBound
    while end > line.lowerBound, source[end - 1] == Mark.newline || source[end - 1] == Mark.carriageReturn { end -= 1 }
    return line.lowerBound..<end
  }

  /// The next instruction, or nil at the end of the file.
  mutating func instructionLine() throws(SyntaxFault) -> Line? {
    while let physical = try physicalLine() {
      var line = withoutNewline(physical)
      if line.lowerBound == 0, source.starts(with: [0xef, 0xbb, 0xbf]) { line = 3..<max(3, line.upperBound) }
      let content = WhiteSpace.trimmedStart(line, in: source)..<line.upperBound
      if try takeDirective(content) || content.isEmpty || source[content.lowerBound] == Mark.hash { continue }
      return try joined(from: content)
    }
    return nil
  }

  private mutating func joined(from first: Range<Int>) throws(SyntaxFault) -> Line {
    var bytes: [UInt8] = []
    var runs: [LogicalText.Run] = []
    var end = first.upperBound
    var continued = append(first, to: &bytes, &runs)
    while continued, let physical = try physicalLine() {
      let line = withoutNewline(physical)
      end = line.upperBound
      let start = WhiteSpace.trimmedStart(line, in: source)
      if start == line.upperBound || source[start] == Mark.hash { continue }
      continued = append(line, to: &bytes, &runs)
    }
    return Line(text: LogicalText(bytes: bytes, runs: runs), range: first.lowerBound..<end)
  }

  /// True where the line goes on: its last byte but for blanks is the escape, and the one before is not.
  private func append(_ line: Range<Int>, to bytes: inout [UInt8], _ runs: inout [LogicalText.Run]) -> Bool {
    var end = line.upperBound
    while end > line.lowerBound, source[end - 1] == Mark.space || source[end - 1] == Mark.tab { end -= 1 }
    let continues =
      end > line.lowerBound && source[end - 1] == escape && (end - 1 == line.lowerBound || source[end - 2] != escape)
    let kept = line.lowerBound..<(continues ? end - 1 : line.upperBound)
    if !kept.isEmpty {
      runs.append(LogicalText.Run(logical: bytes.count, source: kept.lowerBound))
      bytes += source[kept]
    }
    return continues
  }

  /// Takes `# name=value` where directives may stand: only before anything else, empty lines included.
  private mutating func takeDirective(_ line: Range<Int>) throws(SyntaxFault) -> Bool {
    guard !directivesAreOver else { return false }
    if next == 1, source[line].starts(with: [Mark.hash, Mark.bang]) {
      followsShebang = true
      return false
    }
    guard let directive = directive(in: line), !followsShebang || directive.name != "escape" else {
      directivesAreOver = true
      return false
    }
    if directives.contains(where: { $0.name == directive.name }) {
      guard !followsShebang else {
        directivesAreOver = true
        return false
      }
      throw SyntaxFault(at: line.lowerBound, found: "a second one", expected: "the directive `\(directive.name)` only once")
    }
    if directive.name == "escape" {
      guard directive.value == [Mark.backslash] || directive.value == [Mark.backtick] else {
        throw SyntaxFault(
          at: line.lowerBound, found: directive.value, expected: "a backslash or a backtick as the value of `escape`")
      }
      escape = directive.value[0]
    }
    directives.append(directive)
    return true
  }

  private func directive(in line: Range<Int>) -> Dockerfile.Directive? {
    guard !line.isEmpty, source[line.lowerBound] == Mark.hash else { return nil }
    let nameStart = WhiteSpace.trimmedStart(line.lowerBound + 1..<line.upperBound, in: source)
    var index = nameStart
    while index < line.upperBound, Mark.isLetter(source[index]) || (index > nameStart && Mark.isDigit(source[index])) { index += 1 }
    let name = String(decoding: Mark.lowered(source[nameStart..<index]), as: UTF8.self)
    guard ["syntax", "escape", "check"].contains(name) else { return nil }
    while index < line.upperBound, isBlank(source[index]) { index += 1 }
    guard index < line.upperBound, source[index] == Mark.equals else { return nil }
    var start = index + 1
    var end = line.upperBound
    while end > start, isBlank(source[end - 1]) { end -= 1 }
    while start < end, isBlank(source[start]) { start += 1 }
    if start == end {
      // Blanks alone: the last of them is the value.
      guard index + 1 < line.upperBound else { return nil }
      (start, end) = (line.upperBound - 1, line.upperBound)
    }
    return Dockerfile.Directive(name: name, value: Array(source[start..<end]), range: line.lowerBound..<end)
  }

  private func isBlank(_ byte: UInt8) -> Bool { WhiteSpace.separates(byte) && byte != 0x0b }
}
