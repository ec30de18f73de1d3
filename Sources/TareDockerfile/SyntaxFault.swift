/// An error that knows its place as an offset only: the readers of single lines do not count lines.
struct SyntaxFault: Error {
  let offset: Int
  let found: String
  let expected: String

  init(at offset: Int, found: String, expected: String) {
    self.offset = offset
    self.found = found
    self.expected = expected
  }

  init(at offset: Int, found bytes: some Collection<UInt8>, expected: String) {
    self.init(at: offset, found: Quotation.of(bytes), expected: expected)
  }
}
