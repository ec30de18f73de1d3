/// As much of Ruby's syntax as a call of `gem` has.
enum RubyText {
  struct Word {
    enum Kind { case string, symbol, key }

    var kind: Kind
    var text: String
  }

  static func uncommented(_ line: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    var quote: UInt8 = 0
    var index = 0
    while index < line.count {
      let byte = line[index]
      if quote != 0 {
        if byte == 0x5c { index += 1 } else if byte == quote { quote = 0 }
      } else if byte == 0x22 || byte == 0x27 {
        quote = byte
      } else if byte == 0x23 {
        return line.upTo(index)
      }
      index += 1
    }
    return line
  }

  /// Strings, symbols (`:test`, and those in `%i[a b]`) and the keys of options (`group:`, `:group =>`, `"group" =>`).
  static func words(_ text: UnsafeRawBufferPointer) -> [Word] {
    var words: [Word] = []
    var index = 0
    var isInList = false
    while index < text.count {
      let byte = text[index]
      index += 1
      switch byte {
      case 0x22, 0x27:
        let end = text.from(index).firstIndex(of: byte).map { index + $0 } ?? text.count
        words.append(Word(kind: .string, text: text.part(index..<end).text))
        index = end + 1
      case 0x3d where index < text.count && text[index] == 0x3e:
        if let last = words.indices.last { words[last].kind = .key }
        index += 1
      case 0x25 where index + 1 < text.count && (text[index].lowercased == 0x69 || text[index].lowercased == 0x77):
        isInList = true
        index += 2
      case 0x5d, 0x29, 0x7d: isInList = false
      case _ where byte.isAlphanumeric || byte == 0x5f:
        let start = index - 1
        while index < text.count, text[index].isAlphanumeric || text[index] == 0x5f || text[index] == 0x2d { index += 1 }
        let word = text.part(start..<index).text
        if isInList || start > 0 && text[start - 1] == 0x3a {
          words.append(Word(kind: .symbol, text: word))
        } else if index < text.count, text[index] == 0x3a {
          words.append(Word(kind: .key, text: word))
          index += 1
        }
      default: break
      }
    }
    return words
  }
}
