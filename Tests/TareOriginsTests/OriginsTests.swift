import TareDockerfile
import TareOrigins
import TareReach
import TareTestSupport
import Testing

/// An image of two stages, of which the history shows the last, beside its Dockerfile.
@Suite struct OriginsTests {
  private static let site = "usr/lib/python3.11/site-packages"

  private static let dockerfile = """
    FROM debian AS build
    WORKDIR /src
    COPY tools/uv /root/.local/bin/
    COPY requirements.txt ./
    RUN uv pip install --system -r requirements.txt
    RUN pip install wheel==1.0
    RUN echo done > /opt/marker
    FROM debian
    RUN apt-get update && apt-get install -y \\
        curl \\
        git
    COPY --from=build /usr/lib /usr/lib
    COPY --from=build /root/.local /root/.local
    COPY --from=build /opt/marker /opt/marker
    RUN chown -R 7 /opt
    CMD ["/opt/marker"]

    """

  private struct Folder: BuildContext {
    var files: [String: String]
    func contents(of path: [UInt8], limit: Int) -> [UInt8]? { files[String(decoding: path, as: UTF8.self)].map { Array($0.utf8) } }
    func kind(of path: [UInt8]) -> BuildContextKind? { contents(of: path, limit: .max) == nil ? nil : .file }
  }

  private func distribution(_ name: String, requires: String = "", to tar: inout TarBuilder) {
    tar.file(
      "\(Self.site)/\(name)-1.0.dist-info/METADATA",
      "Metadata-Version: 2.1\nName: \(name)\nVersion: 1.0\n" + (requires.isEmpty ? "" : "Requires-Dist: \(requires)\n") + "\n")
    tar.file("\(Self.site)/\(name)-1.0.dist-info/RECORD", "\(name)/__init__.py,,\n")
    tar.file("\(Self.site)/\(name)/__init__.py", "# \(name)\n")
  }

  private func origins(_ text: String = dockerfile) throws -> (Analysis, Origins) {
    var image = ImageBuilder()
    image.layer { tar in
      tar.file("etc/os-release", "ID=debian\n")
      DebianFiles.write([DebianFiles.Package("libc6", ["/lib/libc": "cc"])], to: &tar)
    }
    image.layer { tar in
      DebianFiles.write(
        [
          DebianFiles.Package("libc6", ["/lib/libc": "cc"]), DebianFiles.Package("curl", ["/usr/bin/curl": "curl"]),
          DebianFiles.Package("git", ["/usr/bin/git": "git"]),
        ], to: &tar)
    }
    image.layer { tar in
      distribution("flask", requires: "werkzeug", to: &tar)
      distribution("werkzeug", to: &tar)
      distribution("wheel", to: &tar)
    }
    image.layer { $0.file("root/.local/bin/uv", "uv") }
    image.layer { $0.file("opt/marker", "done\n") }
    image.layer { $0.file("opt/marker", "done\n") }
    image.history = [
      "{\"created_by\":\"debian.sh --arch amd64 out/ bookworm\"}",
      "{\"created_by\":\"CMD [\\\"bash\\\"]\",\"empty_layer\":true}",
      "{\"created_by\":\"RUN /bin/sh -c apt-get update && apt-get install -y     curl     git # buildkit\"}",
      "{\"created_by\":\"COPY /usr/lib /usr/lib # buildkit\"}",
      "{\"created_by\":\"COPY /root/.local /root/.local # buildkit\"}",
      "{\"created_by\":\"COPY /opt/marker /opt/marker # buildkit\"}",
      "{\"created_by\":\"RUN /bin/sh -c chown -R 7 /opt # buildkit\"}",
      "{\"created_by\":\"CMD [\\\"/opt/marker\\\"]\",\"empty_layer\":true}",
    ]
    let analysis = try Weighed(image).analysis
    let context = Folder(files: ["requirements.txt": "# web\nflask>=1\n", "tools/uv": "uv"])
    let file = BuildFile(
      name: "Dockerfile", dockerfile: try Dockerfile(parsing: Array(text.utf8)), choice: .named, context: context)
    return (analysis, Origins(analysis, file, environment: []))
  }

