extension ShellScript {
  public struct Command: Sendable, Hashable {
    /// With its redirections.
    public let range: Range<Int>
    public let kind: Kind
    /// In the order written. Of a compound command: those after its end.
    public let redirections: [Redirection]

    public indirect enum Kind: Sendable, Hashable {
      case simple(Simple)
      /// `( … )`
      case subshell(List)
      /// `{ …; }`
      case group(List)
      /// `if` and every `elif`, each with what decides it, then `else`.
      case branches([Branch], otherwise: List?)
      case loop(Loop)
      /// `case … in`
      case choice(Word, [Arm])
      case function(name: Range<Int>, body: Command)
      /// `[[ … ]]`, its operators as words.
      case test([Word])
      /// `(( … ))`
      case arithmetic(Word)
      case unread
    }
  }

  /// Assignments, then words, the first of which is the command's name. Either may be empty.
  public struct Simple: Sendable, Hashable {
    public let assignments: [Assignment]
    public let words: [Word]
  }

  /// `NAME=value`; in a list of values, `NAME=(…)`, the value is nil and its words are in `elements`.
  public struct Assignment: Sendable, Hashable {
    public let name: [UInt8]
    public let value: Word?
    public let elements: [Word]
    /// `+=`
    public let appends: Bool
    public let range: Range<Int>
  }

  public struct Branch: Sendable, Hashable {
    public let condition: List
    public let body: List
  }

  public struct Loop: Sendable, Hashable {
    public enum Head: Sendable, Hashable {
      /// `for NAME in …`, or `select`; nil words: the positional parameters.
      case each(name: [UInt8], words: [Word]?)
      /// `for ((…))`
      case counted(Word)
      case `while`(List)
      case until(List)
    }
    public let head: Head
    public let body: List
  }

  public struct Arm: Sendable, Hashable {
    public let patterns: [Word]
    public let body: List
  }

  public struct Redirection: Sendable, Hashable {
    public enum Operator: Sendable, Hashable {
      /// `<`
      case input
      /// `>`
      case output
      /// `>|`
      case outputForced
      /// `>>`
      case append
      /// `<>`
      case readWrite
      /// `<&`
      case duplicateInput
      /// `>&`; with a target that is no number and no `-`, bash writes both outputs to that file.
      case duplicateOutput
      /// `&>`
      case outputBoth
      /// `&>>`
      case appendBoth
      /// `<<` and `<<-`
      case hereDocument
      /// `<<<`
      case hereString
    }
    public let kind: Operator
    /// The number before the operator, where there is one.
    public let descriptor: Int?
    /// For a here-document, its delimiter.
    public let target: Word
    /// Index in `hereDocuments`.
    public let document: Int?
    public let range: Range<Int>

    /// Whether it makes, empties or lengthens a file named by `target`.
    public var writes: Bool {
      switch kind {
      case .output, .outputForced, .append, .readWrite, .outputBoth, .appendBoth: true
      case .duplicateOutput: target.literalValue.map { !($0 == [0x2d] || $0.allSatisfy { (0x30...0x39).contains($0) }) } ?? false
      case .input, .duplicateInput, .hereDocument, .hereString: false
      }
    }

    /// Whether it reads a file named by `target`.
    public var reads: Bool { kind == .input || kind == .readWrite }
  }

  public struct HereDocument: Sendable, Hashable {
    /// False after a delimiter with quotes in it.
    public let expands: Bool
    /// `<<-`
    public let stripsTabs: Bool
    /// Its lines, without the closing one; nil where the text ends before any, as in a RUN whose here-documents the
    /// builder has taken out.
    public package(set) var body: Range<Int>?
    /// `body` with the closing line; what goes when the redirection goes.
    public package(set) var extent: Range<Int>?
    /// The body as a word where it expands: one literal part otherwise. Tabs are still in it.
    public package(set) var content: Word?
  }
}
