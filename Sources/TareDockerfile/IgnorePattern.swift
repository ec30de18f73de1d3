/// One pattern of a `.dockerignore`, which matches whole paths: `*` and `?` stay within a name, `**` does not, `[a-z]` is one
/// character of a class, a backslash makes the next character mean itself.
///
/// Source: moby/patternmatcher, patternmatcher.go.
struct IgnorePattern: Sendable {
  private enum Token: Sendable {
    case byte(UInt8)
    /// One character but the slash.
    case any
    case oneOf([ClosedRange<UInt32>], negated: Bool)
    /// Characters within a name, or none.
    case name
    /// Directories with the slash after the last, or none.
    case directories
    case everything
  }

  private var tokens: [Token] = []
  /// The bytes before the first token that is more than a byte; a quick way to tell that a path does not match.
  private let prefix: [UInt8]
  private let isLiteral: Bool
  /// What follows `**/`, where that is bytes only: by far the most common pattern that is not literal.
  private let names: [UInt8]?

  /// Nil where the pattern is malformed.
  init?(_ pattern: [UInt8]) {
    var index = 0
    var plainStart = false
    while index < pattern.count {
      let byte = pattern[index]
      index += 1
      switch byte {
      case Mark.star:
        guard index < pattern.count, pattern[index] == Mark.star else {
          tokens.append(.name)
          continue
        }
        plainStart = index == 1
        index += 1
        if index < pattern.count, pattern[index] == Mark.slash { index += 1 }
        tokens.append(index == pattern.count ? .everything : .directories)
      case Mark.question: tokens.append(.any)
      case Mark.openBracket:
        guard let token = Self.characterClass(pattern, &index) else { return nil }
        tokens.append(token)
      case Mark.backslash:
        guard index < pattern.count, let token = Self.escaped(pattern[index]) else { return nil }
        tokens.append(token)
        index += 1
      default: tokens.append(.byte(byte))
      }
    }
    // Two stars, no slash, and then nothing special: what ends so, whatever comes before.
    let special: (UInt8) -> Bool = {
      $0 == Mark.star || $0 == Mark.question || $0 == Mark.openBracket || $0 == Mark.closeBracket || $0 == Mark.backslash
    }
    if plainStart, pattern.count > 2, pattern[2] != Mark.slash, !pattern[2...].contains(where: special) { tokens[0] = .everything }
    prefix = Self.bytes(tokens[...])
    isLiteral = prefix.count == tokens.count
    if case .directories = tokens.first {
      let names = Self.bytes(tokens.dropFirst())
      self.names = names.count == tokens.count - 1 ? names : nil
    } else {
      names = nil
    }
  }

  /// Those at the beginning.
  private static func bytes(_ tokens: ArraySlice<Token>) -> [UInt8] {
    var bytes: [UInt8] = []
    for token in tokens {
      guard case .byte(let byte) = token else { break }
      bytes.append(byte)
    }
    return bytes
  }

  /// The character itself, unless it is a letter or a digit: the builder makes regular expressions of patterns, and escapes
  /// of these have meanings there (or none, which is an error).
  private static func escaped(_ byte: UInt8) -> Token? {
    let digits: ClosedRange<UInt32> = 0x30...0x39
    switch byte {
    case UInt8(ascii: "d"), UInt8(ascii: "D"): return .oneOf([digits], negated: byte == UInt8(ascii: "D"))
    case UInt8(ascii: "w"), UInt8(ascii: "W"):
      return .oneOf([digits, 0x41...0x5a, 0x5f...0x5f, 0x61...0x7a], negated: byte == UInt8(ascii: "W"))
    case UInt8(ascii: "s"), UInt8(ascii: "S"):
      return .oneOf([0x09...0x0a, 0x0c...0x0d, 0x20...0x20], negated: byte == UInt8(ascii: "S"))
    // Control characters, which no name has, and places within a word, which are not told here: nothing matches.
    case UInt8(ascii: "a"), UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"), UInt8(ascii: "v"),
      UInt8(ascii: "A"), UInt8(ascii: "b"), UInt8(ascii: "B"), UInt8(ascii: "z"):
      return .oneOf([], negated: false)
    default: return byte >= 0x80 || Mark.isLetter(byte) || Mark.isDigit(byte) ? nil : .byte(byte)
    }
  }

  /// After `[`. At least one character or range, none of which is a dash or a closing bracket without an escape.
  private static func characterClass(_ pattern: [UInt8], _ index: inout Int) -> Token? {
    let negated = index < pattern.count && pattern[index] == UInt8(ascii: "^")
    if negated { index += 1 }
    var ranges: [ClosedRange<UInt32>] = []
    while index < pattern.count {
      if pattern[index] == Mark.closeBracket, !ranges.isEmpty {
        index += 1
        return .oneOf(ranges, negated: negated)
      }
      guard let low = classMember(pattern, &index) else { return nil }
      var high = low
      if index < pattern.count, pattern[index] == Mark.dash {
        index += 1
        guard let end = classMember(pattern, &index) else { return nil }
        high = end
      }
      guard low <= high else { return nil }
      ranges.append(low...high)
    }
    return nil
  }

