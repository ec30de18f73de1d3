extension ShellScript {
  /// One word, in the parts that make it.
  public struct Word: Sendable, Hashable {
    public let range: Range<Int>
    /// Neighbouring literals are one part; a word wholly literal has one part at most.
    public let parts: [Part]

    public indirect enum Part: Sendable, Hashable {
      /// The bytes meant, quotes and escapes taken off.
      case literal([UInt8])
      case variable(Variable)
      /// `$(…)` or backticks.
      case substitution(List, isQuoted: Bool)
      /// `*`, `?` or `[…]`, unquoted, as written.
      case glob([UInt8])
      /// `~` or `~user` at the beginning of the word; the user's name, empty for one's own.
      case home([UInt8])
      /// `{a,b}` or `{1..9}`, as written: several words in bash, plain letters in other shells.
      case braces([UInt8])
      /// `$((…))`: what is in it.
      case arithmetic([Part])
      /// `<(…)` or `>(…)`.
      case process(List)
      /// Its text could not be read.
      case unread(Range<Int>)
    }

    public struct Variable: Sendable, Hashable {
      public let name: [UInt8]
      /// `$NAME` or `${NAME}`, without `:-` and its like.
      public let isPlain: Bool
      /// Unquoted, its value is split into words and its globs are expanded.
      public let isQuoted: Bool
      /// What stands after the operator.
      public let operand: [Part]
    }

    /// The word as the command gets it; nil when that depends on anything.
    public var literalValue: [UInt8]? { value { _ in nil } }

    /// The word with variables replaced by what `variables` knows; nil when it does not know one, when the value of an
    /// unquoted one would be split, and when the word depends on more than variables.
    public func value(expanding variables: (_ name: [UInt8]) -> [UInt8]?) -> [UInt8]? {
      if parts.count == 1, case .literal(let bytes) = parts[0] { return bytes }
      var value: [UInt8] = []
      for part in parts {
        guard let bytes = Self.bytes(of: part, variables) else { return nil }
        value += bytes
      }
      return value
    }

    /// The word as a pattern of path names: globs as written, a backslash before a literal byte that would be one; nil
    /// when it depends on more than the files there are.
    public func pattern(expanding variables: (_ name: [UInt8]) -> [UInt8]? = { _ in nil }) -> [UInt8]? {
      var pattern: [UInt8] = []
      for part in parts {
        if case .glob(let bytes) = part {
          pattern += bytes
        } else if let bytes = Self.bytes(of: part, variables) {
          for byte in bytes {
            if Self.isGlob(byte) || byte == 0x5c { pattern.append(0x5c) }
            pattern.append(byte)
          }
        } else {
          return nil
        }
      }
      return pattern
    }

    /// The literal beginning, with globs as letters if asked; `whole` is nil where more follows.
    func bytes(keepingGlobs: Bool) -> (head: [UInt8], whole: [UInt8]?) {
      var head: [UInt8] = []
      for part in parts {
        switch part {
        case .literal(let bytes): head += bytes
        case .glob(let bytes) where keepingGlobs: head += bytes
        default: return (head, nil)
        }
      }
      return (head, head)
    }

    public var hasGlob: Bool {
      parts.contains { if case .glob = $0 { true } else { false } }
    }

    private static func bytes(of part: Part, _ variables: (_ name: [UInt8]) -> [UInt8]?) -> [UInt8]? {
      switch part {
      case .literal(let bytes): return bytes
      case .variable(let variable):
        guard variable.isPlain, let bytes = variables(variable.name) else { return nil }
        let splits = bytes.isEmpty || bytes.contains { $0 == 0x20 || $0 == 0x09 || $0 == 0x0a || isGlob($0) || $0 == 0x5c }
        return splits && !variable.isQuoted ? nil : bytes
      default: return nil
      }
    }

    private static func isGlob(_ byte: UInt8) -> Bool { byte == 0x2a || byte == 0x3f || byte == 0x5b }
  }
}
