public import TareDockerfile
public import TareOCI

/// What a history record says of the instruction behind it, whichever builder wrote it down.
///
/// Each has its own way: BuildKit `RUN |1 A=b /bin/sh -c make # buildkit`, `COPY a b # buildkit`; the classic builder
/// `|1 A=b /bin/sh -c make`, `/bin/sh -c #(nop) COPY file:HASH in b`; buildah as the classic one, with nothing expanded;
/// kaniko the instruction as it stands in the Dockerfile.
///
/// Source: moby/buildkit, frontend/dockerfile/dockerfile2llb; moby/moby, builder/dockerfile; containers/buildah, imagebuildah.
public struct CreatedBy: Sendable, Hashable {
  public struct Flag: Sendable, Hashable {
    /// Without the dashes.
    public let name: String
    public let value: [UInt8]?
  }

  /// `ARG` values that a RUN was given.
  public struct BuildArgument: Sendable, Hashable {
    public let name: [UInt8]
    public let value: [UInt8]
  }

  /// What stands instead of the sources of COPY and ADD where the builder wrote their digest.
  public enum Content: String, Sendable, Hashable { case file, dir, multi }

  /// nil where the record tells of no instruction: an import, a commit, a tool of its own.
  public private(set) var keyword: Instruction.Keyword?
  public private(set) var flags: [Flag] = []
  public private(set) var buildArguments: [BuildArgument] = []
  /// `/bin/sh -c` and the like, before the command of a RUN.
  public private(set) var shell: [UInt8] = []
  /// All that follows; of a RUN the command, of a COPY with `content` the destination.
  public private(set) var arguments: [UInt8] = []
  public private(set) var content: Content?
  /// Of the content, in hexadecimal; the builder's own, over names and attributes too.
  public private(set) var hash: [UInt8] = []

  public init(_ record: HistoryRecord) {
    var text = Array((record.createdBy ?? "").utf8)[...].trimmed
    if text.hasSuffix(Self.buildkitMark) { text = text.dropLast(Self.buildkitMark.count).trimmed }
    // What BuildKit makes up for layers that came without a history.
    if text.starts(with: "mount / from exec ") { text = text.dropFirst(18) }
    if let mark = text.position(of: "#(nop)"), let known = Self.keyword(of: text[(mark + 6)...].trimmed) {
      read(known.keyword, known.rest)
    } else if let known = Self.keyword(of: text) {
      read(known.keyword, known.rest)
    } else if text.first == 0x7c {
      read(.run, text)
    } else if !ShellPrefix.of(text).isEmpty {
      read(.run, text)
    } else if !text.isEmpty, text.first != 0x23, (record.comment ?? "").isEmpty || record.comment?.starts(with: "FROM ") == true {
      // A RUN in JSON form stands bare.
      read(.run, text)
    } else {
      arguments = Array(text)
    }
  }

  private static let buildkitMark = Array("# buildkit".utf8)

  private static func keyword(of text: ArraySlice<UInt8>) -> (keyword: Instruction.Keyword, rest: ArraySlice<UInt8>)? {
    let (word, rest) = text.cutWord
    guard (3...11).contains(word.count), word.allSatisfy({ (0x41...0x5a).contains($0) }),
      let keyword = Instruction.Keyword(rawValue: String(decoding: word.map { $0 | 0x20 }, as: UTF8.self))
    else { return nil }
    return (keyword, rest)
  }

  private mutating func read(_ keyword: Instruction.Keyword, _ text: ArraySlice<UInt8>) {
    self.keyword = keyword
    var text = text
    switch keyword {
    case .run:
      text = takeFlags(text)
      text = takeBuildArguments(text)
      let prefix = ShellPrefix.of(text)
      shell = Array(prefix.trimmed)
      // buildah leaves the flags where the Dockerfile has them.
      text = takeFlags(text[prefix.endIndex...])
    case .copy, .add:
      if let found = Self.content(in: text) {
        content = found.content
        hash = Array(text[(found.destination - 68)..<(found.destination - 4)])
        _ = takeFlags(text[..<found.start])
        text = text[found.destination...]
      } else {
        text = takeFlags(text)
      }
    case .healthcheck: text = takeFlags(text)
    default: break
    }
    arguments = Array(text.trimmed)
  }

  private mutating func takeFlags(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var text = text
    while text.starts(with: "--") {
      let (word, rest) = text.cutWord
      let body = word.dropFirst(2)
      let equals = body.firstIndex(of: 0x3d)
      flags.append(
        Flag(
          name: String(decoding: body[..<(equals ?? body.endIndex)], as: UTF8.self), value: equals.map { Array(body[($0 + 1)...]) })
      )
      text = rest
    }
    return text
  }

  /// `|2 A=b C=d` before the shell. Values may hold blanks: the last one ends where a shell begins, if one comes at all.
  private mutating func takeBuildArguments(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard text.first == 0x7c else { return text }
    let (count, list) = text.dropFirst().cutWord
    guard let wanted = Int(String(decoding: count, as: UTF8.self)), wanted >= 0 else { return text }
    var begins: [(start: Int, equals: Int)] = []
    var rest = list
    let lastShell = Self.lastShell(in: list)
    while !rest.isEmpty {
      let (word, next) = rest.cutWord
      if begins.count == wanted, !ShellPrefix.of(rest).isEmpty || lastShell < word.startIndex { break }
      if begins.count < wanted, let equals = word.firstIndex(of: 0x3d), word[..<equals].allSatisfy(\.isNameByte) {
        begins.append((word.startIndex, equals))
      }
      rest = next
    }
    for (index, begin) in begins.enumerated() {
      let end = index + 1 < begins.count ? begins[index + 1].start : rest.startIndex
      let value = text[(begin.equals + 1)..<end]
      buildArguments.append(
        BuildArgument(name: Array(text[begin.start..<begin.equals]), value: Array(value.dropLast(while: \.isWhite))))
    }
    return rest
  }

  /// Where a shell with `-c` may stand last; before all text where none does.
  private static func lastShell(in text: ArraySlice<UInt8>) -> Int {
    let needle = Array("sh -".utf8)
    var end = text.endIndex - needle.count
    while end >= text.startIndex {
      if text[end] == needle[0], text[end..<end + needle.count].elementsEqual(needle) { return end }
      end -= 1
    }
    return -1
  }

  /// `file:HASH in DEST`; flags may stand right before it without a blank.
  private static func content(
    in text: ArraySlice<UInt8>
  ) -> (content: Content, start: Int, destination: Int)? {
    guard let mark = text.position(of: " in "), mark - text.startIndex > 64, text[mark - 64..<mark].allSatisfy(\.isHexDigit)
    else { return nil }
    let head = text[..<(mark - 64)]
    for content in [Content.file, .dir, .multi] where head.hasSuffix(Array("\(content.rawValue):".utf8)) {
      return (content, mark - 64 - content.rawValue.utf8.count - 1, mark + 4)
    }
    return nil
  }
}

extension ArraySlice<UInt8> {
  fileprivate func dropLast(while condition: (UInt8) -> Bool) -> ArraySlice<UInt8> {
    var part = self
    while let last = part.last, condition(last) { part.removeLast() }
    return part
  }

  fileprivate func hasSuffix(_ suffix: [UInt8]) -> Bool { count >= suffix.count && self.suffix(suffix.count).elementsEqual(suffix) }
}
