/// One command of a script with its words told apart by the grammar of its tool.
public struct Invocation: Sendable, Hashable {
  /// A word that is no option. `value` is nil where the text does not tell; then it may stand for several words, even
  /// for options, if `isSplit`.
  public struct Operand: Sendable, Hashable {
    public let value: [UInt8]?
    public let word: ShellScript.Word
    /// `value`, and where globs keep it from being known, the word with its globs: `NAME[extra]` reaches the program so
    /// unless a file matches.
    public var written: [UInt8]? {
      if let value { return value }
      return word.hasGlob ? word.bytes(keepingGlobs: true).whole : nil
    }
    /// The bytes before the first thing that is not known.
    public var known: [UInt8] { value ?? word.bytes(keepingGlobs: true).head }
    /// A variable or a substitution without quotes is in it.
    public var isSplit: Bool {
      value == nil
        && word.parts.contains {
          switch $0 {
          case .variable(let variable): !variable.isQuoted
          case .substitution(_, let isQuoted): !isQuoted
          default: false
          }
        }
    }
  }

  public struct Option: Sendable, Hashable {
    /// Without dashes, its long form where it has one: `yes` for `-y`.
    public let name: String
    /// False for one the grammar does not list: whether the word after it is its value is then not known.
    public let isKnown: Bool
    package let meaning: OptionMeaning?
    /// Nil where the option has none, or where the text does not tell; `hasValue` says which.
    public let value: [UInt8]?
    public let hasValue: Bool
    /// `value`, and where globs keep it from being known, as written: `-e .[extra]`.
    public var written: [UInt8]? {
      guard value == nil, let valueWord, valueWord.hasGlob, let whole = valueWord.bytes(keepingGlobs: true).whole else {
        return value
      }
      if valueWord.range.lowerBound > range.lowerBound { return whole }
      return whole.firstIndex(of: 0x3d).map { Array(whole[($0 + 1)...]) }
    }
    /// Of the value: as a whole word, or the word it ends.
    public let valueWord: ShellScript.Word?
    /// From the dash to the end of the value; one in a cluster has the cluster's.
    public let range: Range<Int>
  }

  /// What stood before the command: `sudo`, `env`, `timeout 60` …
  public let wrappers: [String]
  /// The tool by its first name: `pip` for `/opt/venv/bin/pip3.11` and for `python -m pip`.
  public let tool: String
  /// The command as written; with its directory where one was.
  public let program: [UInt8]
  public let subcommands: [String]
  public let options: [Option]
  public let operands: [Operand]
  /// Assignments before the command, those of `env` included; a value that is not known is nil.
  public let environment: [[UInt8]: [UInt8]?]
  /// More operands come from a pipe: `xargs`.
  public let readsOperands: Bool
  public let range: Range<Int>
  package let verb: Verb?

  /// Whether each word is what it is taken for: all options are in the grammar, and no unquoted variable hides others.
  public var isExact: Bool { !readsOperands && options.allSatisfy(\.isKnown) && !operands.contains(where: \.isSplit) }

  package func option(_ meaning: OptionMeaning) -> Option? { options.last { $0.meaning == meaning } }
  package func options(_ meaning: OptionMeaning) -> [Option] { options.filter { $0.meaning == meaning } }
  package func has(_ meaning: OptionMeaning) -> Bool { options.contains { $0.meaning == meaning } }

  /// Nil where the command has no name that the text tells, or one without a grammar.
  public init?(_ step: ShellScript.Step, variables: (_ name: [UInt8]) -> [UInt8]? = { _ in nil }) {
    var reader = InvocationReader(step, variables)
    guard let read = reader.read() else { return nil }
    self = read
  }

  init(
    wrappers: [String], tool: String, program: [UInt8], subcommands: [String], options: [Option], operands: [Operand],
    environment: [[UInt8]: [UInt8]?], readsOperands: Bool, range: Range<Int>, verb: Verb?
  ) {
    self.wrappers = wrappers
    self.tool = tool
    self.program = program
    self.subcommands = subcommands
    self.options = options
    self.operands = operands
    self.environment = environment
    self.readsOperands = readsOperands
    self.range = range
    self.verb = verb
  }
}