  private func package(_ name: String, _ analysis: Analysis) throws -> Int32 {
    Int32(try #require(analysis.ownership.packages.firstIndex { $0.package.name == name }))
  }

  @Test func rowsHaveTheirLinesAndTheBaseIsItsFrom() throws {
    let (_, origins) = try origins()
    #expect(origins.alignment.match == .whole)
    #expect(origins.rows.map { $0?.lines.lowerBound } == [8, 8, 9, 12, 13, 14, 15, 16])
    #expect(origins.rows[2]?.lines == 9...11)
  }

  @Test func packagesLeadToTheRunThatInstalledThem() throws {
    let (analysis, origins) = try origins()
    let curl = try #require(origins.packages[Int(package("curl", analysis))])
    #expect(curl.lines == 9...11 && curl.confidence == .certain && curl.through == nil)
    for (name, line) in [("flask", 5), ("werkzeug", 5), ("wheel", 6)] {
      let origin = try #require(origins.packages[Int(package(name, analysis))])
      #expect(
        origin.lines == line...line && origin.through == 12...12 && origin.stageName == "build" && origin.confidence == .likely)
    }
  }

  @Test func filesLeadToTheCopyOrCommandThatMadeThem() throws {
    let (analysis, origins) = try origins()
    func origin(_ path: String, row: Int) throws -> Origin? {
      let number = try #require(analysis.weighing.tree.resolve(Array(path.utf8)))
      return origins.origin(ofPath: number, row: row, owner: .nobody)
    }
    #expect(try origin("/root/.local/bin/uv", row: 4)?.lines == 3...3)
    #expect(try origin("/opt/marker", row: 5)?.lines == 7...7)
    #expect(try origin("/opt/marker", row: 6)?.lines == 15...15)
  }

  @Test func declarationsAreWordsAndLines() throws {
    let (analysis, origins) = try origins()
    let git = try #require(origins.declaration(ofPackage: package("git", analysis)))
    #expect(git.file == "Dockerfile" && git.line == 11 && git.text == "git")
    let flask = try #require(origins.declaration(ofPackage: package("flask", analysis)))
    #expect(flask.file == "requirements.txt" && flask.line == 2 && flask.text == "flask>=1" && !flask.isInImage)
    #expect(origins.declaration(ofPackage: try package("werkzeug", analysis)) == nil)
  }

  @Test func weightsCountEachLayerAtItsLine() throws {
    let (analysis, origins) = try origins()
    let weights = origins.weights(analysis)
    let copy = try #require(weights[Origins.Key(stage: 1, instruction: 1)])
    #expect(copy.rows == [3] && copy.unpacked == analysis.weighing.rows[3].unpacked && copy.dead == 0)
    let install = try #require(weights[Origins.Key(stage: 0, instruction: 3)])
    #expect(install.rows.isEmpty && install.through == [12...12] && install.packages.count == 2)
    #expect(weights.values.reduce(0) { $0 + ($1.unpacked ?? 0) } == analysis.weighing.totals.unpacked)
  }

  @Test func blameNamesWriterAndKiller() throws {
    let (analysis, origins) = try origins()
    let blame = try #require(analysis.blame(Array("/opt".utf8), origins: origins))
    #expect(blame.parts.map(\.writer) == [6, 5] && blame.parts[1].killer == 6 && blame.parts[1].cause == .rewritten)
    #expect(blame.parts[0].origin?.lines == 15...15 && blame.parts[1].killerOrigin?.lines == 15...15)
    let file = try #require(analysis.blame(Array("/opt/marker".utf8), origins: nil))
    #expect(file.events.map(\.row) == [5, 6, 6] && file.events.map(\.kind) == [.written, .hidden, .written])
    #expect(analysis.blame(Array("/nowhere".utf8), origins: origins) == nil)
  }

  @Test func anotherFileIsSaidToBeAnotherOne() throws {
    let (_, origins) = try origins("FROM alpine\nRUN apk add nginx\nCOPY site /var/www\nCMD [\"nginx\"]\n")
    #expect(origins.alignment.match == .other)
    #expect(origins.rows.allSatisfy { $0 == nil || $0?.confidence == .guess })
  }
}
