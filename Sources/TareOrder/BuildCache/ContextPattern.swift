/// A source of COPY or ADD, or of a bind mount, as a pattern of paths in the context. It stands for what it names and all
/// below that.
///
/// Source: Go's path/filepath Match; docs.docker.com/reference/dockerfile on COPY.
package struct ContextPattern: Sendable, Hashable {
  /// Between slashes; none of them for the whole context.
  package let components: [[UInt8]]

  /// - Parameter source: relative to the context, whether or not it begins with a slash; `..` does not lead out of it.
  package init(_ source: [UInt8]) {
    var components: [[UInt8]] = []
    for part in source.split(separator: 0x2f) where !part.elementsEqual([0x2e]) {
      if part.elementsEqual([0x2e, 0x2e]) { _ = components.popLast() } else { components.append(Array(part)) }
    }
    self.components = components
  }

  package var isLiteral: Bool { components.allSatisfy(NamePattern.isLiteral) }

  /// Where the pattern ends in `path` - how many of its components the pattern takes, at the least - or nil where it does
  /// not fit.
  package func depth(in path: [ArraySlice<UInt8>]) -> Int? {
    // All the places where the components so far may end: the time stays bounded, however many `**` there are.
    var ends: [Int] = [0]
    for component in components {
      if component == NamePattern.doubleStar {
        ends = ends.first.map { Array($0...path.count) } ?? []
      } else {
        ends = ends.compactMap { $0 < path.count && NamePattern.matches(component, path[$0]) ? $0 + 1 : nil }
      }
    }
    return ends.first
  }

  package func covers(_ path: [UInt8]) -> Bool { depth(in: path.split(separator: 0x2f)) != nil }
}

/// Patterns of one name, as Go's `filepath.Match` has them: `*`, `?`, `[a-z]`, `[^a-z]`, and a backslash before what is meant
/// as it stands.
package enum NamePattern {
  package static let doubleStar: [UInt8] = [0x2a, 0x2a]

  package static func isLiteral(_ pattern: [UInt8]) -> Bool {
    !pattern.contains { $0 == 0x2a || $0 == 0x3f || $0 == 0x5b || $0 == 0x5c }
  }

  package static func matches(_ pattern: [UInt8], _ name: ArraySlice<UInt8>) -> Bool {
    var (at, index) = (0, name.startIndex)
    // Where to go on when what follows the last star does not fit: one byte later.
    var retry: (at: Int, index: Int)?
    while true {
      if at == pattern.count {
        if index == name.endIndex { return true }
      } else if pattern[at] == 0x2a {
        retry = (at + 1, index)
        at += 1
        continue
      } else if index < name.endIndex, let next = step(pattern, at, name[index]) {
        at = next
        index += 1
        continue
      }
      guard let last = retry, last.index < name.endIndex else { return false }
      retry = (last.at, last.index + 1)
      (at, index) = (last.at, last.index + 1)
    }
  }

  /// Where the pattern goes on after `byte`; nil when it does not take it.
  private static func step(_ pattern: [UInt8], _ at: Int, _ byte: UInt8) -> Int? {
    switch pattern[at] {
    case 0x3f: return at + 1
    case 0x5c: return at + 1 < pattern.count && pattern[at + 1] == byte ? at + 2 : nil
    case 0x5b: return classEnd(pattern, at, byte)
    default: return pattern[at] == byte ? at + 1 : nil
    }
  }

  private static func classEnd(_ pattern: [UInt8], _ start: Int, _ byte: UInt8) -> Int? {
    var at = start + 1
    let isNegated = at < pattern.count && pattern[at] == 0x5e
    if isNegated { at += 1 }
    var (isIn, first) = (false, true)
    while at < pattern.count {
      if pattern[at] == 0x5d, !first { return isIn != isNegated ? at + 1 : nil }
      first = false
      guard let low = member(pattern, &at) else { return nil }
      var high = low
      if at + 1 < pattern.count, pattern[at] == 0x2d, pattern[at + 1] != 0x5d {
        at += 1
        guard let end = member(pattern, &at) else { return nil }
        high = end
      }
      if low <= byte && byte <= high { isIn = true }
    }
    return nil
  }

  private static func member(_ pattern: [UInt8], _ at: inout Int) -> UInt8? {
    guard pattern[at] != 0x2d, pattern[at] != 0x5d else { return nil }
    if pattern[at] == 0x5c { at += 1 }
    guard at < pattern.count else { return nil }
    defer { at += 1 }
    return pattern[at]
  }
}
