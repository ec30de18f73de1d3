/// What differs between two texts, line by line.
///
/// Source: E. W. Myers, An O(ND) Difference Algorithm and Its Variations, Algorithmica 1 (1986).
public struct LineDiff: Sendable, Hashable {
  /// Neighbouring lines, and what stands in their place.
  public struct Change: Sendable, Hashable {
    /// Indexes of lines of the old text, from 0; empty where lines are put in before the one of that number.
    public var old: Range<Int>
    /// Indexes of lines of the new text, from 0.
    public var new: Range<Int>
  }

  /// Lines around a change.
  private static let context = 3
  /// Differences that are searched for a shortest script; beyond, all between the first and the last is one change.
  private static let limit = 1000

  /// The lines of either text, with their ends.
  public let old, new: [ArraySlice<UInt8>]
  /// In the order of the texts; empty where they are equal.
  public let changes: [Change]

  public init(_ old: [UInt8], _ new: [UInt8]) {
    self.old = Self.lines(old)
    self.new = Self.lines(new)
    changes = Self.changes(self.old, self.new)
  }

  /// As `diff -u` shows it; empty where the texts are equal.
  /// - Parameter names: what stands after `---` and `+++`.
  public func unified(names: (old: [UInt8], new: [UInt8])) -> [UInt8] {
    guard !changes.isEmpty else { return [] }
    var result = Array("--- ".utf8) + names.old + Array("\n+++ ".utf8) + names.new + [0x0a]
    var rest = changes[...]
    while !rest.isEmpty {
      let end = zip(rest.indices.dropFirst(), rest).first { rest[$0].old.lowerBound - $1.old.upperBound > 2 * Self.context }?.0
      appendHunk(rest[..<(end ?? rest.endIndex)], to: &result)
      rest = rest[(end ?? rest.endIndex)...]
    }
    return result
  }

  private func appendHunk(_ hunk: ArraySlice<Change>, to result: inout [UInt8]) {
    let (first, last) = (hunk[hunk.startIndex], hunk[hunk.endIndex - 1])
    let before = min(first.old.lowerBound, Self.context)
    let after = min(old.count - last.old.upperBound, Self.context)
    let oldSpan = Self.span(first.old.lowerBound - before..<last.old.upperBound + after)
    let newSpan = Self.span(first.new.lowerBound - before..<last.new.upperBound + after)
    result += "@@ -\(oldSpan) +\(newSpan) @@\n".utf8
    var line = first.old.lowerBound - before
    for change in hunk {
      append(old[line..<change.old.lowerBound], marked: 0x20, to: &result)
      append(old[change.old], marked: 0x2d, to: &result)
      append(new[change.new], marked: 0x2b, to: &result)
      line = change.old.upperBound
    }
    append(old[line..<line + after], marked: 0x20, to: &result)
  }

  private func append(_ lines: ArraySlice<ArraySlice<UInt8>>, marked mark: UInt8, to result: inout [UInt8]) {
    for line in lines {
      result.append(mark)
      result += line
      if line.last != 0x0a { result += "\n\\ No newline at end of file\n".utf8 }
    }
  }

  private static func span(_ lines: Range<Int>) -> String {
    lines.count == 1 ? "\(lines.lowerBound + 1)" : "\(lines.isEmpty ? lines.lowerBound : lines.lowerBound + 1),\(lines.count)"
  }

  private static func lines(_ text: [UInt8]) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = 0
    while start < text.count {
      let end = text[start...].firstIndex(of: 0x0a).map { $0 + 1 } ?? text.count
      lines.append(text[start..<end])
      start = end
    }
    return lines
  }

  // MARK: The shortest script

  private enum Step { case keep, remove, insert }

  private static func changes(_ left: [ArraySlice<UInt8>], _ right: [ArraySlice<UInt8>]) -> [Change] {
    var head = 0
    while head < min(left.count, right.count), left[head] == right[head] { head += 1 }
    var tail = 0
    while tail < min(left.count, right.count) - head, left[left.count - 1 - tail] == right[right.count - 1 - tail] { tail += 1 }
    var changes: [Change] = []
    var (x, y) = (head, head)
    var isOpen = false
    for step in shortest(Array(left[head..<left.count - tail]), Array(right[head..<right.count - tail])) {
      if step != .keep, !isOpen { changes.append(Change(old: x..<x, new: y..<y)) }
      isOpen = step != .keep
      if step != .insert { x += 1 }
      if step != .remove { y += 1 }
      if isOpen {
        changes[changes.count - 1].old = changes[changes.count - 1].old.lowerBound..<x
        changes[changes.count - 1].new = changes[changes.count - 1].new.lowerBound..<y
      }
    }
    return changes
  }

  private static func shortest(_ left: [ArraySlice<UInt8>], _ right: [ArraySlice<UInt8>]) -> [Step] {
    let most = min(left.count + right.count, limit)
    // For each diagonal how far down the left side a script of so many differences gets.
    var reach = [Int](repeating: 0, count: 2 * most + 3)
    var trace: [[Int]] = []
    for distance in 0...most {
      trace.append(reach)
      for diagonal in stride(from: -distance, through: distance, by: 2) {
        let at = diagonal + most + 1
        let goesDown = diagonal == -distance || (diagonal != distance && reach[at - 1] < reach[at + 1])
        var x = goesDown ? reach[at + 1] : reach[at - 1] + 1
        while x < left.count, x - diagonal < right.count, x - diagonal >= 0, left[x] == right[x - diagonal] { x += 1 }
        reach[at] = x
        if x >= left.count, x - diagonal >= right.count { return walk(trace, left.count, right.count, most) }
      }
    }
    return Array(repeating: .remove, count: left.count) + Array(repeating: .insert, count: right.count)
  }

  private static func walk(_ trace: [[Int]], _ left: Int, _ right: Int, _ most: Int) -> [Step] {
    var (x, y) = (left, right)
    var steps: [Step] = []
    for distance in trace.indices.reversed() {
      let reach = trace[distance]
      let diagonal = x - y
      let at = diagonal + most + 1
      let goesDown = diagonal == -distance || (diagonal != distance && reach[at - 1] < reach[at + 1])
      let fromX = distance == 0 ? 0 : goesDown ? reach[at + 1] : reach[at - 1]
      let fromY = distance == 0 ? 0 : fromX - (goesDown ? diagonal + 1 : diagonal - 1)
      let keptFrom = distance == 0 ? 0 : goesDown ? fromX : fromX + 1
      while x > keptFrom {
        steps.append(.keep)
        (x, y) = (x - 1, y - 1)
      }
      if distance > 0 { steps.append(goesDown ? .insert : .remove) }
      (x, y) = (fromX, fromY)
    }
    return steps.reversed()
  }
}
