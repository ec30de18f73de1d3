/// One instruction of a Dockerfile.
public struct Instruction: Sendable, Hashable {
  public enum Keyword: String, Sendable, CaseIterable {
    case add, arg, cmd, copy, entrypoint, env, expose, from, healthcheck, label, maintainer, onbuild, run, shell, stopsignal, user,
      volume, workdir
  }

  /// `--name=value` before the arguments; `value` is nil where there is no `=`.
  public struct Flag: Sendable, Hashable {
    /// Without the dashes.
    public let name: String
    public let value: [UInt8]?
    public let range: Range<Int>
  }

  /// One argument as written: quotes, escapes and variables still in it, but for JSON forms, whose strings are decoded.
  public struct Word: Sendable, Hashable {
    public let bytes: [UInt8]
    /// In the file.
    public let range: Range<Int>
  }

  /// `KEY=value` of ENV, ARG, LABEL (and `ENV KEY value`, ARG without a value).
  public struct Pair: Sendable, Hashable {
    public let key: Word
    public let value: Word?
  }

  public struct Heredoc: Sendable, Hashable {
    /// Without quotes.
    public let name: [UInt8]
    /// As the builder sees it: tabs stripped after `<<-`, variables not expanded.
    public let content: [UInt8]
    /// False after a quoted name.
    public let expands: Bool
    public let stripsTabs: Bool
    /// 0 unless `3<<EOF`.
    public let descriptor: Int
    /// `<<EOF` in the instruction's line.
    public let marker: Range<Int>
    /// The lines between, without the closing one.
    public let body: Range<Int>
  }

  public let keyword: Keyword
  /// From the keyword to the end of its last line, heredocs included, without the final newline.
  public let range: Range<Int>
  public let flags: [Flag]
  /// All after keyword and flags, trimmed, comments and continuations taken out. For ONBUILD, the whole inner instruction.
  public let arguments: LogicalText
  /// True for RUN, CMD, ENTRYPOINT, SHELL, COPY, ADD, VOLUME, HEALTHCHECK CMD written as a JSON array of strings.
  public let isJSON: Bool
  /// Arguments of instructions that take words: FROM, COPY, ADD, EXPOSE, VOLUME, SHELL, USER, WORKDIR …, and of any JSON form.
  /// For a RUN, CMD or ENTRYPOINT in shell form a single word, the whole command. HEALTHCHECK: NONE, or CMD and what follows it.
  public let words: [Word]
  /// ENV, ARG, LABEL.
  public let pairs: [Pair]
  public let heredocs: [Heredoc]
  /// The instruction inside an ONBUILD; else empty.
  public let onbuild: [Instruction]

  /// The flag of a name, the last one where it comes twice.
  public func flag(_ name: String) -> Flag? { flags.last { $0.name == name } }
}
