/// From lines to instructions to stages.
struct DockerfileReader {
  private var lines: LineReader

  init(source: [UInt8]) {
    lines = LineReader(source: source)
  }

  /// All instructions of the file by their syntax alone, with their heredocs.
  mutating func instructions() throws(SyntaxFault) -> [Instruction] {
    var instructions: [Instruction] = []
    while let line = try lines.instructionLine() {
      let reader = try InstructionReader(line.text, escape: lines.escape)
      let heredocs = reader.takesHeredocs ? try heredocs(of: line) : []
      let end = heredocs.isEmpty ? line.range.upperBound : lines.withoutNewline(lines.lastLine).upperBound
      instructions.append(reader.instruction(range: line.range.lowerBound..<end, heredocs: heredocs))
    }
    guard !instructions.isEmpty else {
      throw SyntaxFault(at: lines.source.count, found: "the end of the file", expected: "an instruction")
    }
    return instructions
  }

  private mutating func heredocs(of line: LineReader.Line) throws(SyntaxFault) -> [Instruction.Heredoc] {
    guard line.text.mayHoldHeredocs else { return [] }
    let markers: [HeredocMarker]
    do {
      markers = try HeredocMarker.all(in: line.text.bytes)
    } catch {
      throw SyntaxFault(at: line.range.lowerBound, found: lines.source[line.range], expected: error.wish)
    }
    var heredocs: [Instruction.Heredoc] = []
    for marker in markers { heredocs.append(try heredoc(marker, place: line.text.source(of: marker.range))) }
    return heredocs
  }

  private mutating func heredoc(_ marker: HeredocMarker, place: Range<Int>) throws(SyntaxFault) -> Instruction.Heredoc {
    var start: Int?
    while let physical = try lines.physicalLine() {
      start = start ?? physical.lowerBound
      var line = lines.source[lines.withoutNewline(physical)]
      if marker.stripsTabs { line = line.drop { $0 == Mark.tab } }
      guard line.elementsEqual(marker.name), let start else { continue }
      let body = start..<physical.lowerBound
      let content = lines.source[body]
      return Instruction.Heredoc(
        name: marker.name, content: marker.stripsTabs ? HeredocMarker.stripTabs(content) : Array(content),
        expands: marker.expands, stripsTabs: marker.stripsTabs, descriptor: marker.descriptor, marker: place, body: body)
    }
    throw SyntaxFault(
      at: place.lowerBound, found: "the end of the file", expected: "a line \(Quotation.of(marker.name)) that ends the heredoc")
  }

  func dockerfile(of instructions: [Instruction]) throws(SyntaxFault) -> Dockerfile {
    var metaArguments: [Instruction] = []
    var stages: [Dockerfile.Stage] = []
    var index = 0
    while index < instructions.count, instructions[index].keyword == .arg {
      metaArguments.append(instructions[index])
      index += 1
    }
    guard index < instructions.count else {
      throw SyntaxFault(at: lines.source.count, found: "the end of the file", expected: "FROM")
    }
    guard instructions[index].keyword == .from else {
      throw SyntaxFault(
        at: instructions[index].range.lowerBound, found: instructions[index].keyword.rawValue.uppercased(),
        expected: "ARG or FROM before any other instruction")
    }
    while index < instructions.count {
      let from = instructions[index]
      let next = instructions[(index + 1)...].firstIndex { $0.keyword == .from } ?? instructions.count
      let name = from.words.count == 3 ? String(decoding: Mark.lowered(from.words[2].bytes), as: UTF8.self) : nil
      stages.append(
        Dockerfile.Stage(
          index: stages.count, from: from, base: from.words.first?.bytes ?? [], name: name,
          instructions: Array(instructions[(index + 1)..<next])))
      index = next
    }
    return Dockerfile(
      source: lines.source, directives: lines.directives, escape: lines.escape, metaArguments: metaArguments, stages: stages,
      lineStarts: lines.lineStarts)
  }

  func located(_ fault: SyntaxFault) -> DockerfileError {
    // At the end of a file that ends in a newline, that of its last line.
    var offset = min(fault.offset, lines.source.count)
    while offset == lines.source.count, offset > 0, lines.source[offset - 1] == Mark.newline { offset -= 1 }
    let line = Dockerfile.line(of: offset, lineStarts: lines.lineStarts)
    return DockerfileError(
      line: line, column: offset - lines.lineStarts[line - 1] + 1, found: fault.found, expected: fault.expected)
  }
}
