import TareDockerfile

/// How a RUN is written: on one line or several, with `&&` at the ends of lines or at their beginnings, and how far in.
struct RunLayout {
  private static let width = 100

  private let escape: [UInt8]
  private let newline: [UInt8]
  private let isLong: Bool
  private let leads: Bool
  private let indent: [UInt8]
  /// Bytes of its first line.
  private let firstLine: Int

  init(_ instruction: Instruction, _ script: ShellScript, _ dockerfile: Dockerfile) {
    let source = dockerfile.source
    escape = [dockerfile.escape]
    newline = Self.newline(source)
    let lines = dockerfile.lines(of: instruction.range)
    isLong = lines.count > 1
    firstLine = Self.content(of: lines.lowerBound, dockerfile).count
    var found: (leads: Bool, indent: [UInt8])?
    for element in script.list.elements where element.connector == .and {
      let place = script.text.source(of: element.separator.trimmedBlanks(script.text.bytes))
      let line = dockerfile.line(of: place.lowerBound)
      let start = dockerfile.lineStarts[line - 1]
      let next = dockerfile.line(of: script.text.sourceOffset(of: element.range.lowerBound))
      if source[start..<place.lowerBound].allSatisfy(Self.isBlank) {
        found = (true, Array(source[start..<place.lowerBound]))
      } else if next > line {
        found = (false, Array(Self.content(of: next, dockerfile).prefix(while: Self.isBlank)))
      }
    }
    leads = found?.leads ?? true
    let second = lines.dropFirst().map { Self.content(of: $0, dockerfile) }
      .first { $0.first { !Self.isBlank($0) }.map { $0 != 0x23 } ?? false }
    indent = found?.indent ?? second.map { Array($0.prefix(while: Self.isBlank)) } ?? Array("    ".utf8)
  }

  static func newline(_ source: [UInt8]) -> [UInt8] {
    guard let first = source.firstIndex(of: 0x0a) else { return [0x0a] }
    return first > 0 && source[first - 1] == 0x0d ? [0x0d, 0x0a] : [0x0a]
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  private static func content(of line: Int, _ dockerfile: Dockerfile) -> ArraySlice<UInt8> {
    let end = line < dockerfile.lineStarts.count ? dockerfile.lineStarts[line] : dockerfile.source.count
    var content = dockerfile.source[dockerfile.lineStarts[line - 1]..<end]
    while let last = content.last, last == 0x0a || last == 0x0d { content = content.dropLast() }
    return content
  }

  private var lineEnd: [UInt8] { [0x20] + escape + newline }

  /// Whether so many bytes more fit on the one line that a RUN has.
  func fits(_ more: Int) -> Bool { !isLong && firstLine + more <= Self.width }

  /// ` && COMMAND`, on the same line or on one of its own.
  /// - Parameter isLong: whether lines are broken.
  func appended(_ command: ShellLine, isLong: Bool) -> [UInt8] {
    if !isLong { return Array(" && \(command.text)".utf8) }
    let head = leads ? lineEnd + indent + Array("&& ".utf8) : Array(" &&".utf8) + lineEnd + indent
    return head + broken(command, column: indent.count + (leads ? 3 : 0))
  }

  /// What stands between the last command of a RUN and the first one of the RUN that is joined to it.
  func joining(_ comments: [[UInt8]], isLong: Bool) -> [UInt8] {
    if !isLong { return Array(" && ".utf8) }
    let remarks = comments.flatMap { indent + $0 + newline }
    return leads ? lineEnd + remarks + indent + Array("&& ".utf8) : Array(" &&".utf8) + lineEnd + remarks + indent
  }

  /// A long command goes on in lines of its own, further in.
  private func broken(_ command: ShellLine, column: Int) -> [UInt8] {
    var text: [UInt8] = []
    var position = column
    for (index, word) in command.words.enumerated() {
      let word = Array(word.utf8)
      // Up to where the line may next be broken; the last columns are for the escape.
      var stretch = word.count
      for next in command.words.indices.dropFirst(index + 1) {
        if command.mayBreak(before: next) { break }
        stretch += 1 + command.words[next].utf8.count
      }
      if index > 0, command.mayBreak(before: index), position + 1 + stretch > Self.width - 2 {
        text += lineEnd + indent + Array("    ".utf8)
        position = indent.count + 4
      } else if index > 0 {
        text.append(0x20)
        position += 1
      }
      text += word
      position += word.count
    }
    return text
  }
}

extension Range<Int> {
  fileprivate func trimmedBlanks(_ bytes: [UInt8]) -> Range<Int> {
    var (low, high) = (lowerBound, upperBound)
    while low < high, bytes[low] == 0x20 || bytes[low] == 0x09 { low += 1 }
    while high > low, bytes[high - 1] == 0x20 || bytes[high - 1] == 0x09 { high -= 1 }
    return low..<high
  }
}
