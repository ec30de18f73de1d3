import Testing

@testable import TareOrigins

@Suite struct CopyMapTests {
  private func sources(_ words: String, of path: String, in directory: String = "/app", fromStage: Bool = false) throws -> [String]
  {
    let map = try #require(
      CopyMap(
        words: words.split(separator: " ").map { Array($0.utf8) }, workingDirectory: Array(directory.utf8), fromStage: fromStage))
    return map.candidates(for: Array(path.utf8)).map { String(decoding: $0.path, as: UTF8.self) }
  }

  @Test func aFileToAName() throws {
    #expect(try sources("a.txt b.txt", of: "/app/b.txt") == ["a.txt"])
    #expect(try sources("a.txt b.txt", of: "/app/c.txt").isEmpty)
  }

  @Test func filesIntoADirectory() throws {
    #expect(try sources("tools/uv tools/uvx /bin/", of: "/bin/uvx").contains("tools/uvx"))
    #expect(try sources("a.txt ./", of: "/app/a.txt").first == "a.txt")
  }

  @Test func theContentOfADirectory() throws {
    #expect(try sources("src ./src", of: "/app/src/x/y.py").contains("src/x/y.py"))
    #expect(try sources(". /srv", of: "/srv/a/b") == ["a/b"])
    #expect(try sources("/usr/local /usr/local", of: "/usr/local/bin/x", fromStage: true).contains("/usr/local/bin/x"))
  }

  @Test func patternsMatchTheFirstName() throws {
    #expect(try sources("conf/*.ini /etc/app/", of: "/etc/app/a.ini") == ["conf/a.ini"])
    #expect(try sources("conf/*.ini /etc/app/", of: "/etc/app/a.txt").isEmpty)
    #expect(try sources("r?quire[a-z]*.txt ./", of: "/app/requirements.txt") == ["requirements.txt"])
  }

  @Test func whatLiesElsewhereCameFromElsewhere() throws {
    #expect(try sources("src /opt/app", of: "/opt/application/x").isEmpty)
  }
}
