import Foundation
import TareDockerfile
import TareFindings
import TareGate
import TareOrigins
import TareReach
import TareTestSupport
import Testing

@testable import TareReport

/// What other tools read of the findings: SARIF, GitHub's annotations, GitLab's code quality.
@Suite struct FormatTests {
  static let dockerfile = """
    FROM debian:bookworm
    COPY . /app
    RUN chown -R 1000 /app
    # tare ignore=package-lists the next stage installs
    RUN apt-get update
    USER 1000
    """

  /// A copy that a chown doubles, lists that are excepted, a base.
  static func image(tag: String = "1.4", extra: Bool = false) -> ImageBuilder {
    var image = ImageBuilder()
    image.names = ["shop/api:\(tag)"]
    image.layer { $0.file("usr/lib/libc.so", [UInt8](repeating: 1, count: 500_000)) }
    if extra { image.layer { $0.file("opt/one", "1") } }
    image.layer { $0.file("app/model.bin", [UInt8](repeating: 4, count: 1_500_000)) }
    image.layer { $0.file("app/model.bin", [UInt8](repeating: 4, count: 1_500_000), uid: 1000) }
    image.layer {
      $0.file("var/lib/dpkg/status", "")
      $0.file("var/lib/apt/lists/deb.debian.org_Packages", [UInt8](repeating: 3, count: 40_000))
    }
    image.history =
      ["{\"created_by\":\"/bin/sh -c #(nop) ADD file:123 in / \"}"]
      + (extra ? ["{\"created_by\":\"RUN /bin/sh -c touch /opt/one # buildkit\"}"] : []) + [
        "{\"created_by\":\"COPY . /app # buildkit\",\"comment\":\"buildkit.dockerfile.v0\"}",
        "{\"created_by\":\"RUN /bin/sh -c chown -R 1000 /app # buildkit\"}",
        "{\"created_by\":\"RUN /bin/sh -c apt-get update # buildkit\"}",
        "{\"created_by\":\"USER 1000\",\"empty_layer\":true}",
      ]
    return image
  }

  static func examine(_ image: ImageBuilder, dockerfile text: String? = dockerfile, named name: String = "./ci/../Dockerfile")
    throws -> Examination
  {
    let weighed = try Weighed(image)
    let origins = try text.map {
      let file = BuildFile(name: name, dockerfile: try Dockerfile(parsing: Array($0.utf8)), choice: .named)
      return Origins(weighed.analysis, file, environment: [])
    }
    return try Examination(weighed.analysis, weighed.image, origins: origins)
  }

  static let judgement = Judgement(checks: [
    .init(
      name: "budgets.image.unpacked", passed: false, figure: "3.54 MB", limit: "at most 3 MB",
      message: "content of the image: 3.54 MB, 540 kB more than the budget", rows: [2], finding: nil, fix: "drop the chown"),
    .init(name: "budgets.dead", passed: true, figure: "1 B", limit: "at most 2 B", message: "within its budget"),
  ])

  static func render(_ format: ReportFormat, _ examination: Examination, _ edit: (inout ReportOptions) -> Void = { _ in })
    -> String
  {
    var options = ReportOptions()
    options.image = "/tmp/where/image.tar"
    edit(&options)
    return String(decoding: format.render(examination, options), as: UTF8.self)
  }

  static func results(_ sarif: String) throws -> [[String: Any]] {
    let log = try #require(JSONSerialization.jsonObject(with: Data(sarif.utf8)) as? [String: Any])
    return try #require((log["runs"] as? [[String: Any]])?.first?["results"] as? [[String: Any]])
  }

  // MARK: As recorded

