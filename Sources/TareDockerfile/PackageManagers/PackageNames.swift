/// How ecosystems write a package with its version in one word.
enum PackageNames {
  /// What an operand names. Where its end is a variable, the name is known if what separates it from the version is.
  static func request(_ ecosystem: String, _ operand: Invocation.Operand) -> PackageRequest {
    let range = operand.word.range
    if let written = operand.written { return request(ecosystem, written, range) }
    let known = request(ecosystem, operand.known, range)
    let isNamed = known.source == .index && known.constraint != nil && known.name?.isEmpty == false
    return PackageRequest(
      name: isNamed ? known.name : nil, constraint: nil, extras: isNamed ? known.extras : nil, source: .unknown, range: range)
  }

  static func request(_ ecosystem: String, _ word: [UInt8]?, _ range: Range<Int>) -> PackageRequest {
    guard let word, !word.isEmpty else {
      return PackageRequest(name: nil, constraint: nil, extras: nil, source: .unknown, range: range)
    }
    switch ecosystem {
    case "pypi": return python(word, range)
    case "npm": return node(word, range)
    case "golang": return go(word, range)
    case "deb": return isPath(word) || word.ends(with: ".deb") ? path(word, range) : split(word, at: "=/", range)
    case "apk": return isPath(word) || word.ends(with: ".apk") ? path(word, range) : split(word, at: "=<>~@", range)
    case "rpm":
      if isURL(word) { return url(word, nil, range) }
      return isPath(word) || word.ends(with: ".rpm") ? path(word, range) : split(word, at: "", range)
    case "conda":
      // `channel::name=1.2=build`
      let start = word.firstRange(of: "::").map(\.upperBound) ?? 0
      return split(Array(word[start...]), at: "=<>!~[ ", range)
    case "gem", "composer": return isPath(word) && word.ends(with: ".gem") ? path(word, range) : split(word, at: ":", range)
    default: return split(word, at: "@", range)
    }
  }

  private static func split(_ word: [UInt8], at separators: StaticString, _ range: Range<Int>) -> PackageRequest {
    let set = separators.withUTF8Buffer { Array($0) }
    let cut = word.firstIndex { set.contains($0) } ?? word.count
    return index(Array(word[..<cut]), Array(word[cut...]), range)
  }

  private static func index(_ name: [UInt8], _ constraint: [UInt8], extras: [UInt8]? = nil, _ range: Range<Int>) -> PackageRequest {
    PackageRequest(name: name, constraint: constraint.isEmpty ? nil : constraint, extras: extras, source: .index, range: range)
  }

  private static func path(_ word: [UInt8], _ range: Range<Int>, extras: [UInt8]? = nil) -> PackageRequest {
    PackageRequest(name: nil, constraint: nil, extras: extras, source: .path(word), range: range)
  }

  private static func url(_ word: [UInt8], _ name: [UInt8]?, extras: [UInt8]? = nil, _ range: Range<Int>) -> PackageRequest {
    PackageRequest(name: name, constraint: nil, extras: extras, source: .url(word), range: range)
  }

  /// `NAME[extras] constraint ; marker`, `NAME @ URL`, a path or a URL.
  private static func python(_ word: [UInt8], _ range: Range<Int>) -> PackageRequest {
    let text = word.prefix { $0 != 0x3b }.filter { $0 != 0x20 && $0 != 0x09 }
    let end = text.firstIndex { !isNameByte($0) } ?? text.count
    let name = Array(text[..<end])
    var rest = text[end...]
    var extras: [UInt8]?
    if rest.first == 0x5b, let close = rest.firstIndex(of: 0x5d) {
      extras = Array(rest[(rest.startIndex + 1)..<close])
      rest = rest[(close + 1)...]
    }
    if rest.first == 0x40 { return url(Array(rest.dropFirst()), name.isEmpty ? nil : name, extras: extras, range) }
    if isURL(word) { return url(word, nil, range) }
    let isFile = [".whl", ".zip", ".tar.gz", ".tgz", ".tar.bz2"].contains { (suffix: StaticString) in text.ends(with: suffix) }
    let isDots = !name.isEmpty && name.allSatisfy { $0 == 0x2e }
    if word.contains(0x2f) || isFile || isDots || name.isEmpty {
      // `.[test]`: the extras are no part of the path.
      let path = word.lastIndex(of: 0x5b).map { word.last == 0x5d ? Array(word[..<$0]) : word } ?? word
      let named = word.lastIndex(of: 0x5b).flatMap { word.last == 0x5d ? Array(word[($0 + 1)...].dropLast()) : nil }
      return self.path(path, range, extras: named)
    }
    return index(name, Array(rest), extras: extras, range)
  }

  private static func node(_ word: [UInt8], _ range: Range<Int>) -> PackageRequest {
    if isURL(word) || word.starts(with: "git@") || word.starts(with: "github:") { return url(word, nil, range) }
    if word.starts(with: "file:") { return path(Array(word.dropFirst(5)), range) }
    if isPath(word) || word.ends(with: ".tgz") { return path(word, range) }
    let at = word.dropFirst().firstIndex(of: 0x40) ?? word.count
    let name = Array(word[..<at])
    // `owner/repository` is a place on GitHub.
    if name.first != 0x40, name.contains(0x2f) { return url(word, nil, range) }
    return index(name, Array(word[at...]), range)
  }

  private static func go(_ word: [UInt8], _ range: Range<Int>) -> PackageRequest {
    isPath(word) || word == [0x2e] ? path(word, range) : split(word, at: "@", range)
  }

  /// Begins with `/`, `./`, `../` or `~/`, or is `.` or `..`.
  static func isPath(_ word: [UInt8]) -> Bool {
    word.first == 0x2f || word.starts(with: "./") || word.starts(with: "../") || word.starts(with: "~/") || word == [0x2e]
      || word == [0x2e, 0x2e]
  }

  static func isURL(_ word: [UInt8]) -> Bool { word.firstRange(of: "://") != nil }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    (0x61...0x7a).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte == 0x2d || byte == 0x5f || byte == 0x2e
  }
}

extension [UInt8] {
  func starts(with text: StaticString) -> Bool { text.withUTF8Buffer { self.starts(with: $0) } }
  func ends(with text: StaticString) -> Bool { text.withUTF8Buffer { self.suffix($0.count).elementsEqual($0) } }

  /// Where a short text first stands.
  func firstRange(of text: StaticString) -> Range<Int>? {
    let count = text.utf8CodeUnitCount
    guard count > 0, self.count >= count else { return nil }
    return text.withUTF8Buffer { wanted in
      for start in 0...(self.count - count) where self[start] == wanted[0] {
        if self[start..<start + count].elementsEqual(wanted) { return start..<start + count }
      }
      return nil
    }
  }
}
