/// pip's requirements and constraints files. Options, other files and the project itself (`-e .`) are no declarations;
/// what is fetched from a URL is one where the URL names it.
///
/// Source: https://pip.pypa.io/en/stable/reference/requirements-file-format.
enum PipDeclarations {
  /// - Parameter group: what the file's name says of all its lines. A file that says of itself that a tool resolved it
  ///   holds chosen versions, not wishes.
  static func read(_ bytes: UnsafeRawBufferPointer, group: Declaration.Group) -> [Declaration] {
    if let text = narrowed(bytes) { return text.withUnsafeBytes { read($0, group: group) } }
    let bytes = bytes.hasPrefix("\u{feff}") ? bytes.from(3) : bytes
    let group = isResolved(bytes) ? .locked : group
    var found: [Declaration] = []
    var lines = RequirementLines(bytes)
    while let line = lines.next() {
      let read = line.text.withUnsafeBytes { declaration($0, line: line.number, group: group) }
      if let read { found.append(read) }
    }
    return found
  }

  /// What one logical line declares.
  static func declaration(_ text: UnsafeRawBufferPointer, line: Int, group: Declaration.Group) -> Declaration? {
    var text = text.trimmed
    for option: StaticString in ["--editable", "-e"] where text.hasPrefix(option) {
      let rest = text.from(option.utf8CodeUnitCount)
      guard let separator = rest.first, separator.isBlank || separator == 0x3d else { return nil }
      text = rest.from(1).trimmed
      if let quote = text.first, quote == 0x22 || quote == 0x27, text.last == quote { text = text.part(1..<text.count - 1) }
      break
    }
    guard let first = text.first, first != 0x2d else { return nil }
    text = withoutOptions(text)
    if isURL(text) { return ofURL(text, line: line, group: group) }
    if first == 0x2e || first == 0x2f { return ofPath(text, line: line, group: group) }
    return Declaration(python: text, line: line, group: group) ?? ofPath(text, line: line, group: group)
  }

  /// Options of one requirement (`--hash=…`) follow it, the first behind a blank.
  private static func withoutOptions(_ text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    for index in text.indices.dropFirst() where text[index] == 0x2d && text[index - 1].isBlank { return text.upTo(index).trimmed }
    return text
  }

  private static func isURL(_ text: UnsafeRawBufferPointer) -> Bool {
    let (scheme, rest) = text.cut(0x3a)
    guard rest != nil, (3...9).contains(scheme.count) else { return false }
    let transport = scheme.firstIndex(of: 0x2b).map(scheme.upTo) ?? scheme
    return schemes.contains { transport.equalsIgnoringCase($0) }
  }

  private static let schemes: [StaticString] = ["http", "https", "file", "ftp", "ssh", "git", "hg", "svn", "sftp", "bzr"]

  /// `git+https://host/path@branch#egg=name[extra]`, or the URL of a distribution's file.
  private static func ofURL(_ text: UnsafeRawBufferPointer, line: Int, group: Declaration.Group) -> Declaration? {
    let url = text.upTo(text.firstIndex(where: \.isBlank) ?? text.count)
    let (location, fragment) = url.cut(0x23)
    for part in (fragment ?? url.upTo(0)).parts(0x26) where part.hasPrefix("egg=") {
      guard var declaration = Declaration(python: part.from(4), line: line, group: group) else { break }
      declaration.requirement = text.text
      return declaration
    }
    return ofPath(location, line: line, group: group, written: text)
  }

  /// By the name of a wheel, `NAME-VERSION-….whl`, or of a source distribution, `NAME-VERSION.tar.gz`; nothing else says
  /// what is in it.
  private static func ofPath(
    _ path: UnsafeRawBufferPointer, line: Int, group: Declaration.Group, written: UnsafeRawBufferPointer? = nil
  ) -> Declaration? {
    let written = written ?? path
    let location = path.upTo(path.firstIndex { $0.isBlank || $0 == 0x3b || $0 == 0x3f || $0 == 0x5b } ?? path.count)
    let file = location.from(location.lastIndex(of: 0x2f).map { $0 + 1 } ?? 0)
    let isWheel = file.hasSuffix(".whl")
    guard isWheel || file.hasSuffix(".tar.gz") || file.hasSuffix(".zip") || file.hasSuffix(".tar.bz2") else { return nil }
    let dash = isWheel ? file.firstIndex(of: 0x2d) : file.lastIndex(of: 0x2d)
    guard let dash, dash > 0, (0x30...0x39).contains(file[min(dash + 1, file.count - 1)]) else { return nil }
    guard var declaration = Declaration(python: file.upTo(dash), line: line, group: group) else { return nil }
    declaration.requirement = written.text
    if location.count < path.count, path[location.count] == 0x5b, let end = path.firstIndex(of: 0x5d), end > location.count {
      let extras = path.part(location.count + 1..<end).parts(0x2c).lazy.map(\.trimmed)
      declaration.extras = extras.filter { !$0.isEmpty }.map(PythonName.normalised)
    }
    return declaration
  }

  /// What pip-compile and uv write at the head of their output.
  private static func isResolved(_ bytes: UnsafeRawBufferPointer) -> Bool {
    for line in bytes.lines.prefix(8) where line.first == 0x23 {
      let words = line.from(1).trimmed
      if words.hasPrefix("This file is autogenerated by") || words.hasPrefix("This file was autogenerated by") { return true }
    }
    return false
  }

  /// A file in UTF-16, as a redirection of Windows PowerShell writes it, in UTF-8; nil for any other.
  private static func narrowed(_ bytes: UnsafeRawBufferPointer) -> [UInt8]? {
    let isLittle = bytes.hasPrefixBytes(0xff, 0xfe)
    guard isLittle || bytes.hasPrefixBytes(0xfe, 0xff) else { return nil }
    let units = stride(from: 2, to: bytes.count - 1, by: 2).map { index -> UInt16 in
      let (low, high) = isLittle ? (bytes[index], bytes[index + 1]) : (bytes[index + 1], bytes[index])
      return UInt16(high) << 8 | UInt16(low)
    }
    return Array(String(decoding: units, as: UTF16.self).utf8)
  }
}

extension UnsafeRawBufferPointer {
  fileprivate func hasPrefixBytes(_ first: UInt8, _ second: UInt8) -> Bool {
    count >= 2 && self[0] == first && self[1] == second
  }
}
