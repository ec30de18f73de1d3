extension ShellReader {
  typealias Part = ShellScript.Word.Part

  /// `$` and what follows it.
  mutating func dollar(_ parts: inout WordParts, isQuoted: Bool) throws(Problem) {
    let start = position
    let next = byte(1)
    switch next {
    case 0x28:
      if byte(2) == 0x28, let close = arithmeticEnd(position + 3) {
        position += 3
        parts.append(.arithmetic(try arithmeticParts(upTo: close)))
        position = close + 2
      } else {
        position += 2
        parts.append(.substitution(try nestedList(), isQuoted: isQuoted))
      }
    case 0x7b: parts.append(try parameter(isQuoted: isQuoted))
    case 0x27 where !isQuoted:
      position += 2
      try escapedString(&parts, start)
      extensions.append(start..<position)
    case 0x22 where !isQuoted:
      extensions.append(start..<start + 1)
      position += 1
    case 0x5b: throw Problem(offset: position, reason: .unsupported)
    default:
      position += 1
      let end = nameEnd(position)
      if end > position {
        parts.append(variable(position..<end, isQuoted: isQuoted))
        position = end
      } else if Self.isDigit(next) || Self.isSpecial(next), !isAtEnd {
        parts.append(variable(position..<position + 1, isQuoted: isQuoted))
        position += 1
      } else {
        parts.append(0x24)
      }
    }
  }

  /// `@`, `*`, `#`, `?`, `-`, `$`, `!`
  private static func isSpecial(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x40, 0x2a, 0x23, 0x3f, 0x2d, 0x24, 0x21: true
    default: false
    }
  }

  private func variable(_ name: Range<Int>, isQuoted: Bool) -> Part {
    .variable(ShellScript.Word.Variable(name: Array(bytes[name]), isPlain: true, isQuoted: isQuoted, operand: []))
  }

  /// `${…}`
  private mutating func parameter(isQuoted: Bool) throws(Problem) -> Part {
    let start = position
    let depthBefore = depth
    defer { depth = depthBefore }
    try deeper()
    position += 2
    var isPlain = true
    // A length or an indirection, unless it is the parameter itself.
    if byte() == 0x23 || byte() == 0x21, byte(1) != 0x7d, Self.continuesName(byte(1)) || Self.isSpecial(byte(1)) {
      isPlain = false
      position += 1
    }
    let nameStart = position
    if Self.isDigit(byte()) {
      while Self.isDigit(byte()) { position += 1 }
    } else if Self.isSpecial(byte()) {
      position += 1
    } else {
      position = nameEnd(position)
    }
    guard position > nameStart else { throw Problem(offset: start, reason: isAtEnd ? .unclosed : .unexpected) }
    let name = Array(bytes[nameStart..<position])
    if byte() != 0x7d { isPlain = false }
    var operand = WordParts()
    while position < end, bytes[position] != 0x7d {
      switch bytes[position] {
      case 0x5c:
        if position + 1 < end { operand.append(bytes[position + 1]) }
        position = min(position + 2, end)
      case 0x27 where !isQuoted:
        guard let close = bytes[(position + 1)..<end].firstIndex(of: 0x27) else {
          throw Problem(offset: position, reason: .unclosed)
        }
        operand.append(bytes[position + 1..<close])
        position = close + 1
      case 0x22:
        let quote = position
        position += 1
        while position < end, bytes[position] != 0x22 { try quotedPart(&operand, inDocument: false) }
        guard position < end else { throw Problem(offset: quote, reason: .unclosed) }
        position += 1
      case 0x24: try dollar(&operand, isQuoted: isQuoted)
      case 0x60: try backticks(&operand, isQuoted: isQuoted)
      case let byte:
        operand.append(byte)
        position += 1
      }
    }
    guard position < end else { throw Problem(offset: start, reason: .unclosed) }
    position += 1
    return .variable(
      ShellScript.Word.Variable(name: name, isPlain: isPlain, isQuoted: isQuoted, operand: operand.finished()))
  }

  /// What is between backticks has one more level of backslashes; with any that counts it is not read.
  mutating func backticks(_ parts: inout WordParts, isQuoted: Bool) throws(Problem) {
    let start = position
    position += 1
    var isEscaped = false
    while position < end, bytes[position] != 0x60 {
      if bytes[position] == 0x5c {
        if byte(1) != 0x0a { isEscaped = true }
        position += 1
      }
      position += 1
    }
    guard position < end else { throw Problem(offset: start, reason: .unclosed) }
    let range = start + 1..<position
    position += 1
    let depthBefore = depth
    defer { depth = depthBefore }
    try deeper()
    if !isEscaped, let list = inside(range, { (reader) throws(Problem) in try reader.list() }) {
      parts.append(.substitution(list, isQuoted: isQuoted))
    } else {
      parts.append(.unread(range))
    }
  }

  // MARK: Arithmetic

  /// `(( … ))` at `position`, with its text as a word; nil at the same position where there is none.
  mutating func arithmeticCommand() throws(Problem) -> Script.Word? {
    guard byte() == 0x28, byte(1) == 0x28, let close = arithmeticEnd(position + 2) else { return nil }
    let start = position
    position += 2
    let parts = try arithmeticParts(upTo: close)
    position = close + 2
    extensions.append(start..<position)
    return Script.Word(range: start..<position, parts: [.arithmetic(parts)])
  }

  /// The first of the two parentheses that close what begins at `start`; nil when one closes alone: then the two
  /// that opened were a subshell in a substitution, or in a subshell.
  private mutating func arithmeticEnd(_ start: Int) -> Int? {
    var (index, level) = (start, 0)
    defer { lookahead -= index - start }
    while index < end, index - start < lookahead {
      switch bytes[index] {
      case 0x28: level += 1
      case 0x29:
        if level == 0 { return index + 1 < end && bytes[index + 1] == 0x29 ? index : nil }
        level -= 1
      case 0x5c: index += 1
      case 0x27, 0x22:
        let quote = bytes[index]
        index += 1
        while index < end, bytes[index] != quote {
          if quote == 0x22, bytes[index] == 0x5c { index += 1 }
          index += 1
        }
      default: break
      }
      index += 1
    }
    return nil
  }

  private mutating func arithmeticParts(upTo close: Int) throws(Problem) -> [Part] {
    let depthBefore = depth
    let outerEnd = end
    defer { (depth, end) = (depthBefore, outerEnd) }
    try deeper()
    end = close
    var parts = WordParts()
    while !isAtEnd { try quotedPart(&parts, inDocument: false) }
    return parts.finished()
  }

  // MARK: $'…'

  private mutating func escapedString(_ parts: inout WordParts, _ start: Int) throws(Problem) {
    parts.append([])
    var isCut = false
    while position < end, bytes[position] != 0x27 {
      let byte = bytes[position]
      position += 1
      var value = [byte]
      if byte == 0x5c {
        guard position < end else { break }
        value = escapeSequence()
      }
      // Nothing follows a NUL.
      if value == [0] { isCut = true }
      if !isCut { parts.append(value) }
    }
    guard position < end else { throw Problem(offset: start, reason: .unclosed) }
    position += 1
  }

  /// After the backslash.
  private mutating func escapeSequence() -> [UInt8] {
    let byte = bytes[position]
    position += 1
    switch byte {
    case 0x61: return [0x07]
    case 0x62: return [0x08]
    case 0x65, 0x45: return [0x1b]
    case 0x66: return [0x0c]
    case 0x6e: return [0x0a]
    case 0x72: return [0x0d]
    case 0x74: return [0x09]
    case 0x76: return [0x0b]
    case 0x5c, 0x27, 0x22, 0x3f: return [byte]
    case 0x63 where position < end:
      position += 1
      return [bytes[position - 1] & 0x1f]
    case 0x30...0x37:
      position -= 1
      return [UInt8(truncatingIfNeeded: number(radix: 8, digits: 3) ?? 0)]
    case 0x78: return number(radix: 16, digits: 2).map { [UInt8(truncatingIfNeeded: $0)] } ?? [0x5c, byte]
    case 0x75, 0x55:
      guard let code = number(radix: 16, digits: byte == 0x75 ? 4 : 8) else { return [0x5c, byte] }
      return Unicode.Scalar(code).map { Array(String(Character($0)).utf8) } ?? [0x5c, byte]
    default: return [0x5c, byte]
    }
  }

  private mutating func number(radix: UInt32, digits: Int) -> UInt32? {
    var value: UInt32?
    for _ in 0..<digits {
      guard position < end else { break }
      let byte = bytes[position]
      let digit: UInt32
      switch byte {
      case 0x30...0x39: digit = UInt32(byte - 0x30)
      case 0x41...0x46, 0x61...0x66: digit = UInt32((byte | 0x20) - 0x61 + 10)
      default: return value
      }
      guard digit < radix else { return value }
      value = (value ?? 0) &* radix &+ digit
      position += 1
    }
    return value
  }
}
