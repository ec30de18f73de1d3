import Testing

@testable import TareOwners

@Suite struct LinuxDistributionTests {
  private func read(_ text: String) -> LinuxDistribution? { LinuxDistribution(osRelease: Array(text.utf8)) }

  @Test func debian() throws {
    let distribution = try #require(
      read(
        """
        PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
        NAME="Debian GNU/Linux"
        VERSION_ID="12"
        ID=debian
        """))
    #expect(distribution.id == "debian")
    #expect(distribution.versionID == "12")
    #expect(distribution.prettyName == "Debian GNU/Linux 12 (bookworm)")
  }

  @Test func rollingWithoutAPrettyName() throws {
    let distribution = try #require(read("# comment\nNAME=Arch\nID=arch\nVERSION_ID=\n"))
    #expect(distribution.versionID == nil)
    #expect(distribution.prettyName == "Arch")
    #expect(read("NAME=Void")?.id == "linux")
  }

  @Test(arguments: [
    (#""a b""#, "a b"), ("'a b'", "a b"), (#""a \"b\" \$c \n""#, #"a "b" $c \n"#), (#"'a\b'"#, #"a\b"#), (#"a\ b"#, "a b"),
    (#"a"b"'c'"#, "abc"), ("a # b", "a"), (#""open"#, "open"), (#"a\"#, #"a\"#),
  ]) func valuesAreWordsOfAShell(value: String, expected: String) {
    #expect(read("PRETTY_NAME=\(value)")?.prettyName == expected)
  }

  @Test func otherFilesAreNone() {
    #expect(read("") == nil)
    #expect(read("3.19.1\n") == nil)
    #expect(read("#ID=debian\nHOME_URL=x") == nil)
  }
}
