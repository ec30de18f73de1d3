/// Conda's environment.yml: the list under `dependencies`, and in it pip's own. Of YAML only what such files use is read:
/// lists by their indentation, and one on one line.
///
/// Source: https://docs.conda.io/projects/conda/en/stable/user-guide/tasks/manage-environments.html.
enum CondaDeclarations {
  static func read(_ bytes: UnsafeRawBufferPointer, group: Declaration.Group) -> [Declaration] {
    var found: [Declaration] = []
    var isInList = false
    /// The indentation of the item `pip:` while its list is read.
    var pip: Int?
    var number = 0
    for line in bytes.lines {
      number += 1
      let text = uncommented(line).trimmed
      guard let first = text.first else { continue }
      let indentation = line.firstIndex { $0 != 0x20 } ?? 0
      if first != 0x2d || text.count > 1 && text[1] != 0x20 {
        guard indentation == 0 else { continue }
        isInList = text.hasPrefix("dependencies:")
        pip = nil
        guard isInList else { continue }
        let value = text.from(13).trimmed
        guard value.first == 0x5b else { continue }
        for item in value.part(1..<(value.firstIndex(of: 0x5d) ?? value.count)).parts(0x2c) {
          if let declaration = conda(unquoted(item.trimmed), number, group) { found.append(declaration) }
        }
        continue
      }
      guard isInList else { continue }
      let item = unquoted(text.from(1).trimmed)
      if let outer = pip, indentation <= outer { pip = nil }
      if pip != nil {
        if let declaration = PipDeclarations.declaration(item, line: number, group: group) { found.append(declaration) }
      } else if item.equals("pip:") {
        pip = indentation
      } else if let declaration = conda(item, number, group) {
        found.append(declaration)
      }
    }
    return found
  }

  /// `channel/platform::name[version='>=1']`, `name=1.2=build`, `name >=1`.
  private static func conda(_ item: UnsafeRawBufferPointer, _ line: Int, _ group: Declaration.Group) -> Declaration? {
    var name = item
    if let colons = item.indices.dropLast().first(where: { item[$0] == 0x3a && item[$0 + 1] == 0x3a }) {
      name = item.from(colons + 2)
    }
    let end = name.firstIndex { !$0.isAlphanumeric && $0 != 0x2d && $0 != 0x2e && $0 != 0x5f } ?? name.count
    switch name.from(end).trimmed.first {
    case nil, 0x21, 0x3c, 0x3d, 0x3e, 0x5b, 0x7e: break
    // `name 1.2 build`.
    case .some(let byte) where name[end] == 0x20 && byte.isAlphanumeric: break
    default: return nil
    }
    guard end > 0 else { return nil }
    return Declaration(
      ecosystem: .conda, name: String(decoding: name.upTo(end).lowercased, as: UTF8.self), requirement: item.text, line: line,
      group: group)
  }

  private static func uncommented(_ line: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    line.upTo(line.indices.first { line[$0] == 0x23 && ($0 == 0 || line[$0 - 1].isBlank) } ?? line.count)
  }

  private static func unquoted(_ text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    guard text.count >= 2, let quote = text.first, quote == 0x22 || quote == 0x27, text.last == quote else { return text }
    return text.part(1..<text.count - 1)
  }
}