  private static func classMember(_ pattern: [UInt8], _ index: inout Int) -> UInt32? {
    guard index < pattern.count, pattern[index] != Mark.dash, pattern[index] != Mark.closeBracket else { return nil }
    if pattern[index] == Mark.backslash { index += 1 }
    guard index < pattern.count else { return nil }
    let (value, length) = character(at: index, in: pattern)
    index += length
    // A byte that is no character's is not allowed here.
    return value < 0x110000 ? value : nil
  }

  /// The character at `index`, or, above all of them, a byte that is not part of one.
  private static func character(at index: Int, in bytes: [UInt8]) -> (value: UInt32, length: Int) {
    if bytes[index] < 0x80 { return (UInt32(bytes[index]), 1) }
    var decoder = UTF8()
    var iterator = bytes[index..<min(index + 4, bytes.count)].makeIterator()
    guard case .scalarValue(let scalar) = decoder.decode(&iterator) else { return (0x110000 + UInt32(bytes[index]), 1) }
    return (scalar.value, UTF8.width(scalar))
  }

  /// Whether the pattern matches the path or a directory above it, in time proportional to the product of their lengths.
  func matchesPathOrParent(_ path: [UInt8]) -> Bool {
    guard path.starts(with: prefix) else { return false }
    if let names { return Self.holds(names, path) }
    if isLiteral { return path.count == prefix.count || path[prefix.count] == Mark.slash }
    // Which tokens may come next: the last place stands for the end of the pattern.
    var current = Array(repeating: false, count: tokens.count + 1)
    var next = current
    enter(prefix.count, &current)
    var index = prefix.count
    while index < path.count {
      if path[index] == Mark.slash, current[tokens.count] { return true }
      // Bytes of one character belong together unless the pattern names them one by one.
      let (value, length) = Self.character(at: index, in: path)
      guard step(&current, &next, path, index, value, length) else { return false }
      index += length
    }
    return current[tokens.count]
  }

  /// Whether the names stand anywhere in the path, between slashes or its ends.
  private static func holds(_ names: [UInt8], _ path: [UInt8]) -> Bool {
    guard path.count >= names.count else { return false }
    return path.withUnsafeBufferPointer { path in
      names.withUnsafeBufferPointer { names in
        var start = 0
        while start + names.count <= path.count {
          var length = 0
          while length < names.count, path[start + length] == names[length] { length += 1 }
          if length == names.count, start + length == path.count || path[start + length] == Mark.slash { return true }
          while start < path.count, path[start] != Mark.slash { start += 1 }
          start += 1
        }
        return false
      }
    }
  }

  /// Passes one character; false where nothing can match any more.
  private func step(
    _ current: inout [Bool], _ next: inout [Bool], _ path: [UInt8], _ index: Int, _ value: UInt32, _ length: Int
  ) -> Bool {
    for place in next.indices { next[place] = false }
    var isAlive = false
    for place in tokens.indices where current[place] {
      var reached: Int?
      switch tokens[place] {
      case .byte: reached = literalEnd(from: place, path, index, length)
      case .any: if value != UInt32(Mark.slash) { reached = place + 1 }
      case .oneOf(let ranges, let negated):
        if ranges.contains(where: { $0.contains(value) }) != negated { reached = place + 1 }
      case .name: if value != UInt32(Mark.slash) { reached = place }
      case .directories:
        next[place] = true
        isAlive = true
        if value == UInt32(Mark.slash) { reached = place + 1 }
      case .everything: reached = place
      }
      if let reached {
        enter(reached, &next)
        isAlive = true
      }
    }
    swap(&current, &next)
    return isAlive
  }

  /// The place after the tokens that are the bytes of one character, if they are.
  private func literalEnd(from place: Int, _ path: [UInt8], _ index: Int, _ length: Int) -> Int? {
    guard place + length <= tokens.count else { return nil }
    for offset in 0..<length {
      guard case .byte(let byte) = tokens[place + offset], byte == path[index + offset] else { return nil }
    }
    return place + length
  }

  /// What may match nothing is passed at once.
  private func enter(_ place: Int, _ places: inout [Bool]) {
    var place = place
    while true {
      places[place] = true
      guard place < tokens.count else { return }
      switch tokens[place] {
      case .name, .directories, .everything: place += 1
      default: return
      }
    }
  }
}
