/// The `#!` line of a script: what runs it, as Linux and `env` read it.
///
/// Source: execve(2), "Interpreter scripts".
public struct Shebang: Sendable, Hashable {
  /// What the kernel starts: a path, as written. A carriage return at its end is a part of it, and no such file exists.
  public var program: [UInt8]
  /// What reads the script: `program`, or what `env` finds for it.
  public var interpreter: [UInt8]
  /// Before the script's own name. Without `env -S` there is one at most, blanks and all.
  public var arguments: [[UInt8]]

  /// Whether `interpreter` is looked for in PATH.
  public var isSearched: Bool { interpreter != program && !interpreter.contains(0x2f) }

  /// What the kernel looks at; a path that does not end in it is not run, arguments are cut.
  static let limit = 255

  /// - Parameter head: the file's first bytes; 256 are enough.
  /// - Returns: nil where the first line names no interpreter.
  public init?(_ head: UnsafeRawBufferPointer) {
    guard head.hasPrefix("#!") else { return nil }
    var line = head.upTo(Self.limit)
    let end = line.firstIndex(of: 0x0a)
    if let end { line = line.upTo(end) }
    let isCut = end == nil && head.count > Self.limit
    line = Self.passingBlanks(line.from(2))
    guard let pathEnd = line.firstIndex(where: Self.endsWord) ?? (isCut ? nil : line.count), pathEnd > 0 else { return nil }
    program = Array(line.upTo(pathEnd))
    interpreter = program
    arguments = []
    // A zero byte ends all.
    guard pathEnd < line.count, line[pathEnd] != 0 else { return }
    var argument = Self.passingBlanks(line.from(pathEnd))
    argument = argument.upTo(argument.firstIndex(of: 0) ?? argument.count)
    while let last = argument.last, last == 0x20 || last == 0x09 { argument = argument.upTo(argument.count - 1) }
    if !argument.isEmpty { arguments = [Array(argument)] }
    seeThroughEnv()
  }

  public init?(_ head: [UInt8]) {
    guard let shebang = head.withUnsafeBytes({ Shebang($0) }) else { return nil }
    self = shebang
  }

  private static func endsWord(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0 }

  private static func passingBlanks(_ text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    text.from(text.firstIndex { $0 != 0x20 && $0 != 0x09 } ?? text.count)
  }

  /// Each `env` takes a word at least, so that this ends.
  private mutating func seeThroughEnv() {
    while interpreter.withUnsafeBytes({ $0.equals("env") || $0.hasSuffix("/env") }), !arguments.isEmpty {
      guard let command = EnvCommand(arguments) else { return }
      (interpreter, arguments) = (command.program, command.arguments)
    }
  }
}
