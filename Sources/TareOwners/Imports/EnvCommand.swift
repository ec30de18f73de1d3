/// The command that `env` runs, from its arguments.
///
/// Source: https://www.gnu.org/software/coreutils/manual/html_node/env-invocation.html.
struct EnvCommand {
  var program: [UInt8]
  var arguments: [[UInt8]]

  init?(_ words: [[UInt8]]) {
    var words = words[...]
    var isBehindOptions = false
    while let word = words.popFirst() {
      if !isBehindOptions, word.first == 0x2d {
        if word == [0x2d, 0x2d] { isBehindOptions = true }
        words = Self.passing(word, before: words)
      } else if word.first != 0x3d, word.contains(0x3d) {
        // A variable for the command's environment.
        isBehindOptions = true
      } else {
        program = word
        arguments = Array(words)
        return
      }
    }
    return nil
  }

  /// What follows an option: without its value, or with what `-S` splits.
  private static func passing(_ option: [UInt8], before words: ArraySlice<[UInt8]>) -> ArraySlice<[UInt8]> {
    var words = words
    let long = Array("--split-string".utf8)
    if option.starts(with: long) {
      if option.count > long.count { return ArraySlice(split(option[(long.count + 1)...]) + words) }
      guard let text = words.popFirst() else { return [] }
      return ArraySlice(split(text[...]) + words)
    }
    if option.starts(with: [0x2d, 0x2d]) {
      // The others write their value behind an equals sign, or as the next word.
      let takesWord = ["--unset", "--chdir", "--argv0"].contains { option.elementsEqual($0.utf8) }
      return takesWord ? words.dropFirst() : words
    }
    for index in option.indices.dropFirst() {
      switch option[index] {
      case 0x53:
        if index + 1 < option.count { return ArraySlice(split(option[(index + 1)...]) + words) }
        guard let text = words.popFirst() else { return [] }
        return ArraySlice(split(text[...]) + words)
      // -u NAME, -C DIRECTORY, -a NAME, in one word or two.
      case 0x75, 0x43, 0x61: return index + 1 < option.count ? words : words.dropFirst()
      default: break
      }
    }
    return words
  }

  /// The words of `-S`: between blanks, with quotes, escapes, and a comment at its end. Variables stay as they are written.
  private static func split(_ text: ArraySlice<UInt8>) -> [[UInt8]] {
    var words: [[UInt8]] = []
    var word: [UInt8]?
    var quote: UInt8 = 0
    var rest = text
    while let byte = rest.popFirst() {
      if byte == 0x5c, let escape = rest.first, quote != 0x27 || escape == 0x5c || escape == 0x27 {
        rest = rest.dropFirst()
        switch escape {
        case 0x63 where quote == 0: rest = []
        // A blank that separates outside of quotes, and is one inside.
        case 0x5f where quote == 0:
          if let whole = word { words.append(whole) }
          word = nil
        default: word = (word ?? []) + [unescaped(escape)]
        }
      } else if quote != 0 {
        if byte == quote { quote = 0 } else { word?.append(byte) }
      } else if byte == 0x22 || byte == 0x27 {
        quote = byte
        word = word ?? []
      } else if byte.isBlank {
        if let whole = word { words.append(whole) }
        word = nil
      } else if byte == 0x23, word == nil {
        break
      } else {
        word = (word ?? []) + [byte]
      }
    }
    if let word { words.append(word) }
    return words
  }

  private static func unescaped(_ escape: UInt8) -> UInt8 {
    switch escape {
    case 0x5f: 0x20
    case 0x66: 0x0c
    case 0x6e: 0x0a
    case 0x72: 0x0d
    case 0x74: 0x09
    case 0x76: 0x0b
    default: escape
    }
  }
}
