/// An environment's `conda-meta/history`: which names were asked for and taken back, in turn.
struct CondaHistory {
  private(set) var asked: Set<String> = []

  /// nil where no line says what was asked for.
  init?(_ text: UnsafeRawBufferPointer) {
    var says = false
    for line in text.lines where line.first == 0x23 {
      // # update specs: ["numpy=1.26", 'scipy']
      let (words, list) = line.from(1).cut(0x3a)
      let verb = words.trimmed
      guard let list, verb.hasSuffix(" specs") else { continue }
      says = true
      let names = Self.names(list)
      if verb.hasPrefix("remove") || verb.hasPrefix("uninstall") {
        asked.subtract(names)
      } else if !verb.hasPrefix("neutered") {
        asked.formUnion(names)
      }
    }
    guard says else { return nil }
  }

  private static func names(_ list: UnsafeRawBufferPointer) -> [String] {
    var names: [String] = []
    var rest = list
    while let start = rest.firstIndex(where: { $0 == 0x22 || $0 == 0x27 }) {
      let quote = rest[start]
      let text = rest.from(start + 1)
      guard let end = text.firstIndex(of: quote) else { break }
      if let name = CondaRecord.name(text.upTo(end)) { names.append(name) }
      rest = text.from(end + 1)
    }
    return names
  }
}
