/// Bundler's Gemfile. It is a program; what is read is a `gem "name"` that stands at the beginning of a line, with the
/// groups that its options or the blocks around it name.
///
/// Source: https://bundler.io/man/gemfile.5.html.
struct GemDeclarations {
  private var found: [Declaration] = []
  /// For every block that is open, the group of what is in it.
  private var blocks: [Declaration.Group?] = []

  static func read(_ bytes: UnsafeRawBufferPointer) -> [Declaration] {
    var reader = GemDeclarations()
    var lines = bytes.lines
    var number = 0
    var isComment = false
    while let line = lines.next() {
      number += 1
      if line.hasPrefix("=begin") { isComment = true }
      if isComment {
        isComment = !line.hasPrefix("=end")
        continue
      }
      let first = number
      var text = Array(RubyText.uncommented(line).trimmed)
      // A call goes on behind a comma.
      while text.last == 0x2c, let more = lines.next() {
        number += 1
        text.append(0x20)
        text += RubyText.uncommented(more).trimmed
      }
      text.withUnsafeBytes { reader.take($0, line: first) }
    }
    return reader.found
  }

  private mutating func take(_ text: UnsafeRawBufferPointer, line: Int) {
    let word = text.upTo(text.firstIndex { !$0.isAlphanumeric && $0 != 0x5f } ?? text.count)
    if word.equals("end") {
      _ = blocks.popLast()
      return
    }
    if word.equals("gem") {
      gem(text.from(3), line: line)
    } else if opens(text, word) {
      let names = word.equals("group") ? RubyText.words(text.from(5)).filter { $0.kind != .key } : []
      blocks.append(Self.group(names) ?? blocks.last ?? nil)
    }
  }

  private func opens(_ text: UnsafeRawBufferPointer, _ word: UnsafeRawBufferPointer) -> Bool {
    if text.hasSuffix(" do") || text.equals("do") { return true }
    if text.last == 0x7c, text.text.contains(" do |") { return true }
    let keywords: [StaticString] = ["if", "unless", "case", "begin", "def", "while", "until", "for", "class", "module"]
    return keywords.contains { word.equals($0) } && !text.hasSuffix(" end")
  }

  private mutating func gem(_ arguments: UnsafeRawBufferPointer, line: Int) {
    guard let first = arguments.first, first.isBlank || first == 0x28 else { return }
    let words = RubyText.words(arguments)
    guard let name = words.first, name.kind == .string, !name.text.isEmpty else { return }
    var versions: [String] = []
    var groups: [RubyText.Word] = []
    var option: String?
    for word in words.dropFirst() {
      switch word.kind {
      case .key: option = word.text
      case .string where option == nil: versions.append(word.text)
      case .string, .symbol: if option == "group" || option == "groups" { groups.append(word) }
      }
    }
    let group = groups.isEmpty ? blocks.last ?? nil : Self.group(groups)
    found.append(
      Declaration(
        ecosystem: .gem, name: name.text, requirement: versions.joined(separator: ", "), line: line, group: group ?? .runtime))
  }

  /// For development if all of them are; else for the first that is not.
  private static func group(_ names: [RubyText.Word]) -> Declaration.Group? {
    guard !names.isEmpty else { return nil }
    guard let other = names.first(where: { GroupName($0.text).group != .development }) else { return .development }
    return other.text == "default" ? .runtime : .optional(other.text)
  }
}
