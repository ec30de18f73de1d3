public import TareDockerfile
public import TareOCI

/// A Dockerfile made of the history, for an image whose own is not at hand. It says what was done, not how the file was
/// written: variables have their values, stages and their names are gone.
public struct Reconstruction: Sendable {
  public let text: [UInt8]
  public let dockerfile: Dockerfile
  /// By history record: the lines that stand for it. A record that is no instruction stands as a comment.
  public let lines: [ClosedRange<Int>]
  /// As an alignment of the history with this file.
  public let alignment: HistoryAlignment

  /// - Parameter base: where the image below ends; where its name is known, FROM names it and stands for its rows.
  /// - Throws: where the text is no Dockerfile; no history is known to lead to that.
  public init(_ history: [HistoryRecord], base: BaseEnd) throws(DockerfileError) {
    let rows = min(base.rows, history.count)
    let from = base.name.map { Array($0.utf8) }
    let name = from.flatMap { name in !name.isEmpty && name.allSatisfy(Self.isNameByte) ? name : nil }
    let isNamed = name != nil && rows > 0
    var writer = ReconstructionWriter()
    writer.comment("Reconstructed from the history of the image; not the file that it was built from.")
    writer.line(Array("FROM ".utf8) + (isNamed ? name ?? [] : Array("scratch".utf8)))
    for (index, record) in history.enumerated() {
      if index == rows, rows > 0, !isNamed { writer.comment("The base image ends here (\(base.confidence.rawValue)).") }
      if isNamed, index < rows { writer.standForFrom(record) } else { writer.add(record) }
    }
    text = writer.text
    lines = writer.lines
    dockerfile = try Dockerfile(parsing: writer.text)
    alignment = HistoryAlignment(reconstructed: writer.instructions, lines: writer.lines, base: base)
  }

  /// What may stand in an image's name.
  private static func isNameByte(_ byte: UInt8) -> Bool {
    byte.isNameByte || [0x2d, 0x2e, 0x2f, 0x3a, 0x40].contains(byte)
  }
}

private struct ReconstructionWriter {
  private(set) var text: [UInt8] = []
  private(set) var lines: [ClosedRange<Int>] = []
  /// By record, the number of its instruction in the stage.
  private(set) var instructions: [Int?] = []
  private var count = 0
  private var line = 1
  private var spelling = RowSpelling()

  mutating func line(_ bytes: [UInt8]) {
    text += bytes + [0x0a]
    line += 1 + bytes.count { $0 == 0x0a }
  }

  mutating func comment(_ words: String) {
    // Of a comment no byte may end the line, and no line of a Dockerfile may be longer than 64 KiB.
    line(Array("# ".utf8) + words.utf8.prefix(1000).map { $0 < 0x20 ? 0x20 : $0 })
  }

  mutating func standForFrom(_ record: HistoryRecord) {
    _ = spelling.text(CreatedBy(record))
    lines.append(2...2)
    instructions.append(nil)
  }

  mutating func add(_ record: HistoryRecord) {
    let first = line
    if let instruction = spelling.text(CreatedBy(record)) {
      line(instruction)
      instructions.append(count)
      count += 1
    } else {
      let told = [record.createdBy, record.comment].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: "; ")
      comment(told.isEmpty ? "no instruction told" : "no instruction: \(told)")
      instructions.append(nil)
    }
    lines.append(first...line - 1)
  }
}

extension HistoryAlignment {
  /// Each row with the line that was written for it.
  init(reconstructed instructions: [Int?], lines: [ClosedRange<Int>], base: BaseEnd) {
    self.lines = zip(instructions, lines).map { instruction, lines in
      instruction.map { LineMapping(stage: 0, instruction: $0, lines: lines, confidence: .certain) }
    }
    (match, rowShare, instructionShare, stages, unmatched) = (.whole, 1, 1, [0], [])
    baseName = base.name.map { Array($0.utf8) }
    (baseRows, baseConfidence) = (base.rows, base.confidence)
  }
}
