import TareDockerfile
import Testing

@Suite("Dockerfile: substitution")
struct SubstitutionTests {
  private static let variables = [
    "A": "one", "EMPTY": "", "PATHS": "/usr/lib/x.tar.gz", "SP": " p  q ", "PAT": "*.", "é": "e", "STARS": "a*b*c",
    "LINES": "x1\ny1",
  ]

  private func lookup(_ name: [UInt8]) -> [UInt8]? { Self.variables[String(decoding: name, as: UTF8.self)].map { Array($0.utf8) } }

  private func expand(_ text: String, escape: UInt8 = UInt8(ascii: "\\")) throws -> String {
    String(decoding: try Substitution.expand(Array(text.utf8), escape: escape, lookup: lookup), as: UTF8.self)
  }

  @Test(arguments: [
    ("$A-${A}$A", "one-oneone"), ("$UNSET|${UNSET}", "|"), ("$A_B", ""), ("$é", "e"), ("$", "$"), ("a$.b", "a$.b"), ("$1x", "x"),
    ("$12x", "x"),
    ("$#x", "x"), ("$$A", "A"),
  ])
  func namesAreLettersDigitsAndUnderscores(text: String, value: String) throws { #expect(try expand(text) == value) }

  @Test(arguments: [
    ("${A:-w}", "one"), ("${EMPTY:-w}", "w"), ("${EMPTY-w}", ""), ("${UNSET-w}", "w"), ("${UNSET:-$A $EMPTY.}", "one ."),
    ("${A:+w}", "w"), ("${EMPTY:+w}", ""), ("${EMPTY+w}", "w"), ("${UNSET+w}", ""), ("${A:?m}${A?m}${EMPTY?m}", "oneone"),
    ("${UNSET:-${UNSET:-${A}}}", "one"), ("${UNSET:-'}'}", "}"), ("${UNSET:-\\}}", "}"),
  ])
  func defaultsAndAlternatives(text: String, value: String) throws { #expect(try expand(text) == value) }

  @Test(arguments: [
    ("${PATHS#*/}", "usr/lib/x.tar.gz"), ("${PATHS##*/}", "x.tar.gz"), ("${PATHS%.*}", "/usr/lib/x.tar"),
    ("${PATHS%%.*}", "/usr/lib/x"),
    ("${PATHS#/usr}", "/lib/x.tar.gz"), ("${PATHS#usr}", "/usr/lib/x.tar.gz"), ("${PATHS%??}", "/usr/lib/x.tar."),
    ("${PATHS##$PAT}", "gz"), ("${STARS#a\\*}", "b*c"), ("${STARS%%\\*?}", "a*b"), ("${A#}", "one"), ("${A%%*}", ""),
    ("${UNSET#x}", ""),
    ("${LINES#*}", "x1\ny1"), ("${LINES##*}", "\ny1"), ("${LINES%%?*}", "x1\n"),
  ])
  func prefixesAndSuffixes(text: String, value: String) throws { #expect(try expand(text) == value) }

  @Test(arguments: [
    ("${PATHS/r/R}", "/usR/lib/x.tar.gz"), ("${PATHS//r/R}", "/usR/lib/x.taR.gz"), ("${PATHS//\\//-}", "-usr-lib-x.tar.gz"),
    ("${PATHS/l*./$A}", "/usr/onegz"), ("${PATHS//[.]/x}", "/usr/lib/x.tar.gz"), ("${A//?/xy}", "xyxyxy"),
    ("${A/$EMPTY/x}", "xone"),
    ("${A//$EMPTY/x}", "xoxnxex"), ("${A//n*/}", "o"), ("${A/z/x}", "one"), ("${STARS//\\*/+}", "a+b+c"), ("${UNSET/a/b}", ""),
    ("${LINES//?1/z}", "z\nz"), ("${LINES//x*y/z}", "x1\ny1"),
  ])
  func replacements(text: String, value: String) throws { #expect(try expand(text) == value) }

  @Test(arguments: [
    ("'$A'", "$A"), ("\"$A\"", "one"), ("\\$A", "$A"), ("\"\\$A\\x\\\\\"", "$A\\x\\"), ("a' 'b\" \"c", "a b c"), ("x\\", "x"),
    ("\\a\\\\", "a\\"),
    ("\"it's\"", "it's"), ("<<EOF", "<<EOF"), ("a<b", "a<b"),
  ])
  func quotesAndEscapes(text: String, value: String) throws { #expect(try expand(text) == value) }

  @Test func theEscapeIsThatOfTheDirective() throws {
    #expect(try expand("`$A\\$A", escape: UInt8(ascii: "`")) == "$A\\one")
  }

  @Test(arguments: [
    ("${A", SubstitutionError.unfinished(UInt8(ascii: "}"))), ("${", .unfinished(UInt8(ascii: "}"))),
    ("${A:-x", .unfinished(UInt8(ascii: "}"))),
    ("'a", .unfinished(UInt8(ascii: "'"))), ("\"a", .unfinished(UInt8(ascii: "\""))), ("${A/b}", .unfinished(UInt8(ascii: "/"))),
    ("${}", .badSubstitution), ("${:-a}", .badSubstitution), ("${A=b}", .unsupportedModifier(Array("=".utf8))),
    ("${A:=b}", .unsupportedModifier(Array(":=".utf8))), ("${A:#b}", .unsupportedModifier(Array(":#".utf8))),
    ("${EMPTY:?no $A}", .required(name: Array("EMPTY".utf8), message: Array("no one".utf8), emptyIsAllowed: false)),
    ("${UNSET?}", .required(name: Array("UNSET".utf8), message: [], emptyIsAllowed: true)),
    ("${A#\\x}", .badPattern(Array("\\x".utf8))),
  ])
  func errorsSayWhatIsWrong(text: String, expected: SubstitutionError) {
    #expect(throws: expected) { try expand(text) }
  }

  @Test(arguments: [
    ("a $SP b", ["a", "p", "q", "b"]), ("a\"$SP\"b", ["a p  q b"]), ("a$SP", ["a", "p", "q"]), ("x '' y", ["x", "y"]),
    ("a\\ b 'c d'", ["a b", "c d"]),
    ("8${UNSET:-0}", ["80"]), ("<<  E x", ["<<  E", "x"]),
  ])
  func wordsAreSplitAfterSubstitution(text: String, words: [String]) throws {
    let read = try Substitution.words(Array(text.utf8), escape: UInt8(ascii: "\\"), lookup: lookup)
    #expect(read.map { String(decoding: $0, as: UTF8.self) } == words)
  }

  @Test func contentKeepsItsQuotes() throws {
    let content = try Substitution.expandContent(Array("'$A' \"\\$A\" it's `$A\n".utf8), lookup: lookup)
    #expect(String(decoding: content, as: UTF8.self) == "'one' \"$A\" it's `one\n")
  }

  @Test func namesAreFoundOnceEach() {
    let names = Substitution.names(in: Array("$b${a:-$c}'$d'$b".utf8), escape: UInt8(ascii: "\\"))
    #expect(names.map { String(decoding: $0, as: UTF8.self) } == ["b", "c", "a"])
  }
}
