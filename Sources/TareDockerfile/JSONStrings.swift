/// A JSON array of strings, which is how the exec form of an instruction is told from the shell form.
enum JSONStrings {
  enum Outcome {
    /// Not JSON: the text is for a shell.
    case notJSON
    /// A JSON array that holds more than strings, the first such element where it stands.
    case notStrings(at: Int)
    /// The decoded strings, and where they stand with their quotes.
    case strings([(bytes: [UInt8], range: Range<Int>)])
  }

  static func read(_ bytes: [UInt8], _ range: Range<Int>) -> Outcome {
    let start = WhiteSpace.trimmedStart(range, in: bytes)
    guard start < range.upperBound, bytes[start] == Mark.openBracket else { return .notJSON }
    var reader = JSONArrayReader(bytes: bytes, position: start, end: range.upperBound)
    return reader.array()
  }
}
