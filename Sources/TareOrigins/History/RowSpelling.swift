import TareDockerfile

/// A history row as an instruction of a Dockerfile.
struct RowSpelling {
  /// The shell in force, as SHELL rows set it.
  private(set) var shell: [[UInt8]] = [Array("/bin/sh".utf8), Array("-c".utf8)]

  /// The instruction, without a final newline; nil where the row tells of none that can be written down.
  mutating func text(_ created: CreatedBy) -> [UInt8]? {
    guard let keyword = created.keyword else { return nil }
    let name = Array(keyword.rawValue.utf8).map { $0 & 0xdf }
    let arguments = created.arguments[...]
    var text: [UInt8]
    switch keyword {
    case .run: text = run(created)
    case .copy, .add: text = Self.copy(created)
    case .cmd, .entrypoint, .volume, .shell:
      let strings = GoList.strings(arguments)?.strings
      text = strings.map(GoList.json) ?? created.arguments
      if keyword == .shell, let strings { shell = strings }
    case .env, .label: text = Self.pairs(created.arguments)
    case .expose: text = CanonicalText.of(.expose, arguments)
    case .healthcheck: text = Self.flags(created) + (Self.healthcheck(arguments) ?? created.arguments)
    default: text = created.arguments
    }
    if !text.contains(0x0a) || created.keyword != .run && created.keyword != .copy && created.keyword != .add {
      text = text.map { $0 == 0x0a || $0 == 0x0d ? 0x20 : $0 }
    }
    let line = name + [0x20] + text
    return Self.isReadable(line, keyword) ? line : nil
  }

  /// Whether a Dockerfile holds just this instruction in such a line, whatever follows it.
  private static func isReadable(_ line: [UInt8], _ keyword: Instruction.Keyword) -> Bool {
    let text = Array("FROM scratch\n".utf8) + line + Array("\nSTOPSIGNAL 9\n".utf8)
    guard !line.contains(0), let file = try? Dockerfile(parsing: text), file.stages.count == 1, file.directives.isEmpty else {
      return false
    }
    return file.stages[0].instructions.map(\.keyword) == [keyword, .stopsignal]
  }

  // RUN

  private func run(_ created: CreatedBy) -> [UInt8] {
    let command = created.arguments
    let isPlain = created.shell.isEmpty || created.shell.elementsEqual(shell.joined(separator: [0x20])) || shell.count != 2
    if !isPlain, created.shell != Array("/bin/sh -c".utf8) {
      return GoList.json(created.shell.split(separator: 0x20).map { Array($0) } + [command])
    }
    if command.contains(0x0a) { return Self.heredoc(command) }
    return Self.flags(created) + Self.broken(command)
  }

  private static func heredoc(_ command: [UInt8]) -> [UInt8] {
    var mark = Array("EOF".utf8)
    let lines = Set(command.split(separator: 0x0a, omittingEmptySubsequences: false))
    while lines.contains(mark[...]) { mark.append(0x5f) }
    return Array("<<".utf8) + mark + [0x0a] + command + [0x0a] + mark
  }

  /// Where a line was continued, its indentation is left between the words: there it is broken again.
  private static func broken(_ command: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var quote: UInt8?
    var index = 0
    while index < command.count {
      let byte = command[index]
      if byte == 0x5c, quote != 0x27, index + 1 < command.count {
        result += [byte, command[index + 1]]
        index += 2
        continue
      }
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == 0x22 || byte == 0x27 || byte == 0x60 {
        quote = byte
      } else if byte == 0x20 || byte == 0x09 {
        let end = command[index...].firstIndex { $0 != 0x20 && $0 != 0x09 } ?? command.count
        let blanks = command[index..<end]
        // What would begin with a number sign there would be a comment.
        if end < command.count, command[end] != 0x23, blanks.count > 4 || blanks.contains(0x09) {
          result += Array(" \\\n    ".utf8)
        } else {
          result += blanks
        }
        index = end
        continue
      }
      result.append(byte)
      index += 1
    }
    return quote == nil ? result : command
  }

  // COPY, ADD

  private static func copy(_ created: CreatedBy) -> [UInt8] {
    if let content = created.content {
      return flags(created) + Array("\(content.rawValue):".utf8) + created.hash.prefix(12) + [0x20] + created.arguments
    }
    let names = created.arguments.split(separator: 0x20).filter { $0.starts(with: "<<") }.map { $0.dropFirst(2) }
    // The history does not hold what a heredoc holds.
    let bodies = names.flatMap { Array("\n# not told by the history\n".utf8) + $0 }
    return flags(created) + created.arguments + bodies
  }

  private static func flags(_ created: CreatedBy) -> [UInt8] {
    created.flags.flatMap { flag in Array("--\(flag.name)".utf8) + (flag.value.map { [0x3d] + $0 } ?? []) + [0x20] }
  }

  // ENV, LABEL

  /// `A=b c D=e` as `A="b c" D=e`; what holds quotes stands as it was written.
  private static func pairs(_ text: [UInt8]) -> [UInt8] {
    guard !text.contains(0x22), !text.contains(0x27) else { return text }
    var pairs: [[UInt8]] = []
    for word in text.split(separator: 0x20, omittingEmptySubsequences: false) {
      let key = word.prefix { $0 != 0x3d }
      let isKey =
        key.count < word.count && !key.isEmpty && key.allSatisfy { $0.isNameByte || $0 == 0x2e || $0 == 0x2d || $0 == 0x2f }
      if isKey || pairs.isEmpty { pairs.append(Array(word)) } else { pairs[pairs.count - 1] += [0x20] + word }
    }
    let quoted = pairs.map { pair -> [UInt8] in
      guard let equals = pair.firstIndex(of: 0x3d) else { return pair }
      let value = pair[(equals + 1)...]
      guard value.contains(where: { $0.isWhite || [0x5c, 0x24, 0x23].contains($0) }) else { return pair }
      return pair[...equals] + [0x22] + value.flatMap { [0x5c, 0x24].contains($0) ? [0x5c, $0] : [$0] } + [0x22]
    }
    return Array(quoted.joined(separator: [0x20]))
  }

  // HEALTHCHECK

  /// `&{["CMD-SHELL" "test"] "30s" "3s" "0s" '\x00'}`: interval, timeout, start period, then in newer builders the start
  /// interval, then the retries as a character.
  private static func healthcheck(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    guard let open = text.position(of: "{["), let list = GoList.strings(text[(open + 1)...]) else { return nil }
    var rest = list.rest
    var times: [[UInt8]] = []
    while let first = rest.first, first != 0x7d, first != 0x27 {
      if first == 0x22, let (time, after) = GoList.quoted(rest) {
        times.append(time)
        rest = after
      } else {
        rest = rest.dropFirst()
      }
    }
    var names = ["interval", "timeout", "start-period"]
    if times.count > 3 { names.append("start-interval") }
    var result: [UInt8] = []
    for (name, time) in zip(names, times) where !time.equals("0s") { result += Array("--\(name)=".utf8) + time + [0x20] }
    if let code = rest.position(of: "\\x"), case let digits = rest[(code + 2)...].prefix(2),
      let retries = UInt8(String(decoding: digits, as: UTF8.self), radix: 16), retries > 0
    {
      result += Array("--retries=\(retries) ".utf8)
    }
    switch list.strings.first {
    case Array("NONE".utf8): return Array("NONE".utf8)
    case Array("CMD-SHELL".utf8): return result + Array("CMD ".utf8) + list.strings.dropFirst().joined(separator: [0x20])
    default: return result + Array("CMD ".utf8) + GoList.json(Array(list.strings.dropFirst()))
    }
  }
}
