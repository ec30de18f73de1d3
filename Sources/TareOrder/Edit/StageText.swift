import TareDockerfile

/// The text of a stage in pieces that can be put in another order: to each instruction belong its lines and the comments right
/// above it; what lies between - empty lines, and comments that stand apart - is a gap.
struct StageText {
  private let source: [UInt8]
  /// From below FROM to the end of the stage's last instruction.
  let range: Range<Int>
  private let blocks: [Range<Int>]
  private let gaps: [Range<Int>]
  private let newline: [UInt8]

  init(_ stage: Dockerfile.Stage, of dockerfile: Dockerfile) {
    source = dockerfile.source
    let start = Self.lineEnd(stage.from.range.upperBound, source)
    var (blocks, gaps, end) = ([Range<Int>](), [Range<Int>](), start)
    for instruction in stage.instructions {
      var begin = dockerfile.lineStarts[dockerfile.line(of: instruction.range.lowerBound) - 1]
      var line = dockerfile.line(of: begin) - 1
      while line >= 1, dockerfile.lineStarts[line - 1] >= end {
        let text = source[dockerfile.lineStarts[line - 1]..<begin].drop { $0 == 0x20 || $0 == 0x09 }
        guard text.first == 0x23 else { break }
        begin = dockerfile.lineStarts[line - 1]
        line -= 1
      }
      begin = max(begin, end)
      gaps.append(end..<begin)
      end = Self.lineEnd(instruction.range.upperBound, source)
      blocks.append(begin..<end)
    }
    (self.blocks, self.gaps) = (blocks, gaps)
    range = start..<end
    newline = source[..<start].suffix(2) == [0x0d, 0x0a] ? [0x0d, 0x0a] : [0x0a]
  }

  private static func lineEnd(_ offset: Int, _ source: [UInt8]) -> Int {
    source[offset...].firstIndex(of: 0x0a).map { $0 + 1 } ?? source.count
  }

  /// - Parameters:
  ///   - items: in the new order; an instruction by its index.
  ///   - copy: the text of a copy that is split off.
  func text(_ items: [OrderItem.Origin], copy: (_ of: Int, _ files: [[UInt8]]) -> [UInt8]) -> [UInt8] {
    let old = items.compactMap { item in if case .instruction(let index) = item { index } else { nil } }
    let still = StillItems.find(old)
    // Gaps stay where they are: that of an instruction that has been moved goes to the next one that has not.
    var gapBefore: [Int: [UInt8]] = [:]
    var carried: [UInt8] = []
    for index in blocks.indices {
      let gap = Array(source[gaps[index]])
      if still.contains(index) {
        gapBefore[index] = Self.isBlank(carried) && !gap.isEmpty ? gap : carried + gap
        carried = []
      } else {
        carried = Self.isBlank(gap) && !carried.isEmpty ? carried : (Self.isBlank(carried) ? gap : carried + gap)
      }
    }
    var result: [UInt8] = []
    for item in items {
      switch item {
      case .instruction(let index):
        // No empty line at the beginning that was not there.
        let gap = gapBefore[index] ?? []
        result += result.isEmpty && Self.isBlank(gap) ? Array(source[gaps[0]]) : gap
        result += line(Array(source[blocks[index]]))
      case .split(let index, let files): result += line(copy(index, files))
      }
    }
    if !Self.isBlank(carried) { result += carried }
    let endedInNewline = range.isEmpty || source[range.upperBound - 1] == 0x0a
    if !endedInNewline { result.removeLast(result.suffix(newline.count) == newline[...] ? newline.count : 0) }
    return result
  }

  private func line(_ text: [UInt8]) -> [UInt8] { text.last == 0x0a ? text : text + newline }

  private static func isBlank(_ text: [UInt8]) -> Bool { text.allSatisfy { $0 == 0x0a || $0 == 0x0d || $0 == 0x20 || $0 == 0x09 } }
}
