/// Small tools for text as bytes.
extension Collection<UInt8> {
  func starts(with text: StaticString) -> Bool {
    text.withUTF8Buffer { count >= $0.count && prefix($0.count).elementsEqual($0) }
  }

  func equals(_ text: StaticString) -> Bool { text.withUTF8Buffer { elementsEqual($0) } }
}

extension ArraySlice<UInt8> {
  /// Without blanks and line ends on either side.
  var trimmed: ArraySlice<UInt8> {
    var part = self
    while let first = part.first, first.isWhite { part.removeFirst() }
    while let last = part.last, last.isWhite { part.removeLast() }
    return part
  }

  /// Up to the next white space, and what follows that.
  var cutWord: (word: ArraySlice<UInt8>, rest: ArraySlice<UInt8>) {
    let start = firstIndex { !$0.isWhite } ?? endIndex
    let end = self[start...].firstIndex { $0.isWhite } ?? endIndex
    let next = self[end...].firstIndex { !$0.isWhite } ?? endIndex
    return (self[start..<end], self[next...])
  }

  /// Where `text` stands first.
  func position(of text: StaticString) -> Index? {
    text.withUTF8Buffer { needle in
      guard let head = needle.first, count >= needle.count else { return nil }
      var start = startIndex
      while let found = self[start...].firstIndex(of: head), endIndex - found >= needle.count {
        if self[found..<found + needle.count].elementsEqual(needle) { return found }
        start = found + 1
      }
      return nil
    }
  }
}

extension UInt8 {
  var isWhite: Bool { self == 0x20 || (0x09...0x0d).contains(self) }
  var isHexDigit: Bool { (0x30...0x39).contains(self) || (0x61...0x66).contains(self) }
  var isNameByte: Bool { self == 0x5f || (0x30...0x39).contains(self) || (0x61...0x7a).contains(self | 0x20) }
}
