/// The lines of a requirements file as pip reads them: joined where one ends in a backslash, without their comments.
struct RequirementLines {
  struct Line {
    var text: [UInt8]
    /// Of the first of the lines that were joined, from 1.
    var number: Int
  }

  private var lines: ByteParts
  private var number = 0

  init(_ bytes: UnsafeRawBufferPointer) { lines = bytes.lines }

  mutating func next() -> Line? {
    guard let first = lines.next() else { return nil }
    number += 1
    var joined = Line(text: [], number: number)
    var line = first
    while line.last == 0x5c, !Self.isComment(line) {
      joined.text += line.upTo(line.count - 1)
      guard let more = lines.next() else {
        line = line.upTo(0)
        break
      }
      number += 1
      line = more
    }
    // A comment ends what is joined, and stays one.
    if Self.isComment(line) { joined.text.append(0x20) }
    joined.text += line
    if let comment = joined.text.indices.first(where: { Self.beginsComment(joined.text, $0) }) {
      joined.text.removeSubrange(comment...)
    }
    return joined
  }

  private static func isComment(_ line: UnsafeRawBufferPointer) -> Bool { line.first { !$0.isBlank } == 0x23 }

  private static func beginsComment(_ text: [UInt8], _ index: Int) -> Bool {
    text[index] == 0x23 && (index == 0 || text[index - 1].isBlank)
  }
}