  @Test func formatsAreAsRecorded() throws {
    let examination = try Self.examine(Self.image())
    let sarif = Self.render(.sarif, examination) { $0.judgement = Self.judgement }
    // The rules' texts are recorded where they are written, and there may be more of them.
    let short = sarif.replacing(/"rules": \[\n(?s:.*?)\n          \]/, with: "\"rules\": []")
      .replacing(/"ruleIndex": [0-9]+/, with: "\"ruleIndex\": 0")
    #expect(Snapshot.difference(short, named: "findings.sarif") == nil)
    #expect(
      Snapshot.difference(Self.render(.github, examination) { $0.judgement = Self.judgement }, named: "annotations.txt") == nil)
    #expect(Snapshot.difference(Self.render(.gitlab, examination) { $0.judgement = Self.judgement }, named: "gitlab.json") == nil)
  }

  @Test func equalImagesGiveEqualBytes() throws {
    let (one, other) = (try Self.examine(Self.image()), try Self.examine(Self.image()))
    for format in [ReportFormat.sarif, .github, .gitlab] {
      #expect(Self.render(format, one) == Self.render(format, other) { $0.image = "elsewhere.tar" })
    }
  }

  // MARK: Levels

  @Test func severityIsTheLevelUnlessAGateHasTheWord() throws {
    let examination = try Self.examine(Self.image())
    let changed = { (results: [[String: Any]]) in
      results.first { $0["ruleId"] as? String == "changed-in-place" }?["level"] as? String
    }
    #expect(changed(try Self.results(Self.render(.sarif, examination))) == "error")
    let judged = try Self.results(Self.render(.sarif, examination) { $0.judgement = Self.judgement })
    #expect(changed(judged) == "warning")
    #expect(judged.filter { $0["level"] as? String == "error" }.map { $0["ruleId"] as? String } == ["gate/budgets.image.unpacked"])
  }

  @Test func exceptedIsSuppressedAndElsewhereLeftOut() throws {
    let examination = try Self.examine(Self.image())
    let lists = try #require(
      try Self.results(Self.render(.sarif, examination)).first { $0["ruleId"] as? String == "package-lists" })
    let suppression = try #require((lists["suppressions"] as? [[String: Any]])?.first)
    #expect(suppression["kind"] as? String == "inSource")
    #expect(suppression["justification"] as? String == "the next stage installs (line 4)")
    #expect(lists["level"] as? String == "note")
    #expect(!Self.render(.github, examination).contains("explain package-lists"))
    #expect(!Self.render(.gitlab, examination).contains("package-lists"))
  }

  // MARK: Places

  @Test func placesAreLinesOfTheDockerfileElseTheImage() throws {
    func uri(_ result: [String: Any]) throws -> (uri: String?, root: String?, line: Int?) {
      let place = (result["locations"] as? [[String: Any]])?.first?["physicalLocation"] as? [String: Any]
      let artifact = place?["artifactLocation"] as? [String: Any]
      return (
        artifact?["uri"] as? String, artifact?["uriBaseId"] as? String, (place?["region"] as? [String: Any])?["startLine"] as? Int
      )
    }
    let with = try Self.results(Self.render(.sarif, try Self.examine(Self.image())))
    let changed = try uri(try #require(with.first { $0["ruleId"] as? String == "changed-in-place" }))
    #expect(changed == ("Dockerfile", "%SRCROOT%", 2))
    for result in try Self.results(Self.render(.sarif, try Self.examine(Self.image(), dockerfile: nil))) {
      #expect(try uri(result) == ("shop/api", nil, 1))
    }
    let other = "FROM scratch\nCOPY --from=x /y /z\nRUN make world\n"
    for result in try Self.results(Self.render(.sarif, try Self.examine(Self.image(), dockerfile: other))) {
      #expect(try uri(result).uri == "shop/api")
    }
    #expect(!Self.render(.github, try Self.examine(Self.image(), dockerfile: nil)).contains("file="))
  }

  /// Without USER there is no line to point at: the stage is what the finding is about.
  @Test func imageAsAWholeIsAtItsStage() throws {
    var image = Self.image()
    image.history?.removeLast()
    image.runConfig = "{\"Cmd\":[\"/app/model.bin\"]}"
    let text = Self.dockerfile.replacing("\nUSER 1000", with: "")
    let results = try Self.results(Self.render(.sarif, try Self.examine(image, dockerfile: text)))
    let root = try #require(results.first { $0["ruleId"] as? String == "runs-as-root" })
    let place = (root["locations"] as? [[String: Any]])?.first?["physicalLocation"] as? [String: Any]
    #expect((place?["region"] as? [String: Any])?["startLine"] as? Int == 1)
  }

  @Test func pathsAreRelativeAndURIsAreSafe() {
    #expect(FindingPlace.relative("./a/./b/../Dockerfile") == "a/Dockerfile")
    #expect(FindingPlace.relative("../../Dockerfile") == "../../Dockerfile")
    #expect(FindingPlace.relative("/../srv/Dockerfile") == "/srv/Dockerfile")
    #expect(RelativeURI.of("a b/Dockerfile:ü%") == "a%20b/Dockerfile%3A%C3%BC%25")
    #expect(RelativeURI.of("/srv/Dockerfile") == "file:///srv/Dockerfile")
    #expect(ImageName.withoutTag("localhost:5000/shop/api:1.4@sha256:00") == "localhost:5000/shop/api")
    #expect(ImageName.withoutTag("localhost:5000/shop/api") == "localhost:5000/shop/api")
  }

  // MARK: Fingerprints

  @Test func fingerprintsOutliveTagsLinesAndLayers() throws {
    func prints(_ image: ImageBuilder, _ text: String?) throws -> [String: String] {
      var prints: [String: String] = [:]
      for result in try Self.results(Self.render(.sarif, try Self.examine(image, dockerfile: text))) {
        let rule = try #require(result["ruleId"] as? String)
        prints[rule] = (result["partialFingerprints"] as? [String: String])?["tare/v1"]
      }
      return prints
    }
    let first = try prints(Self.image(), Self.dockerfile)
    #expect(first.count > 1)
    let later = Self.dockerfile.replacing("COPY . /app", with: "# a comment\nRUN touch /opt/one\nCOPY . /app")
    #expect(try prints(Self.image(tag: "1.5", extra: true), later) == first)
    #expect(try prints(Self.image(), nil) == first)
  }

  @Test func fingerprintsOfOneReportDiffer() throws {
    var image = Self.image()
    image.layer { $0.file("app/model.bin", [UInt8](repeating: 4, count: 1_500_000), uid: 1001) }
    image.layer { $0.file("app/model.bin", [UInt8](repeating: 4, count: 1_500_000), uid: 1002) }
    let run = "{\"created_by\":\"RUN /bin/sh -c chown -R 1000 /app # buildkit\"}"
    image.history? += [run, run]
    let results = try Self.results(Self.render(.sarif, try Self.examine(image, dockerfile: nil)))
    #expect(results.count { $0["ruleId"] as? String == "changed-in-place" } == 3)
    let prints = results.compactMap { ($0["partialFingerprints"] as? [String: String])?["tare/v1"] }
    #expect(Set(prints).count == results.count)
  }

  @Test func instructionsAreKnownByWhatTheyDo() {
    #expect(Fingerprints.shape("RUN /bin/sh -c set -eux; pip install --no-cache flask==3.0 # buildkit") == "RUN pip install")
    #expect(Fingerprints.shape("/bin/sh -c #(nop) COPY dir:0a1b in /app ") == "COPY /app")
    #expect(Fingerprints.shape("COPY --from=build /out /app # buildkit") == "COPY --from=build /out /app")
    #expect(Fingerprints.shape("ENV VERSION=1.2") == "ENV VERSION")
    #expect(Fingerprints.shape(nil) == "")
    let named = { (key: String) in Fingerprints.replacing(numbersIn: key, of: [7, 13]) { "row \($0)" } }
    #expect(named("7-13-links") == "[row 7]-[row 13]-links")
    #expect(named("the text of an instruction (7)") == "the text of an instruction ([row 7])")
    #expect(named("/srv/app-7") == "/srv/app-7")
    #expect(named("9-13.2") == "9-13.2")
  }

  // MARK: Hostile names

  @Test func annotationsCannotBeForged() throws {
    let command = WorkflowCommand(
      level: .error, file: "a,line=1::x\n::error::y", lines: 2...3, title: "t,file=z::", message: "100%\r\n::stop-commands::x")
    #expect(
      command.text
        == "::error file=a%2Cline=1%3A%3Ax%0A%3A%3Aerror%3A%3Ay,line=2,endLine=3,title=t%2Cfile=z%3A%3A::100%25%0D%0A::stop-commands::x\n"
    )
    // To Swift these are characters of their own, to the runner they are not.
    #expect(WorkflowCommand.property("a:\u{301}b,\u{301}%\u{301}") == "a%3A\u{301}b%2C\u{301}%25\u{301}")
    #expect(WorkflowCommand.inert("##[\u{301}x") == "# #[\u{301}x")
    #expect(SARIFReport.inert("[a](\u{301}b) {12}\u{301} {x} {") == "[a\\](\u{301}b) {{12}}\u{301} {x} {")
    #expect(WorkflowCommand.inert("::error::x") == "\\::error::x")
    #expect(WorkflowCommand.inert("a ##[add-mask]b\nc") == "a # #[add-mask]b\\x0ac")
  }

  @Test func namesOfAnImageStayText() throws {
    var image = Self.image()
    image.names = ["evil:1"]
    let name = "opt/x](http://evil) {0}\n::error::owned/##[add-path]y"
    image.layer {
      $0.file("\(name)/one.bin", [UInt8](repeating: 8, count: 900_000))
      $0.file("opt/two.bin", [UInt8](repeating: 8, count: 900_000))
    }
    image.layer { $0.whiteout("\(name)/one.bin") }
    image.history? += [
      "{\"created_by\":\"COPY evil](x){1} \\n::warning::no /opt # buildkit\"}",
      "{\"created_by\":\"RUN /bin/sh -c rm -rf /opt/x # buildkit\"}",
    ]
    let examination = try Self.examine(image, dockerfile: nil)
    for line in Self.render(.github, examination).split(separator: "\n") {
      #expect(
        line.hasPrefix("::error title=") || line.hasPrefix("::warning title=") || line.hasPrefix("::notice title=")
          || line.hasPrefix("tare: "))
      #expect(!line.hasPrefix("tare: ") || !line.contains("##["))
    }
    let results = try Self.results(Self.render(.sarif, examination))
    let texts = results.compactMap { ($0["message"] as? [String: Any])?["text"] as? String }
    #expect(texts.contains { $0.contains("evil\\](x){{1}}") })
    for text in texts { #expect(!text.contains("l](") && !text.contains("{1} ")) }
  }

  // MARK: What GitHub shows

  @Test func tenOfALevelAndTheLastSaysWhatIsLeftOut() throws {
    let judgement = Judgement(
      checks: (1...13).map { .init(name: "check.\($0)", passed: false, figure: "1", limit: "0", message: "too many") })
    let text = Self.render(.github, try Self.examine(Self.image())) { $0.judgement = judgement }
    let errors = text.split(separator: "\n").filter { $0.hasPrefix("::error ") }
    #expect(errors.count == 10)
    #expect(errors[8].contains("title=check.9::"))
    #expect(errors[9].contains("title=4 more::") && errors[9].contains("check.10%0Acheck.11%0Acheck.12%0Acheck.13"))
    #expect(text.split(separator: "\n").last?.hasSuffix("13 of 13 checks failed") == true)
  }

  // MARK: GitLab

  @Test func codeQualityHasWhatGitLabAsksFor() throws {
    let text = Self.render(.gitlab, try Self.examine(Self.image())) { $0.judgement = Self.judgement }
    let issues = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
    #expect(issues.first?["severity"] as? String == "blocker")
    for issue in issues {
      #expect(["description", "check_name", "fingerprint"].allSatisfy { (issue[$0] as? String)?.isEmpty == false })
      #expect(["info", "minor", "major", "critical", "blocker"].contains(issue["severity"] as? String))
      let location = try #require(issue["location"] as? [String: Any])
      #expect(location["path"] as? String == "Dockerfile")
      #expect(((location["lines"] as? [String: Any])?["begin"] as? Int ?? 0) > 0)
    }
    #expect(Set(issues.compactMap { $0["fingerprint"] as? String }).count == issues.count)
    // Another image of the same repository has fingerprints of its own.
    var other = Self.image()
    other.names = ["shop/worker:1.4"]
    let theirs = Self.render(.gitlab, try Self.examine(other))
    for issue in issues { #expect(!theirs.contains(try #require(issue["fingerprint"] as? String))) }
  }
}
