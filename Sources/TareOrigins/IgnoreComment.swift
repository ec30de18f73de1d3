public import TareDockerfile

/// `# tare ignore=RULE reason` above an instruction: what a rule finds about it is known and meant.
public struct IgnoreComment: Sendable, Hashable {
  public let rules: [String]
  /// Why, in the author's words.
  public let reason: String
  /// From 1.
  public let line: Int
  /// The instruction below it.
  public let place: Origins.Key

  /// All of a Dockerfile, in the order of the file.
  public static func all(in dockerfile: Dockerfile) -> [IgnoreComment] {
    let lines = dockerfile.source.split(separator: 0x0a, omittingEmptySubsequences: false)
    var found: [IgnoreComment] = []
    for stage in dockerfile.stages {
      for index in -1..<stage.instructions.count {
        let instruction = index < 0 ? stage.from : stage.instructions[index]
        var line = dockerfile.line(of: instruction.range.lowerBound) - 1
        var own: [IgnoreComment] = []
        // Comments right above, as many as there are.
        while line >= 1, let text = comment(lines[line - 1]) {
          if let (rules, reason) = parse(text) {
            own.append(
              IgnoreComment(rules: rules, reason: reason, line: line, place: Origins.Key(stage: stage.index, instruction: index)))
          }
          line -= 1
        }
        found += own.reversed()
      }
    }
    return found
  }

  private static func comment(_ line: ArraySlice<UInt8>) -> Substring? {
    let text = String(decoding: line, as: UTF8.self).drop { $0 == " " || $0 == "\t" }
    return text.first == "#" ? text.dropFirst().drop { $0 == " " || $0 == "\t" } : nil
  }

  private static func parse(_ text: Substring) -> (rules: [String], reason: String)? {
    guard text.hasPrefix("tare ") else { return nil }
    let rest = text.dropFirst(5).drop { $0 == " " }
    guard rest.hasPrefix("ignore=") else { return nil }
    let list = rest.dropFirst(7).prefix { $0 != " " && $0 != "\t" }
    let rules = list.split(separator: ",").map(String.init)
    guard !rules.isEmpty else { return nil }
    var reason = rest.dropFirst(7 + list.count).drop { $0 == " " || $0 == "\t" }
    while let last = reason.last, last == " " || last == "\t" || last == "\r" { reason.removeLast() }
    return (rules, String(reason))
  }
}
