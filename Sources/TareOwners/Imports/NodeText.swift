/// JavaScript as bytes: what a byte may be part of, and where blanks, comments and literals end.
struct NodeText {
  enum Class: UInt8 {
    case other, blank
    /// A byte of a name, a keyword or a number; those of characters beyond ASCII are.
    case word
    case quote, slash, bracket
  }

  static let classes: [Class] = (0...255).map { (byte: UInt8) in
    switch byte {
    case 0x09...0x0d, 0x20: .blank
    case 0x22, 0x27, 0x60: .quote
    case 0x2f: .slash
    case 0x28, 0x29, 0x5b, 0x5d, 0x7b, 0x7d: .bracket
    case 0x23, 0x24, 0x5c, 0x5f, 0x80...0xff: .word
    default: byte.isAlphanumeric ? .word : .other
    }
  }

  let bytes: UnsafeRawBufferPointer
  var position = 0
  /// Up to where a quote begins no string, since one before it had no end on its line.
  private var noSingle = 0
  private var noDouble = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// Zero outside the text.
  func at(_ index: Int) -> UInt8 { index < bytes.count ? bytes[index] : 0 }
  func byte(_ offset: Int) -> UInt8 { at(position + offset) }
  func isWord(_ index: Int) -> Bool { index < bytes.count && Self.classes[Int(bytes[index])] == .word }

  mutating func passLine() { position = endOfLine(position) }
  mutating func passComment() { position = endOfComment(position) }

  func endOfLine(_ index: Int) -> Int {
    var index = index
    while index < bytes.count, bytes[index] != 0x0a, bytes[index] != 0x0d { index += 1 }
    return index
  }

  /// Behind the comment that begins at `index`.
  func endOfComment(_ index: Int) -> Int {
    var index = index + 3
    while index < bytes.count, bytes[index] != 0x2f || bytes[index - 1] != 0x2a { index += 1 }
    return min(index + 1, bytes.count)
  }

  /// Over blanks and comments.
  func passingSpace(_ index: Int) -> Int {
    var index = index
    while index < bytes.count {
      if bytes[index].isBlank {
        index += 1
      } else if bytes[index] == 0x2f, at(index + 1) == 0x2f {
        index = endOfLine(index)
      } else if bytes[index] == 0x2f, at(index + 1) == 0x2a {
        index = endOfComment(index)
      } else {
        break
      }
    }
    return index
  }

  /// What stands between the quotes of the string that begins at `index`, or between the backticks of a template on one
  /// line without parts of the program in it.
  mutating func literal(at index: Int) -> Range<Int>? {
    switch at(index) {
    case 0x22, 0x27: return endOfString(at: index).map { index + 1..<$0 }
    case 0x60:
      var end = index + 1
      while end < bytes.count, bytes[end] != 0x60 {
        guard bytes[end] != 0x24, bytes[end] != 0x0a else { return nil }
        end += 1
      }
      return end < bytes.count ? index + 1..<end : nil
    default: return nil
    }
  }

  /// The quote that closes the string which begins at `start`; nil if its line does not.
  mutating func endOfString(at start: Int) -> Int? {
    let quote = bytes[start]
    guard start >= (quote == 0x22 ? noDouble : noSingle) else { return nil }
    var index = start + 1
    while index < bytes.count {
      let byte = bytes[index]
      if byte == quote { return index }
      if byte == 0x5c {
        // A line that ends in a backslash goes on.
        index += at(index + 1) == 0x0d && at(index + 2) == 0x0a ? 3 : 2
      } else if byte == 0x0a {
        break
      } else {
        index += 1
      }
    }
    if quote == 0x22 { noDouble = index } else { noSingle = index }
    return nil
  }

  /// The slash that closes the regular expression which begins at `start`; nil if its line does not.
  func endOfExpression(at start: Int) -> Int? {
    var index = start + 1
    var isInClass = false
    while index < bytes.count {
      switch bytes[index] {
      case 0x0a, 0x0d: return nil
      case 0x5c: index += at(index + 1) == 0x0a ? 1 : 2
      case 0x5b:
        isInClass = true
        index += 1
      case 0x5d:
        isInClass = false
        index += 1
      case 0x2f where !isInClass: return index
      default: index += 1
      }
    }
    return nil
  }
}
