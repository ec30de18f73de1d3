import Testing

@testable import TareOwners

struct ByteTextTests {
  @Test func linesLoseTheirEndsAndNothingFollowsTheLast() {
    #expect(parse("a\r\n\nbc") { $0.lines.map(\.text) } == ["a", "", "bc"])
    #expect(parse("a\n") { $0.lines.map(\.text) } == ["a"])
    #expect(parse("") { $0.lines.map(\.text) } == [])
  }

  @Test func trimmingTakesBlanksOnBothSidesOnly() {
    #expect(parse(" \t a b\r\n ") { $0.trimmed.text } == "a b")
    #expect(parse("  ") { $0.trimmed.text } == "")
  }

  @Test func rangesAreCutToWhatThereIs() {
    #expect(parse("abc") { [$0.from(5).text, $0.from(-1).text, $0.upTo(9).text, $0.upTo(-1).text] } == ["", "abc", "abc", ""])
  }

  @Test func namesCompareWithAndWithoutCase() {
    #expect(parse("Pre-Depends") { $0.equals("Pre-Depends") && $0.equalsIgnoringCase("pre-depends") })
    #expect(!parse("Pre-Depends") { $0.equals("pre-depends") || $0.equalsIgnoringCase("pre-depend") })
    #expect(parse("a.list") { $0.hasSuffix(".list") && $0.hasPrefix("a") && !$0.hasSuffix("xa.list") })
  }

  @Test func hexIsReadInEitherCaseAndRefusedWhenOdd() {
    #expect(parse("00fFa1") { $0.hexDecoded } == [0x00, 0xff, 0xa1])
    #expect(parse("00f") { $0.hexDecoded } == nil)
    #expect(parse("0g") { $0.hexDecoded } == nil)
  }

  @Test(arguments: [("Zm9vYmE=", "fooba"), ("Zm9vYmE", "fooba"), ("Zm9vYg==", "foob"), ("", "")])
  func base64IsReadWithAndWithoutPadding(text: String, meaning: String) {
    #expect(parse(text) { $0.base64Decoded } == Array(meaning.utf8))
  }

  @Test func base64IsReadInBothAlphabetsAndRefusedOtherwise() {
    #expect(parse("-_+/") { $0.base64Decoded } == parse("+/-_") { $0.base64Decoded })
    #expect(parse("-_+/") { $0.base64Decoded } == [0xfb, 0xff, 0xbf])
    for bad in ["A", "Zm9v=Zm9v", "====", "Zm 9"] { #expect(parse(bad) { $0.base64Decoded } == nil) }
  }

  @Test func fieldsGoOnOverLinesThatBeginWithABlank() {
    let text = "\n\nName: one\nLong: a,\n b\n\tc\nnonsense\n\nName:two\r\n\r\nbody: x\n"
    let paragraphs = parse(text) { bytes in
      var reader = FieldReader(bytes)
      var all: [[String]] = []
      while reader.beginParagraph() {
        all.append([])
        while let field = reader.next() { all[all.count - 1].append(field.name.text + "=" + field.value.text) }
      }
      return all
    }
    #expect(paragraphs == [["Name=one", "Long=a,\n b\n\tc"], ["Name=two"], ["body=x"]])
  }

  @Test func theBodyAfterTheFieldsIsLeftOver() {
    let rest = parse("Name: x\nA line without a field\n\nThe body\n") { bytes in
      var reader = FieldReader(bytes)
      while reader.next() != nil {}
      return reader.rest.text
    }
    #expect(rest == "The body\n")
  }

  private func parse<Result>(_ text: String, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    Array(text.utf8).withUnsafeBytes(body)
  }
}
