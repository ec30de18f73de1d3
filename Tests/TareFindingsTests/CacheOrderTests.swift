import TareDockerfile
import TareOrder
import TareTestSupport
import Testing

@testable import TareFindings

/// The order of instructions, judged by commits that are handed in.
@Suite struct CacheOrderTests {
  private static let install =
    "RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*"

  /// Five commits that change the sources, and one that changes the manifest.
  private func judge(_ dockerfile: String, sizes: [Int: Int] = [:]) throws -> OrderReport {
    let folder = TemporaryFolder()
    folder.write(Array(".git\n".utf8), as: ".dockerignore")
    let git = "git -c user.name=t -c user.email=t@example.org"
    Shell.run(
      """
      git init -q -b main
      for i in 0 1 2 3 4 5 6; do mkdir -p app; [ $i = 6 ] || echo $i > app/main.py; echo $((i / 6)) > manifest; echo 1 > lock; git add -A; \(git) commit -q -m $i; done
      """, in: folder.path)
    var options = OrderOptions()
    for (index, bytes) in sizes { options.sizes[InstructionPlace(stage: 0, index: index)] = bytes }
    let history = try OrderHistory(context: folder.path, commits: 200)
    return try OrderJudge.judge(try Dockerfile(parsing: Array(dockerfile.utf8)), over: history, options: options)
  }

  private func outcome(_ order: JudgedOrder) throws -> FindingSet {
    var image = ImageBuilder()
    image.layer { $0.file("a", "a") }
    let weighed = try Weighed(image)
    return try FindingSet(RuleContext(weighed.analysis, weighed.image, order: order), rules: [CacheOrder()])
  }

  @Test func packagesBehindTheSources() throws {
    let report = try judge("FROM debian\nWORKDIR /srv\nCOPY . .\n\(Self.install)\nCMD [\"x\"]\n", sizes: [1: 10, 2: 1000])
    let finding = try #require(try outcome(.judged(report)).findings.first)
    #expect(finding.rule == "cache-order" && finding.severity == .medium && finding.bytes == 0)
    #expect(
      finding.evidence == [
        "pushed again in all: 6.06 kB now, 60 B reordered", "made again in all: 6.06 kB now, 60 B reordered",
        "RUNs made again: 6 now, 0 reordered", "instructions made again: 12 now, 6 reordered",
        "measured over the last 6 commits of the repository, one build each",
      ])
    #expect(
      finding.fixes.map(\.text) == [
        "reorder: line 3 goes to line 4, behind what stood on line 4: what it passes is made again 0 times instead of 6"
      ])
  }

  @Test func theBestOrderIsNoFinding() throws {
    let report = try judge("FROM debian\nWORKDIR /srv\n\(Self.install)\nCOPY . .\nCMD [\"x\"]\n")
    let set = try outcome(.judged(report))
    #expect(set.findings.isEmpty)
    #expect(
      set.checked.map(\.reason) == [
        "no other order that keeps what must stay in order makes fewer than 0 RUNs and 6 instructions again over the last 6 commits"
      ])
  }

  /// An instruction that is no RUN, and no byte.
  @Test(arguments: [(1, "5 instructions of 13"), (4, "1 instruction of 28")])
  func aTrifleIsNoFinding(copies: Int, spared: String) throws {
    let sources = (0..<copies).map { "COPY app ./\($0)/\n" }.joined()
    let report = try judge(
      """
      FROM debian AS deps
      WORKDIR /deps
      COPY manifest ./
      COPY lock ./
      FROM debian
      WORKDIR /srv
      \(sources)COPY --from=deps /deps /deps
      """)
    #expect(report.after != nil)
    let set = try outcome(.judged(report))
    #expect(set.findings.isEmpty)
    #expect(
      set.checked.map(\.reason) == [
        "the best order found spares no byte and \(spared) over the last 6 commits: not worth a change"
      ])
  }

  @Test func withoutARepositoryItSaysSo() throws {
    #expect(try outcome(.unknown("there is no git")).checked.map(\.reason) == ["there is no git"])
    #expect(try outcome(.none).findings.isEmpty)
    let folder = TemporaryFolder()
    #expect(throws: OrderError.git(.notARepository)) { try OrderHistory(context: folder.path, commits: 200) }
  }
}
