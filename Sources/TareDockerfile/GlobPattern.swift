/// The pattern of `${name#pattern}` and its kin: `*` is any text within a line, `?` any one character, a backslash escapes
/// these and itself.
struct GlobPattern {
  /// A character, or a byte that is not part of one: above all scalars, so that no two meet.
  private typealias Unit = UInt32

  private static let anyUnit = Unit.max
  private static let newline = Unit(Mark.newline)

  /// What stands between the stars; there is one star less than there are segments.
  private var segments: [[Unit]] = [[]]

  init(_ pattern: ArraySlice<UInt8>) throws(SubstitutionError) {
    let units = Self.units(of: pattern)
    var index = 0
    while index < units.count {
      var unit = units[index]
      index += 1
      switch unit {
      case Unit(Mark.star):
        segments.append([])
        continue
      case Unit(Mark.question): unit = Self.anyUnit
      case Unit(Mark.backslash):
        guard index < units.count else { throw .badPattern(Array(pattern)) }
        unit = units[index]
        index += 1
        switch unit {
        case Unit(Mark.star), Unit(Mark.question), Unit(Mark.backslash), Unit(Mark.closeBrace), Unit(Mark.slash): break
        default: throw .badPattern(Array(pattern))
        }
      default: break
      }
      segments[segments.count - 1].append(unit)
    }
  }

  func removingPrefix(of value: [UInt8], longest: Bool) -> [UInt8] {
    let units = Self.units(of: value[...])
    guard let end = matchEnd(from: 0, in: units, longest: longest) else { return value }
    return Self.bytes(of: units[end...])
  }

  func removingSuffix(of value: [UInt8], longest: Bool) -> [UInt8] {
    var mirrored = self
    mirrored.segments = segments.reversed().map { $0.reversed() }
    let units = Array(Self.units(of: value[...]).reversed())
    guard let end = mirrored.matchEnd(from: 0, in: units, longest: longest) else { return value }
    return Self.bytes(of: units[end...].reversed())
  }

  /// The first match, or all of them, the longest at each place, replaced.
  func replacing(in value: [UInt8], with replacement: [UInt8], all: Bool) throws(SubstitutionError) -> [UInt8] {
    let units = Self.units(of: value[...])
    var result: [UInt8] = []
    var copied = 0
    var position = 0
    while position <= units.count, let match = firstMatch(from: position, in: units) {
      result += Self.bytes(of: units[copied..<match.lowerBound])
      // An empty match right behind another one is none.
      if match.upperBound > copied || match.lowerBound == 0 {
        let matched = Self.bytes(of: units[match])
        result += all ? Self.template(replacement, match: matched) : replacement
        guard result.count <= 1 << 20 else { throw .tooLong }
      }
      copied = match.upperBound
      position = max(match.upperBound, position + 1)
      if !all { break }
    }
    return result + Self.bytes(of: units[copied...])
  }

  // MARK: - Matching

  private func firstMatch(from start: Int, in units: [Unit]) -> Range<Int>? {
    var position = start
    while let found = find(segments[0], from: position, to: units.count, in: units) {
      if let end = matchEnd(from: found, in: units, longest: true) { return found..<end }
      // What follows was not found up to the end of the line; a later beginning on this line cannot find it either.
      position = max(found + 1, lineEnd(from: found, in: units))
    }
    return nil
  }

  /// Where the match that begins at `start` ends, if there is one.
  private func matchEnd(from start: Int, in units: [Unit], longest: Bool) -> Int? {
    guard matches(segments[0], at: start, in: units) else { return nil }
    var position = start + segments[0].count
    for index in segments.indices.dropFirst() {
      let segment = segments[index]
      let limit = lineEnd(from: position, in: units)
      let isLast = index == segments.count - 1
      if isLast, longest {
        guard let found = findLast(segment, from: position, to: limit, in: units) else { return nil }
        return found + segment.count
      }
      guard let found = find(segment, from: position, to: limit, in: units) else { return nil }
      position = found + segment.count
    }
    return position
  }

  /// The first place from `start` to `limit`, both included, at which the segment begins.
  private func find(_ segment: [Unit], from start: Int, to limit: Int, in units: [Unit]) -> Int? {
    var position = start
    while position <= limit, position + segment.count <= units.count {
      if matches(segment, at: position, in: units) { return position }
      position += 1
    }
    return nil
  }

  private func findLast(_ segment: [Unit], from start: Int, to limit: Int, in units: [Unit]) -> Int? {
    var position = min(limit, units.count - segment.count)
    while position >= start {
      if matches(segment, at: position, in: units) { return position }
      position -= 1
    }
    return nil
  }

  private func matches(_ segment: [Unit], at position: Int, in units: [Unit]) -> Bool {
    guard units.count - position >= segment.count else { return false }
    for index in segment.indices {
      let unit = units[position + index]
      if segment[index] == Self.anyUnit ? unit == Self.newline : segment[index] != unit { return false }
    }
    return true
  }

  private func lineEnd(from start: Int, in units: [Unit]) -> Int {
    var position = start
    while position < units.count, units[position] != Self.newline { position += 1 }
    return position
  }

  // MARK: - Text

  private static let firstByteUnit: Unit = 0x110000

  private static func units(of bytes: ArraySlice<UInt8>) -> [Unit] {
    var units: [Unit] = []
    units.reserveCapacity(bytes.count)
    var index = bytes.startIndex
    while index < bytes.endIndex {
      if bytes[index] < 0x80 {
        units.append(Unit(bytes[index]))
        index += 1
        continue
      }
      var decoder = UTF8()
      var iterator = bytes[index..<min(index + 4, bytes.endIndex)].makeIterator()
      if case .scalarValue(let scalar) = decoder.decode(&iterator) {
        units.append(scalar.value)
        index += UTF8.width(scalar)
      } else {
        units.append(firstByteUnit + Unit(bytes[index]))
        index += 1
      }
    }
    return units
  }

  private static func bytes(of units: some Sequence<Unit>) -> [UInt8] {
    var bytes: [UInt8] = []
    for unit in units {
      if unit < 0x80 {
        bytes.append(UInt8(unit))
      } else if let scalar = Unicode.Scalar(unit), let encoded = UTF8.encode(scalar) {
        bytes += encoded
      } else {
        bytes.append(UInt8(truncatingIfNeeded: unit))
      }
    }
    return bytes
  }

  /// Where all matches are replaced, the builder's regular expressions read `$0` as the match, `$$` as a dollar, and
  /// every other `$name` as nothing.
  private static func template(_ text: [UInt8], match: [UInt8]) -> [UInt8] {
    guard text.contains(Mark.dollar) else { return text }
    var result: [UInt8] = []
    var index = 0
    while index < text.count {
      guard text[index] == Mark.dollar else {
        result.append(text[index])
        index += 1
        continue
      }
      index += 1
      if index < text.count, text[index] == Mark.dollar {
        result.append(Mark.dollar)
        index += 1
        continue
      }
      let isBraced = index < text.count && text[index] == Mark.openBrace
      let start = isBraced ? index + 1 : index
      var end = start
      while end < text.count, Mark.isLetter(text[end]) || Mark.isDigit(text[end]) || text[end] == UInt8(ascii: "_") { end += 1 }
      guard end > start, !isBraced || (end < text.count && text[end] == Mark.closeBrace) else {
        result.append(Mark.dollar)
        continue
      }
      if text[start..<end].allSatisfy({ $0 == UInt8(ascii: "0") }) { result += match }
      index = isBraced ? end + 1 : end
    }
    return result
  }
}
