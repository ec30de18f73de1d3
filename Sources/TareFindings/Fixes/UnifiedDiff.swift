/// A change of a file as `patch` and `git apply -p0` read it.
struct UnifiedDiff {
  /// Lines around a change.
  private static let context = 3

  private let source: [UInt8]
  /// With their ends.
  private let lines: [Range<Int>]

  private init(_ source: [UInt8]) {
    self.source = source
    lines = Self.lines(of: source)
  }

  /// - Parameter name: as whoever applies it names the file.
  /// - Throws: where edits overlap, change nothing, or where the text is no UTF-8.
  static func text(_ name: String, _ source: [UInt8], _ edits: [SourceEdit]) throws(NoSoundEdit) -> String {
    let diff = UnifiedDiff(source)
    let blocks = try diff.blocks(try edits.inOrder())
    guard !blocks.isEmpty else { throw NoSoundEdit() }
    return try text(try label(name), try label(name), diff.hunks(blocks))
  }

  /// Of a file that is not there yet.
  static func text(new name: String, _ content: [UInt8]) throws(NoSoundEdit) -> String {
    let added = lines(of: content).map { Array(content[$0]) }
    guard !added.isEmpty else { throw NoSoundEdit() }
    let body = added.reduce(into: Array("@@ -0,0 +1\(added.count == 1 ? "" : ",\(added.count)") @@\n".utf8)) {
      $0 += marked(0x2b, $1)
    }
    return try text("/dev/null", try label(name), body)
  }

  private static func text(_ old: String, _ new: String, _ body: [UInt8]) throws(NoSoundEdit) -> String {
    guard let body = String(validating: body, as: UTF8.self) else { throw NoSoundEdit() }
    return "--- \(old)\n+++ \(new)\n" + body
  }

  /// A tab ends a name that holds blanks; one with control characters cannot be written so that all tools read it alike.
  private static func label(_ name: String) throws(NoSoundEdit) -> String {
    guard !name.isEmpty, !name.utf8.contains(where: { $0 < 0x20 || $0 == 0x7f || $0 == 0x22 || $0 == 0x5c }) else {
      throw NoSoundEdit()
    }
    return name.utf8.contains(0x20) ? name + "\t" : name
  }

  private static func lines(of bytes: [UInt8]) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    var start = 0
    while start < bytes.count {
      let end = (bytes[start...].firstIndex(of: 0x0a) ?? bytes.count - 1) + 1
      lines.append(start..<end)
      start = end
    }
    return lines
  }

  // MARK: Blocks

  /// Neighbouring lines and what takes their place.
  private struct Block {
    /// Indexes of lines.
    var old: Range<Int>
    var new: [[UInt8]]
  }

  private func blocks(_ edits: [SourceEdit]) throws(NoSoundEdit) -> [Block] {
    var groups: [(lines: Range<Int>, edits: [SourceEdit])] = []
    for edit in edits {
      let touched = touched(edit)
      if let last = groups.indices.last, touched.lowerBound <= groups[last].lines.upperBound {
        groups[last].lines = groups[last].lines.lowerBound..<max(groups[last].lines.upperBound, touched.upperBound)
        groups[last].edits.append(edit)
      } else {
        groups.append((touched, [edit]))
      }
    }
    var blocks: [Block] = []
    for group in groups {
      let window = start(ofLine: group.lines.lowerBound)..<start(ofLine: group.lines.upperBound)
      let text = group.edits.applied(to: source, in: window)
      // What follows must begin on a line of its own.
      guard text.isEmpty || text.last == 0x0a || window.upperBound == source.count else { throw NoSoundEdit() }
      var (old, new) = (group.lines, Self.lines(of: text).map { Array(text[$0]) })
      while let line = new.first, !old.isEmpty, source[lines[old.lowerBound]].elementsEqual(line) {
        new.removeFirst()
        old = old.lowerBound + 1..<old.upperBound
      }
      while let line = new.last, !old.isEmpty, source[lines[old.upperBound - 1]].elementsEqual(line) {
        new.removeLast()
        old = old.lowerBound..<old.upperBound - 1
      }
      if !old.isEmpty || !new.isEmpty { blocks.append(Block(old: old, new: new)) }
    }
    return blocks
  }

  /// The lines that an edit reaches; none where it puts whole lines between two.
  private func touched(_ edit: SourceEdit) -> Range<Int> {
    let first = line(of: edit.range.lowerBound)
    let isWhole =
      start(ofLine: first) == edit.range.lowerBound
      && (edit.replacement.isEmpty ? !edit.range.isEmpty : edit.replacement.last == 0x0a)
    let last = line(of: edit.range.upperBound)
    if isWhole, start(ofLine: last) == edit.range.upperBound { return first..<last }
    return first..<min(last + 1, lines.count)
  }

  /// The number of lines for what is behind the last one.
  private func line(of offset: Int) -> Int {
    var low = 0
    var high = lines.count
    while low < high {
      let middle = (low + high) / 2
      if lines[middle].upperBound <= offset { low = middle + 1 } else { high = middle }
    }
    // At the end of a last line without a newline.
    if low == lines.count, low > 0, source.last != 0x0a { return low - 1 }
    return low
  }

  private func start(ofLine line: Int) -> Int { line < lines.count ? lines[line].lowerBound : source.count }

  // MARK: Hunks

  private func hunks(_ blocks: [Block]) -> [UInt8] {
    var result: [UInt8] = []
    var shift = 0
    var index = 0
    while index < blocks.count {
      var end = index + 1
      while end < blocks.count, blocks[end].old.lowerBound - blocks[end - 1].old.upperBound <= 2 * Self.context { end += 1 }
      let some = blocks[index..<end]
      let first = max(0, blocks[index].old.lowerBound - Self.context)
      let last = min(lines.count, blocks[end - 1].old.upperBound + Self.context)
      let grown = some.reduce(0) { $0 + $1.new.count - $1.old.count }
      result += "@@ -\(Self.span(first, last - first)) +\(Self.span(first + shift, last - first + grown)) @@\n".utf8
      var line = first
      for block in some {
        for kept in line..<block.old.lowerBound { result += Self.marked(0x20, Array(source[lines[kept]])) }
        for old in block.old { result += Self.marked(0x2d, Array(source[lines[old]])) }
        for new in block.new { result += Self.marked(0x2b, new) }
        line = block.old.upperBound
      }
      for kept in line..<last { result += Self.marked(0x20, Array(source[lines[kept]])) }
      shift += grown
      index = end
    }
    return result
  }

  /// - Parameter start: counted from 0.
  private static func span(_ start: Int, _ count: Int) -> String {
    count == 1 ? "\(start + 1)" : "\(count == 0 ? start : start + 1),\(count)"
  }

  private static func marked(_ mark: UInt8, _ line: [UInt8]) -> [UInt8] {
    [mark] + line + (line.last == 0x0a ? [] : Array("\n\\ No newline at end of file\n".utf8))
  }
}
