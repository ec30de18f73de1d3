extension ShellReader {
  mutating func redirections() throws(Problem) -> [Script.Redirection] {
    var all: [Script.Redirection] = []
    while true {
      let before = position
      skipBlanks()
      guard let redirection = try redirection() else {
        position = before
        return all
      }
      all.append(redirection)
    }
  }

  /// `<(` or `>(`, which is part of a word.
  var isProcess: Bool { (byte() == 0x3c || byte() == 0x3e) && byte(1) == 0x28 }

  /// Nil, at the same position, where no redirection begins.
  mutating func redirection() throws(Problem) -> Script.Redirection? {
    let start = position
    var index = position
    while index < end, Self.isDigit(bytes[index]) { index += 1 }
    let digits = start..<index
    if byte() == 0x7b { try rejectNamedDescriptor() }
    if index < end, bytes[index] == 0x26, digits.isEmpty {
      guard index + 1 < end, bytes[index + 1] == 0x3e else { return nil }
    } else {
      guard index < end, bytes[index] == 0x3c || bytes[index] == 0x3e else { return nil }
      if digits.isEmpty, isProcess { return nil }
    }
    var descriptor: Int?
    if !digits.isEmpty {
      guard let number = Int(String(decoding: bytes[digits.prefix(10)], as: UTF8.self)), digits.count < 10 else {
        throw Problem(offset: start, reason: .limit)
      }
      descriptor = number
    }
    position = index
    guard let kind = redirectionOperator() else { throw unexpected() }
    if kind == .hereDocument { return try hereDocument(start, descriptor) }
    skipBlanks()
    guard !isAtEnd, !Self.endsWord(byte()) || isProcess else { throw unexpected() }
    let target = try word()
    if kind == .outputBoth || kind == .appendBoth || kind == .hereString { extensions.append(start..<position) }
    return Script.Redirection(kind: kind, descriptor: descriptor, target: target, document: nil, range: start..<position)
  }

  private mutating func redirectionOperator() -> Script.Redirection.Operator? {
    if take("&>>") { return .appendBoth }
    if take("&>") { return .outputBoth }
    if take("<<<") { return .hereString }
    if isOperator("<<") != nil { return .hereDocument }
    if take("<&") { return .duplicateInput }
    if take("<>") { return .readWrite }
    if take("<") { return .input }
    if take(">>") { return .append }
    if take(">&") { return .duplicateOutput }
    if take(">|") { return .outputForced }
    return take(">") ? .output : nil
  }

  /// `{name}>`: bash chooses the descriptor.
  private func rejectNamedDescriptor() throws(Problem) {
    let close = nameEnd(position + 1)
    guard close > position + 1, close + 1 < end, bytes[close] == 0x7d else { return }
    if bytes[close + 1] == 0x3c || bytes[close + 1] == 0x3e { throw Problem(offset: position, reason: .unsupported) }
  }

  // MARK: Here-documents

  private mutating func hereDocument(_ start: Int, _ descriptor: Int?) throws(Problem) -> Script.Redirection {
    _ = take("<<")
    let strips = take("-")
    skipBlanks()
    let begin = position
    var delimiter: [UInt8] = []
    var isQuoted = false
    while position < end, !Self.endsWord(bytes[position]) {
      let byte = bytes[position]
      position += 1
      switch byte {
      case 0x27, 0x22:
        isQuoted = true
        while position < end, bytes[position] != byte {
          delimiter.append(bytes[position])
          position += 1
        }
        guard position < end else { throw Problem(offset: begin, reason: .unclosed) }
        position += 1
      case 0x5c:
        isQuoted = true
        guard position < end else { throw unexpected() }
        delimiter.append(bytes[position])
        position += 1
      default: delimiter.append(byte)
      }
    }
    guard position > begin else { throw unexpected() }
    awaited.append((documents.count, delimiter))
    documents.append(Script.HereDocument(expands: !isQuoted, stripsTabs: strips, body: nil, extent: nil, content: nil))
    let word = Script.Word(range: begin..<position, parts: [.literal(delimiter)])
    return Script.Redirection(
      kind: .hereDocument, descriptor: descriptor, target: word, document: documents.count - 1, range: start..<position)
  }

  /// Takes the new line at `position` and the bodies of the here-documents that wait for it.
  mutating func newLine() {
    position += 1
    guard !awaited.isEmpty else { return }
    let waiting = awaited
    awaited = []
    for (index, delimiter) in waiting { readBody(index, delimiter) }
  }

  private mutating func readBody(_ index: Int, _ delimiter: [UInt8]) {
    guard position < end else { return }
    let start = position
    var bodyEnd = end
    while position < end {
      let line = position
      while position < end, bytes[position] != 0x0a { position += 1 }
      var first = line
      if documents[index].stripsTabs { while first < position, bytes[first] == 0x09 { first += 1 } }
      let isLast = bytes[first..<position].elementsEqual(delimiter)
      if position < end { position += 1 }
      if isLast {
        bodyEnd = line
        break
      }
    }
    documents[index].body = start..<bodyEnd
    documents[index].extent = start..<position
    documents[index].content = content(start..<bodyEnd, expands: documents[index].expands)
  }

  /// As between double quotes, but for the quotes themselves.
  private mutating func content(_ range: Range<Int>, expands: Bool) -> Script.Word {
    guard expands else { return Script.Word(range: range, parts: [.literal(Array(bytes[range]))]) }
    return inside(range) { (reader) throws(Problem) in
      var parts = WordParts()
      while !reader.isAtEnd { try reader.quotedPart(&parts, inDocument: true) }
      return Script.Word(range: range, parts: parts.finished())
    } ?? Script.Word(range: range, parts: [.unread(range)])
  }

  /// Reads a part of the text on its own; nil when it cannot be read to its end.
  mutating func inside<Result>(_ range: Range<Int>, _ read: (inout ShellReader) throws(Problem) -> Result) -> Result? {
    let (outerEnd, outerPosition, outerDepth, outerAwaited) = (end, position, depth, awaited)
    let (documentCount, extensionCount) = (documents.count, extensions.count)
    (end, position, awaited) = (range.upperBound, range.lowerBound, [])
    var result: Result?
    do throws(Problem) {
      result = try read(&self)
      if !isAtEnd { result = nil }
    } catch {
      result = nil
    }
    if result == nil {
      documents.removeSubrange(documentCount...)
      extensions.removeSubrange(extensionCount...)
    }
    (end, position, depth, awaited) = (outerEnd, outerPosition, outerDepth, outerAwaited)
    return result
  }
}

extension Range<Int> {
  fileprivate func prefix(_ count: Int) -> Range<Int> { lowerBound..<Swift.min(upperBound, lowerBound + count) }
}
