import TareDockerfile
import TareOrigins
import TareTestSupport
import Testing

@testable import TareFindings

/// Diffs of findings, from an image and its Dockerfile to the text.
struct FixDiffTests {
  private func found(
    _ text: String, _ records: [String], choice: BuildFile.Choice = .named, ignored: String? = nil, rules: [any Rule],
    _ layers: ((inout TarBuilder) -> Void)...
  ) throws -> FindingSet {
    var image = ImageBuilder()
    for layer in layers { image.layer { layer(&$0) } }
    image.history = records.map { record in
      let isEmpty = ["CMD", "USER", "WORKDIR", "ENV"].contains { record.hasPrefix($0) }
      return "{\"created_by\":\"\(record)\"\(isEmpty ? ",\"empty_layer\":true" : "")}"
    }
    let weighed = try Weighed(image)
    let file = BuildFile(
      name: "app/Dockerfile", dockerfile: try Dockerfile(parsing: Array(text.utf8)), choice: choice,
      ignoreFile: IgnoreFile(name: "app/.dockerignore", source: ignored.map { Array($0.utf8) }))
    let origins = Origins(weighed.analysis, file, environment: [])
    let context = RuleContext(weighed.analysis, weighed.image, origins: origins)
    return try FindingSet(context, rules: rules)
  }

  private func base(_ tar: inout TarBuilder) { tar.file("etc/os-release", "ID=debian\n") }

  private static let lists = "FROM debian\nRUN apt-get update\nRUN apt-get install -y curl\nCMD x\n"
  private static let listRecords = [
    "debian.sh", "CMD bash", "RUN /bin/sh -c apt-get update # buildkit", "RUN /bin/sh -c apt-get install -y curl # buildkit",
    "CMD x",
  ]

  @Test func listsThatALaterRunReadsGoAtItsEnd() throws {
    let findings = try found(
      Self.lists, Self.listRecords, rules: [PackageLists()], base, { $0.file("var/lib/apt/lists/a", "list") },
      { $0.file("usr/bin/curl", "curl") })
    #expect(
      findings.findings.first?.fixes.first?.diff?.text == """
        --- app/Dockerfile
        +++ app/Dockerfile
        @@ -1,4 +1,3 @@
         FROM debian
        -RUN apt-get update
        -RUN apt-get install -y curl
        +RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*
         CMD x

        """)
  }

  @Test func aFileMadeOfTheHistoryHasNoDiff() throws {
    let findings = try found(
      Self.lists, Self.listRecords, choice: .reconstructed, rules: [PackageLists()], base,
      { $0.file("var/lib/apt/lists/a", "list") }, { $0.file("usr/bin/curl", "curl") })
    #expect(findings.findings.count == 1 && findings.findings[0].fixes.allSatisfy { $0.diff == nil })
  }

  @Test func ownersMoveIntoTheCopy() throws {
    let text = "FROM debian\nCOPY . /srv\nRUN chown -R app:app /srv /opt/x\nCMD x\n"
    let records = [
      "debian.sh", "CMD bash", "COPY . /srv # buildkit", "RUN /bin/sh -c chown -R app:app /srv /opt/x # buildkit", "CMD x",
    ]
    func owned(_ tar: inout TarBuilder, _ id: Int, _ names: [String]) {
      for name in names { tar.file(name, "content of \(name)", uid: id) }
    }
    let files = ["srv/a", "srv/b"]
    let findings = try found(text, records, rules: [ChangedInPlace()], base, { owned(&$0, 0, files) }, { owned(&$0, 7, files) })
    let diff = try #require(findings.findings.first?.fixes.first?.diff?.text)
    #expect(diff.contains("-COPY . /srv\n") && diff.contains("+COPY --chown=7:0 . /srv\n"))
    #expect(diff.contains("+RUN chown -R app:app /opt/x\n"))
    // A file that the COPY did not bring would keep its owner.
    let other = try found(
      text, records, rules: [ChangedInPlace()], { $0.file("srv/c", "base") }, { owned(&$0, 0, files) },
      { owned(&$0, 7, files + ["srv/c"]) })
    #expect(other.findings.count > 0 && other.findings.allSatisfy { $0.fixes.allSatisfy { $0.diff == nil } })
  }

  @Test func whatIsDeletedLaterStaysOutOfTheContext() throws {
    func diff(ignored: String? = nil, between: String = "apt-get install -y curl") throws -> String? {
      let text = "FROM debian\nWORKDIR /srv\nCOPY . /srv\nRUN \(between)\nRUN rm -rf /srv/data\nCMD x\n"
      let records = [
        "debian.sh", "CMD bash", "WORKDIR /srv", "COPY . /srv # buildkit", "RUN /bin/sh -c \(between) # buildkit",
        "RUN /bin/sh -c rm -rf /srv/data # buildkit", "CMD x",
      ]
      let findings = try found(
        text, records, ignored: ignored, rules: [DeletesEarlier()], base,
        {
          $0.file("srv/data/a", "data")
          $0.file("srv/b", "b")
        }, { $0.file("usr/bin/curl", "curl") }, { $0.whiteout("srv/data") })
      return try #require(findings.findings.first).fixes.first?.diff?.text
    }
    let new = try #require(try diff())
    #expect(
      new.contains("-RUN rm -rf /srv/data\n") && new.hasSuffix("--- /dev/null\n+++ app/.dockerignore\n@@ -0,0 +1 @@\n+data\n"))
    let more = try #require(try diff(ignored: "*.log"))
    #expect(
      more.hasSuffix(
        "--- app/.dockerignore\n+++ app/.dockerignore\n@@ -1 +1,2 @@\n-*.log\n\\ No newline at end of file\n+*.log\n+data\n"))
    // Whatever builds in between may read it.
    #expect(try diff(between: "make -C /srv install") == nil)
  }

  @Test(arguments: [
    ("npm install --omit=dev --no-audit --no-fund", true), ("npm install && rm -r /tmp/x", true),
    ("npm install && rm -rf /var/lib/apt/lists/*", true),
    ("rm -rf /root/.npm && npm install", false), ("npm install && rm -rf /root/./.npm/_cacache/", false),
    ("npm install && rm -rf /root/.[a-z]*", false), ("npm install && rm -rf $DIRECTORY", false),
    ("cd /root && rm -rf .npm && npm install", false),
  ]) func aCacheIsMountedWhereNothingRemovesIt(command: String, isMounted: Bool) throws {
    let text = "FROM debian\nRUN \(command)\nCMD x\n"
    let records = ["debian.sh", "CMD bash", "RUN /bin/sh -c \(command) # buildkit", "CMD x"]
    let findings = try found(
      text, records, rules: [ManagerCaches()], base, { $0.file("root/.npm/_cacache/content-v2/a", PythonFiles.text(500)) })
    let fix = try #require(findings.findings.first?.fixes.first)
    #expect(fix.text.hasPrefix("mount it"))
    let mounted = fix.diff?.text.contains("+RUN --mount=type=cache,target=/root/.npm/_cacache ")
    #expect((mounted ?? false) == isMounted, "\(fix.diff?.text ?? "none")")
  }
}
