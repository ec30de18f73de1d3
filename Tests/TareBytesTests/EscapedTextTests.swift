import TareBytes
import Testing

@Suite struct EscapedTextTests {
  @Test func printableTextStays() { #expect(EscapedText.printable("naïve/文件 a.txt") == "naïve/文件 a.txt") }

  @Test func controlSequencesDoNotReachATerminal() {
    #expect(EscapedText.printable("\u{1b}[31mred\u{7}\r\n\t") == "\\x1b[31mred\\x07\\x0d\\x0a\\x09")
    #expect(EscapedText.printable("a\u{202e}b") == "a\\xe2\\x80\\xaeb")
    #expect(EscapedText.printable("\u{9b}31m") == "\\xc2\\x9b31m")
  }

  @Test func invalidUTF8IsEscapedByteByByte() {
    #expect(EscapedText.printable([0x61, 0xff, 0xc3, 0x28, 0xe2, 0x82]) == "a\\xff\\xc3(\\xe2\\x82")
    #expect(EscapedText.exact([0xff]) == nil)
    #expect(EscapedText.escapingInvalid([0x1b, 0xff]) == "\u{1b}\\xff")
  }
}
