/// The required modules of a go.mod. Those marked `// indirect` are required by others, and only their versions are chosen
/// here.
///
/// Source: https://go.dev/ref/mod#go-mod-file.
enum GoDeclarations {
  static func read(_ bytes: UnsafeRawBufferPointer) -> [Declaration] {
    var found: [Declaration] = []
    /// Nil outside of a block, else whether it is one of requirements.
    var block: Bool?
    var number = 0
    for line in bytes.lines {
      number += 1
      let (code, comment) = uncommented(line)
      var words = code.split(whereSeparator: \.isBlank).map { UnsafeRawBufferPointer(rebasing: $0) }[...]
      guard let first = words.first else { continue }
      if let isRequire = block {
        if first.equals(")") { block = nil }
        guard isRequire, block != nil else { continue }
      } else {
        let opens = words.last?.hasSuffix("(") == true
        let isRequire = first.equals("require") || first.equals("require(")
        if opens { block = isRequire }
        guard isRequire, !opens else { continue }
        words = words.dropFirst()
      }
      guard words.count >= 2, let module = words.first.map(unquoted), !module.isEmpty else { continue }
      let isIndirect = comment.trimmed.hasPrefix("indirect")
      found.append(
        Declaration(
          ecosystem: .golang, name: module.text, requirement: unquoted(words[words.startIndex + 1]).text, line: number,
          group: isIndirect ? .locked : .runtime))
    }
    return found
  }

  private static func uncommented(_ line: UnsafeRawBufferPointer) -> (UnsafeRawBufferPointer, comment: UnsafeRawBufferPointer) {
    guard line.count >= 2 else { return (line, line.upTo(0)) }
    let index = (0..<line.count - 1).first { line[$0] == 0x2f && line[$0 + 1] == 0x2f && ($0 == 0 || line[$0 - 1].isBlank) }
    return index.map { (line.upTo($0), line.from($0 + 2)) } ?? (line, line.upTo(0))
  }

  private static func unquoted(_ word: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    guard word.count >= 2, let quote = word.first, quote == 0x22 || quote == 0x60, word.last == quote else { return word }
    return word.part(1..<word.count - 1)
  }
}
