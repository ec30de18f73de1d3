import TareTestSupport
import Testing

@testable import TareFindings

/// How findings are ranked, chosen and summed up.
@Suite struct FindingSetTests {
  @Test func ranksByImpactThenEffortThenRiskThenBytes() throws {
    let found = try Found(
      Self.image,
      rules: [
        Self.rule { context in
          [
            Self.finding(context, "/e", "small"),
            Self.finding(context, "/b", "hard", effort: .redesign),
            Self.finding(context, "/a", "risky", risk: .high),
            Self.finding(context, "/c", "easy"),
            Self.finding(context, "/d", "easy less"),
          ]
        }
      ])
    #expect(
      found.lines == ["test/easy 200", "test/easy less 100", "test/risky 400", "test/hard 300", "test/small 10"])
    #expect(found.findings.findings.map(\.severity) == [.high, .high, .high, .high, .low])
  }

  @Test func totalsAreCumulativeByRiskAndCountNoByteTwice() throws {
    let found = try Found(
      Self.image,
      rules: [
        Self.rule { context in
          [
            Self.finding(context, "/a", "a", risk: .low),
            Self.finding(context, "/a", "a again", risk: .medium),
            Self.finding(context, "/b", "b", risk: .high),
            Self.finding(context, "/c", "c", risk: .none),
          ]
        }
      ])
    let totals = found.findings.totals
    #expect([totals.none, totals.low, totals.medium, totals.high] == [200, 600, 600, 900])
    #expect(found.finding("test/a again")!.added == 0)
    #expect(found.findings.findings.map(\.added).reduce(0, +) == found.findings.removable)
    #expect(found.findings.removable == 900)
  }

  @Test func bestAdmissibleAlternativeCounts() throws {
    let found = try Found(
      Self.image,
      rules: [
        Self.rule { context in
          var all = [
            Self.finding(context, "/a", "bold", risk: .high),
            Self.finding(context, "/b", "careful", risk: .low),
            Self.finding(context, "/c", "tiny", risk: .none),
          ]
          for index in all.indices { all[index].group = "one" }
          return all
        }
      ])
    let totals = found.findings.totals
    #expect([totals.none, totals.low, totals.medium, totals.high] == [200, 300, 300, 400])
    #expect(found.findings.findings.filter(\.counts).map(\.key) == ["bold"])
    #expect(found.findings.findings.map(\.added).reduce(0, +) == 400)
  }

  @Test(arguments: [[], ["cpu"]] as [Set<String>])
  func ownersWordIsNeeded(intents: Set<String>) throws {
    let rule = Self.rule { context in
      var gpu = Self.finding(context, "/a", "gpu")
      gpu.intent = "cpu"
      return [gpu, Self.finding(context, "/b", "plain")]
    }
    let found = try Found(Self.image, rules: [rule], intents: intents)
    #expect(found.findings.totals.withIntent == [.init(intent: "cpu", bytes: 700)])
    #expect(found.findings.totals.high == (intents.isEmpty ? 300 : 700))
    #expect(found.finding("test/gpu")!.counts == !intents.isEmpty)
  }

  @Test func findingsWithoutBytesAreDroppedAndChecked() throws {
    let found = try Found(
      Self.image,
      rules: [
        Self.rule { context in [Self.finding(context, "/link", "no bytes")] }
      ])
    #expect(found.lines == [])
    #expect(found.reason("test") == "what there is holds no bytes")
    let secret = try Found(
      Self.image,
      rules: [
        Self.rule { context in
          var finding = Self.finding(context, "/link", "a key")
          finding.severityOfItsOwn = .high
          return [finding]
        }
      ])
    #expect(secret.lines == ["test/a key 0"])
    #expect(secret.findings.findings[0].severity == .high)
  }

  @Test func whatTheBaseDidByItselfIsForInformation() throws {
    var image = ImageBuilder()
    image.layer {
      $0.file("etc/os-release", "ID=debian\n")
      $0.file("old", PythonFiles.text(900))
    }
    image.layer { $0.file("old", PythonFiles.text(800)) }
    image.layer { $0.file("lib", PythonFiles.text(700)) }
    image.layer { $0.file("lib", PythonFiles.text(600)) }
    image.instructions("ADD rootfs.tar /", "RUN upgrade", "RUN make", "CMD bash", "RUN make again")
    let found = try Found(image)
    #expect(found.lines == ["overwritten-later/2-4 700", "overwritten-later/0-1 900"])
    // The copy lies in the base; the instruction that writes it again does not.
    #expect(found.findings.findings.map(\.needsBase) == [true, true])
    #expect(found.findings.findings.map(\.severity) == [.high, .info])
  }

  @Test func onlyAndSkip() throws {
    var image = ImageBuilder()
    image.layer { $0.file("a", "12345") }
    image.layer {
      $0.file("a", "123456")
      $0.file("b", "1")
    }
    image.layer { $0.whiteout("b") }
    #expect(try Found(image).lines == ["overwritten-later/0-1 5", "deletes-earlier/1-2 1"])
    let only = try Found(image, selection: .init(only: ["deletes-earlier"]))
    #expect(only.lines == ["deletes-earlier/1-2 1"])
    #expect(only.findings.checked.isEmpty)
    #expect(try Found(image, selection: .init(skip: ["deletes-earlier"])).lines == ["overwritten-later/0-1 5"])
  }

  @Test func keysThatComeTwiceGetNumbers() throws {
    let found = try Found(
      Self.image,
      rules: [Self.rule { context in [Self.finding(context, "/a", "x"), Self.finding(context, "/b", "x")] }])
    #expect(found.lines == ["test/x 400", "test/x~2 300"])
  }

  @Test func storedSizesComeFromWhoMeasuredThem() throws {
    let weighed = try Weighed(Self.image)
    let context = RuleContext(weighed.analysis, weighed.image)
    let rule = Self.rule { context in [Self.finding(context, "/a", "a")] }
    #expect(try FindingSet(context, rules: [rule]).findings[0].stored == nil)
    #expect(try FindingSet(context, rules: [rule], stored: { $0.claim.names.count * 7 }).findings[0].stored == 7)
  }

  @Test func cachesThatShareInodesSaveNothingAlone() throws {
    var image = ImageBuilder()
    image.layer {
      $0.file("root/.cache/uv/a", "content")
      $0.hardLink("lib/a", to: "root/.cache/uv/a")
    }
    let found = try Found(image)
    let (cache, library) = (found.path("/root/.cache"), found.path("/lib"))
    #expect(found.context.bytes(of: found.context.claim(paths: [cache])) == 0)
    #expect(found.context.bytes(of: found.context.claim(paths: [library])) == 0)
    #expect(found.context.bytes(of: found.context.claim(paths: [cache, library])) == 7)
    #expect(found.context.bytes(of: found.context.claim(contents: [found.content("/lib/a")])) == 7)
  }

  @Test func linkFromAHigherLayerKeepsTheContent() throws {
    var image = ImageBuilder()
    image.layer { $0.file("a", "content") }
    image.layer { $0.hardLink("b", to: "a") }
    image.layer { $0.whiteout("a") }
    let found = try Found(image)
    #expect(found.lines == [])
    #expect(found.context.bytes(of: found.context.claim(paths: [found.path("/b")])) == 7)
  }

  @Test func oneOfEqualFilesStaysWhenAnotherRuleTakesTheKeptOne() throws {
    var image = ImageBuilder()
    image.layer {
      $0.file("tests/data", Array(repeating: 1, count: 5000))
      $0.file("app/data", Array(repeating: 1, count: 5000))
    }
    let rule = Self.rule { context in [Self.finding(context, "/tests", "tests", risk: .low)] }
    let found = try Found(image, rules: [IdenticalFiles(), rule])
    #expect(found.lines == ["identical-files/0-0 5000", "test/tests 5000"])
    #expect(found.findings.removable == 5000)
    #expect(found.findings.findings.map(\.added) == [5000, 0])
    #expect(!found.findings.joined.isSaved(found.content("/app/data")))
    #expect(found.findings.joined.isSaved(found.content("/tests/data")))
  }

  @Test func editsCountUntilTheFileGoes() throws {
    let found = try Found(
      Self.image,
      rules: [
        Self.rule { context in
          let content = context.file(at: context.find("/a")!)!.content
          var strip = Self.finding(context, "/a", "strip")
          strip.claim = context.claim(ranges: [content: ByteRanges([0..<100, 50..<150])])
          strip.edits = [.init(content: content, oldSize: 400, newSize: 250, kind: "strip")]
          return [strip, Self.finding(context, "/a", "remove", risk: .medium)]
        }
      ])
    #expect(found.findings.findings.map { "\($0.key) \($0.bytes) \($0.added)" } == ["strip 150 150", "remove 400 250"])
    #expect(found.findings.removable == 400)
  }

  // MARK: Test doubles

  static var image: ImageBuilder {
    var image = ImageBuilder()
    image.layer {
      for (name, size) in [("a", 400), ("b", 300), ("c", 200), ("d", 100), ("e", 10)] {
        $0.file(name, Array(repeating: UInt8(size & 0xff), count: size))
      }
      $0.symlink("link", to: "a")
    }
    return image
  }

  static func finding(
    _ context: RuleContext, _ path: String, _ key: String, effort: Effort = .oneLine, risk: Risk.Level = .none
  ) -> Finding {
    let number = context.paths.find(path: Array(path.utf8.dropFirst()))!
    return Finding(
      key: key, title: key, claim: context.claim(paths: [number]), effort: effort, risk: Risk(risk, "nothing"), fixes: [], rows: [0]
    )
  }

  static func rule(_ body: @escaping @Sendable (RuleContext) -> [Finding]) -> any Rule {
    var rule = TestRule()
    rule.body = body
    return rule
  }

  private struct TestRule: Rule {
    static let name = "test"
    static let family = RuleFamily.layers
    static let summary = "What a test says"
    var body: @Sendable (RuleContext) -> [Finding] = { _ in [] }

    func findings(in context: RuleContext) -> RuleOutcome { .findings(body(context)) }
  }
}
