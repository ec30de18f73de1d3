/// A pattern with `*`, `?` and, for paths, `**`. A backslash takes the meaning from what follows it.
public struct Glob: Sendable, Hashable {
  public enum Kind: Sendable {
    /// The whole name must match; `*` is any text.
    case name
    /// What is below a path that matches is meant too; `*` and `?` stay within one part, `**` does not.
    case path
  }

  private enum Token: Sendable, Hashable {
    case byte(UInt8)
    case any
    case star
    case doubleStar
    /// `**/`: nothing, or directories.
    case directories
  }

  public let text: String
  private let kind: Kind
  /// What every match begins with.
  private let prefix: [UInt8]
  private let tokens: [Token]

  public init(_ text: String, _ kind: Kind) {
    self.text = text
    self.kind = kind
    var tokens: [Token] = []
    var rest = Array(text.utf8)[...]
    // `/usr/` is `/usr`: what is below is meant anyway.
    while kind == .path, rest.count > 1, rest.last == 0x2f { rest.removeLast() }
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "\\") where !rest.isEmpty: tokens.append(.byte(rest.removeFirst()))
      case UInt8(ascii: "?"): tokens.append(.any)
      case UInt8(ascii: "*"):
        guard kind == .path, rest.first == byte else {
          if tokens.last != .star { tokens.append(.star) }
          continue
        }
        while rest.first == byte { rest.removeFirst() }
        let beginsPart = tokens.isEmpty || tokens.last == .byte(0x2f) || tokens.last == .directories
        if beginsPart, rest.first == 0x2f {
          rest.removeFirst()
          tokens.append(.directories)
        } else {
          tokens.append(.doubleStar)
        }
      default: tokens.append(.byte(byte))
      }
    }
    let literal = tokens.prefix { if case .byte = $0 { true } else { false } }
    prefix = literal.compactMap { if case .byte(let byte) = $0 { byte } else { nil } }
    self.tokens = Array(tokens[literal.count...])
  }

  public func matches(_ text: String) -> Bool { matches(Array(text.utf8)) }

  public func matches(_ bytes: [UInt8]) -> Bool {
    // The root holds everything.
    if kind == .path, prefix == [0x2f], tokens.isEmpty { return true }
    guard bytes.starts(with: prefix) else { return false }
    let isPath = kind == .path
    /// After which tokens the text so far may stand.
    var reached = [Bool](repeating: false, count: tokens.count + 1)
    reached[0] = true
    close(&reached, atPart: prefix.last == 0x2f || prefix.isEmpty)
    for index in prefix.count...bytes.count {
      let isEnd = index == bytes.count
      if reached[tokens.count], isEnd || isPath && bytes[index] == 0x2f { return true }
      if isEnd { return false }
      let byte = bytes[index]
      var next = [Bool](repeating: false, count: tokens.count + 1)
      var isAlive = false
      for (position, token) in tokens.enumerated() where reached[position] {
        switch token {
        case .byte(let wanted) where wanted == byte: next[position + 1] = true
        case .byte: continue
        case .any where !isPath || byte != 0x2f: next[position + 1] = true
        case .any: continue
        case .star where !isPath || byte != 0x2f: next[position] = true
        case .star: continue
        case .doubleStar, .directories: next[position] = true
        }
        isAlive = true
      }
      guard isAlive else { return false }
      reached = next
      close(&reached, atPart: byte == 0x2f)
    }
    return false
  }

  /// What may match nothing is passed over; `**/` only where a part begins.
  private func close(_ reached: inout [Bool], atPart: Bool) {
    for (position, token) in tokens.enumerated() where reached[position] {
      switch token {
      case .star, .doubleStar: reached[position + 1] = true
      case .directories where atPart: reached[position + 1] = true
      default: break
      }
    }
  }
}
