/// What a RUN hands to the shell, as a tree: lists of elements, elements of commands, commands of words. All ranges are
/// offsets in `text`; `text.source(of:)` gives the place in the file.
///
/// POSIX sh with what bash adds, read and never run: nothing is expanded. What cannot be read is `unread`, from the
/// beginning of the outermost element that holds it to the end; nothing in there is guessed at.
public struct ShellScript: Sendable, Hashable {
  public let text: LogicalText
  public let list: List
  /// The first thing that could not be read; nil where all was.
  public let problem: Problem?
  /// Bodies of here-documents, in the order of their operators; a redirection names its own by index.
  public let hereDocuments: [HereDocument]
  /// Where only bash and its like read as this reader does: `[[`, `$'…'`, `<(…)`, `&>`, `{a,b}`, arrays, `function`.
  public let extensions: [Range<Int>]

  /// A longer text is unread as a whole: Linux takes no argument of more than 128 KiB, so none of these is ever run.
  public static let maximumLength = 1 << 20
  /// Subshells, substitutions and compound commands inside each other.
  public static let maximumDepth = 64

  public init(reading text: LogicalText) {
    var reader = ShellReader(text.bytes)
    self.text = text
    list = reader.script()
    problem = reader.problem
    hereDocuments = reader.documents
    extensions = reader.extensions
  }

  public init(reading bytes: [UInt8]) {
    self.init(reading: LogicalText(bytes: bytes, runs: bytes.isEmpty ? [] : [LogicalText.Run(logical: 0, source: 0)]))
  }

  public struct Problem: Error, Sendable, Hashable {
    public enum Reason: Sendable, Hashable {
      /// A quote, parenthesis, brace or keyword without its end.
      case unclosed
      /// Something else was expected here.
      case unexpected
      /// Nested deeper, or longer, than this reader goes.
      case limit
      /// Valid in some shell, not read here.
      case unsupported
    }
    public let offset: Int
    public let reason: Reason
  }

  /// Elements one after the other: a whole script, or the inside of a subshell, group, branch, loop or substitution.
  public struct List: Sendable, Hashable {
    public let elements: [Element]
    public let range: Range<Int>
  }

  /// How an element follows the one before it.
  public enum Connector: Sendable, Hashable {
    case first
    /// `&&`
    case and
    /// `||`
    case or
    /// `;`, a new line, or `&` after the one before.
    case sequence
  }

  /// What stands between two connectors: one command, or several in a pipe.
  public struct Element: Sendable, Hashable {
    public let connector: Connector
    /// The bytes of the connector before it; empty for the first.
    public let separator: Range<Int>
    /// Without connectors.
    public let range: Range<Int>
    /// After `!`.
    public let isNegated: Bool
    /// More than one: a pipe.
    public let commands: [Command]
    /// Its chain ends with `&`.
    public package(set) var isInBackground: Bool
  }

  /// Whether all of the text was understood as a script; substitutions in backticks and here-documents may still hold
  /// parts that were not.
  public var isRead: Bool { problem == nil }
}
