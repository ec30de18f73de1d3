/// One `Requires-Dist`: `name[extra] (>=1) ; marker` or `name @ url ; marker`. Which versions it allows is not kept: what
/// is installed was chosen by an installer.
struct PythonRequirement {
  /// Normalised.
  var name: String
  /// Of what is required, normalised.
  var extras: [String] = []
  /// As written; empty where the need stands always.
  var marker: [UInt8] = []

  /// - Parameter section: a condition besides the one in `text`, from the headings of a `requires.txt`.
  init?(_ text: UnsafeRawBufferPointer, section: [UInt8] = []) {
    let text = text.trimmed
    let nameEnd = text.firstIndex { !Self.isName($0) } ?? text.count
    guard nameEnd > 0 else { return nil }
    name = PythonName.normalised(text.upTo(nameEnd))
    var rest = text.from(nameEnd).trimmed
    if rest.first == 0x5b, let end = rest.firstIndex(of: 0x5d) {
      extras = rest.part(1..<end).parts(0x2c).compactMap { $0.trimmed.isEmpty ? nil : PythonName.normalised($0.trimmed) }
      rest = rest.from(end + 1).trimmed
    }
    // A URL may hold semicolons; the marker's stands behind a blank.
    var semicolon = rest.firstIndex(of: 0x3b)
    if rest.first == 0x40 {
      while let index = semicolon, index > 0, !rest[index - 1].isBlank {
        semicolon = rest.from(index + 1).firstIndex(of: 0x3b).map { $0 + index + 1 }
      }
    }
    if let semicolon { marker = Array(rest.from(semicolon + 1).trimmed) }
    if !section.isEmpty { marker = marker.isEmpty ? section : [0x28] + marker + Array(") and ".utf8) + section }
  }

  private static func isName(_ byte: UInt8) -> Bool {
    (0x61...0x7a).contains(byte.lowercased) || (0x30...0x39).contains(byte) || byte == 0x2d || byte == 0x2e || byte == 0x5f
  }

  /// The lines of an egg's `requires.txt`. A heading is `[extra]`, `[:marker]` or `[extra:marker]`.
  static func ofEgg(_ text: UnsafeRawBufferPointer) -> [PythonRequirement] {
    var section: [UInt8] = []
    var found: [PythonRequirement] = []
    for line in text.lines {
      let line = line.trimmed
      if line.first == 0x5b, line.last == 0x5d {
        let (extra, marker) = line.part(1..<line.count - 1).cut(0x3a)
        section = extra.isEmpty ? [] : Array("extra == '".utf8) + extra + [0x27]
        if let marker, !marker.trimmed.isEmpty {
          section = section.isEmpty ? Array(marker.trimmed) : section + Array(" and (".utf8) + marker.trimmed + [0x29]
        }
        if !section.isEmpty { section = [0x28] + section + [0x29] }
      } else if let requirement = PythonRequirement(line, section: section) {
        found.append(requirement)
      }
    }
    return found
  }
}
