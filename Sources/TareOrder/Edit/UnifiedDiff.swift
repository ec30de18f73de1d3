/// Two texts as `diff -u` shows them.
///
/// Source: E. W. Myers, An O(ND) Difference Algorithm and Its Variations, Algorithmica 1 (1986).
public enum UnifiedDiff {
  /// Lines around a change.
  private static let around = 3
  /// Differences that are searched for a shortest script; beyond, all between the first and the last is shown as replaced.
  private static let limit = 1000

  private enum Edit { case keep, remove, insert }

  /// Empty when the texts are equal.
  /// - Parameters: names: after `---` and `+++`.
  public static func text(_ old: [UInt8], _ new: [UInt8], names: (old: [UInt8], new: [UInt8])) -> [UInt8] {
    guard old != new else { return [] }
    let (left, right) = (lines(old), lines(new))
    let edits = script(left, right)
    var result = Array("--- ".utf8) + names.old + Array("\n+++ ".utf8) + names.new + [0x0a]
    for hunk in hunks(edits) {
      let before = edits[..<hunk.lowerBound]
      let (oldStart, newStart) = (before.count { $0 != .insert }, before.count { $0 != .remove })
      let (oldCount, newCount) = (edits[hunk].count { $0 != .insert }, edits[hunk].count { $0 != .remove })
      result += Array("@@ -\(place(oldStart, oldCount)) +\(place(newStart, newCount)) @@\n".utf8)
      var (oldLine, newLine) = (oldStart, newStart)
      for edit in edits[hunk] {
        let line = edit == .insert ? right[newLine] : left[oldLine]
        result.append(edit == .keep ? 0x20 : edit == .remove ? 0x2d : 0x2b)
        result += line
        if line.last != 0x0a { result += Array("\n\\ No newline at end of file\n".utf8) }
        if edit != .insert { oldLine += 1 }
        if edit != .remove { newLine += 1 }
      }
    }
    return result
  }

  private static func place(_ start: Int, _ count: Int) -> String {
    count == 1 ? "\(start + 1)" : "\(count == 0 ? start : start + 1),\(count)"
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

  private static func hunks(_ edits: [Edit]) -> [Range<Int>] {
    var hunks: [Range<Int>] = []
    for (index, edit) in edits.enumerated() where edit != .keep {
      let range = max(0, index - around)..<min(edits.count, index + around + 1)
      if let last = hunks.last, range.lowerBound <= last.upperBound {
        hunks[hunks.count - 1] = last.lowerBound..<range.upperBound
      } else {
        hunks.append(range)
      }
    }
    return hunks
  }

  private static func script(_ left: [ArraySlice<UInt8>], _ right: [ArraySlice<UInt8>]) -> [Edit] {
    var head = 0
    while head < min(left.count, right.count), left[head] == right[head] { head += 1 }
    var tail = 0
    while tail < min(left.count, right.count) - head, left[left.count - 1 - tail] == right[right.count - 1 - tail] { tail += 1 }
    let middle = shortest(Array(left[head..<left.count - tail]), Array(right[head..<right.count - tail]))
    return Array(repeating: .keep, count: head) + middle + Array(repeating: .keep, count: tail)
  }

  private static func shortest(_ left: [ArraySlice<UInt8>], _ right: [ArraySlice<UInt8>]) -> [Edit] {
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

  private static func walk(_ trace: [[Int]], _ left: Int, _ right: Int, _ most: Int) -> [Edit] {
    var (x, y) = (left, right)
    var edits: [Edit] = []
    for distance in trace.indices.reversed() {
      let reach = trace[distance]
      let diagonal = x - y
      let at = diagonal + most + 1
      let goesDown = diagonal == -distance || (diagonal != distance && reach[at - 1] < reach[at + 1])
      let fromX = distance == 0 ? 0 : goesDown ? reach[at + 1] : reach[at - 1]
      let fromY = distance == 0 ? 0 : fromX - (goesDown ? diagonal + 1 : diagonal - 1)
      let keptFrom = distance == 0 ? 0 : goesDown ? fromX : fromX + 1
      while x > keptFrom {
        edits.append(.keep)
        (x, y) = (x - 1, y - 1)
      }
      if distance > 0 { edits.append(goesDown ? .insert : .remove) }
      (x, y) = (fromX, fromY)
    }
    return edits.reversed()
  }
}
