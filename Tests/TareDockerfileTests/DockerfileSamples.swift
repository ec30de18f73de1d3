import TareDockerfile

extension Dockerfile {
  init(_ text: String) throws { try self.init(parsing: Array(text.utf8)) }

  /// The instructions of all stages in order, those before the first FROM and the FROMs included.
  var all: [Instruction] { metaArguments + stages.flatMap { [$0.from] + $0.instructions } }

  func text(_ range: Range<Int>) -> String { String(decoding: source[range], as: UTF8.self) }
}

extension Instruction {
  var strings: [String] { words.map { String(decoding: $0.bytes, as: UTF8.self) } }

  /// `name=value`, or the name alone.
  var pairStrings: [String] {
    pairs.map { pair in
      String(decoding: pair.key.bytes, as: UTF8.self) + (pair.value.map { "=" + String(decoding: $0.bytes, as: UTF8.self) } ?? "")
    }
  }

  var flagStrings: [String] {
    flags.map { flag in flag.name + (flag.value.map { "=" + String(decoding: $0, as: UTF8.self) } ?? "") }
  }
}

extension Instruction.Heredoc {
  var nameText: String { String(decoding: name, as: UTF8.self) }
  var contentText: String { String(decoding: content, as: UTF8.self) }
}

/// The one instruction after `FROM scratch`.
func instruction(_ text: String) throws -> Instruction {
  let stage = try Dockerfile("FROM scratch\n" + text).stages[0]
  guard let first = stage.instructions.first else { throw NoInstruction() }
  return first
}

struct NoInstruction: Error {}

/// Where a node of a Dockerfile stands, checked for every node: within its parent, in order, and with the bytes it claims.
struct RangeAudit {
  let dockerfile: Dockerfile
  private(set) var complaints: [String] = []

  init(_ dockerfile: Dockerfile) {
    self.dockerfile = dockerfile
    var end = 0
    for directive in dockerfile.directives { follow(directive.range, after: &end, "directive") }
    for instruction in dockerfile.all {
      let gap = end..<max(end, instruction.range.lowerBound)
      follow(instruction.range, after: &end, "instruction")
      checkGap(gap)
      check(instruction)
    }
    checkGap(end..<dockerfile.source.count)
  }

  private mutating func follow(_ range: Range<Int>, after end: inout Int, _ what: String) {
    if range.lowerBound < end { complaints.append("\(what) at \(range) begins before \(end)") }
    end = max(end, range.upperBound)
  }

  /// Between instructions stand comments and blanks only.
  private mutating func checkGap(_ gap: Range<Int>) {
    for line in dockerfile.source[gap].split(separator: UInt8(ascii: "\n")) {
      let text = String(decoding: line, as: UTF8.self).drop { $0.isWhitespace || $0 == "\u{FEFF}" }
      if !text.isEmpty, text.first != "#" { complaints.append("\(gap) holds \(text)") }
    }
  }

  private mutating func check(_ instruction: Instruction) {
    var end = instruction.range.lowerBound
    for flag in instruction.flags { follow(flag.range, after: &end, "flag") }
    let text = instruction.arguments
    for (index, byte) in text.bytes.enumerated() where dockerfile.source[text.sourceOffset(of: index)] != byte {
      complaints.append("argument byte \(index) of \(instruction.range) is not where it says")
    }
    let afterFlags = end
    for word in instruction.words {
      follow(word.range, after: &end, "word")
      checkText(word, isDecoded: instruction.isJSON)
    }
    end = afterFlags
    for pair in instruction.pairs {
      follow(pair.key.range, after: &end, "key")
      checkText(pair.key, isDecoded: false)
      guard let value = pair.value else { continue }
      follow(value.range, after: &end, "value")
      checkText(value, isDecoded: false)
    }
    end = afterFlags
    for heredoc in instruction.heredocs { follow(heredoc.marker, after: &end, "marker") }
    for heredoc in instruction.heredocs {
      follow(heredoc.body, after: &end, "body")
      let body = Array(dockerfile.source[heredoc.body])
      if !heredoc.stripsTabs, body != heredoc.content { complaints.append("body at \(heredoc.body) is not the content") }
    }
    if end > instruction.range.upperBound { complaints.append("\(instruction.range) ends before \(end)") }
    for inner in instruction.onbuild {
      if inner.range.lowerBound < instruction.range.lowerBound || inner.range.upperBound > instruction.range.upperBound {
        complaints.append("\(inner.range) is not within \(instruction.range)")
      }
    }
  }

  /// A word without continuations stands in the file as it is.
  private mutating func checkText(_ word: Instruction.Word, isDecoded: Bool) {
    guard !isDecoded, word.range.count == word.bytes.count else { return }
    if Array(dockerfile.source[word.range]) != word.bytes { complaints.append("\(word.range) is not \(word.bytes)") }
  }
}
