import Foundation
import TareTestSupport
import Testing

@Suite struct OriginCommandTests {
  private let folder = TemporaryFolder()

  private static let dockerfile = """
    FROM scratch
    COPY app /srv/web/app
    RUN chown -R 1000 /srv/web
    CMD ["/srv/web/app/run"]

    """

  private func saved(_ dockerfile: String = dockerfile) -> String {
    var image = ImageBuilder()
    image.layer { $0.file("srv/web/app/run", "0123456789") }
    image.layer { $0.file("srv/web/app/run", "0123456789") }
    image.history = [
      "{\"created_by\":\"COPY app /srv/web/app # buildkit\",\"comment\":\"buildkit.dockerfile.v0\"}",
      "{\"created_by\":\"RUN /bin/sh -c chown -R 1000 /srv/web # buildkit\",\"comment\":\"buildkit.dockerfile.v0\"}",
      "{\"created_by\":\"CMD [\\\"/srv/web/app/run\\\"]\",\"empty_layer\":true}",
    ]
    folder.write(image.dockerArchive(), as: "image.tar")
    folder.write(Array(dockerfile.utf8), as: "Dockerfile")
    return folder.path
  }

  @Test func theDockerfileBesideIsUsedWhereItFits() {
    let path = saved()
    let table = Program.run("image.tar", in: path)
    #expect(table.status == 0 && table.output.contains("LINES") && table.output.contains("fits the whole history"))
    folder.write(Array("FROM alpine\nRUN apk add nginx\n".utf8), as: "Dockerfile")
    let other = Program.run("image.tar", in: path)
    #expect(other.status == 0 && !other.output.contains("LINES"))
    let named = Program.run("image.tar -f Dockerfile", in: path)
    #expect(named.status == 0 && named.output.contains("is not what this image was built from"))
  }

  @Test func dockerfilePrintsTheFileWithWeights() {
    let path = saved()
    let page = Program.run("dockerfile image.tar --bytes", in: path)
    #expect(page.status == 0 && page.output.contains("10 B  10 B  2  COPY app /srv/web/app"))
    let json = Program.run("dockerfile image.tar --format json", in: path)
    #expect(json.output.contains("\"match\": \"whole\"") && json.output.contains("\"startLine\": 3"))
    #expect(Program.run("rm Dockerfile", in: path).status == 2)
    try? FileManager.default.removeItem(atPath: path + "/Dockerfile")
    let made = Program.run("dockerfile image.tar", in: path)
    #expect(made.status == 0 && made.output.contains("# Reconstructed from the history"))
  }

  @Test func blameNamesLinesAndKillers() {
    let path = saved()
    let page = Program.run("blame image.tar /srv/web", in: path)
    #expect(page.status == 0 && page.output.contains("1 (line 3)") && page.output.contains("rewritten"))
    let file = Program.run("blame image.tar /srv/web/app/run --format json", in: path)
    #expect(file.output.contains("\"kind\": \"hidden\""))
  }

  @Test func theBaseIsSettledByItsLayers() {
    let path = saved()
    var base = ImageBuilder()
    base.layer { $0.file("srv/web/app/run", "0123456789") }
    folder.write(base.dockerArchive(), as: "base.tar")
    let json = Program.run("image.tar --base base.tar --format json", in: path)
    #expect(json.output.contains("\"layers\": 1,\n    \"rows\": 1") && json.output.contains("\"confidence\": \"certain\""))
    let other = Program.run("base.tar --base image.tar", in: path)
    #expect(other.status == 2 && other.error.contains("its layers are not the lowest of this image"))
  }

  @Test func rulesAreListedExplainedAndChosen() {
    let path = saved()
    #expect(Program.run("rules").output.contains("changed-in-place"))
    #expect(Program.run("explain changed-in-place").output.contains("--chown"))
    let only = Program.run("image.tar --only changed-in-place --format json", in: path)
    #expect(only.output.contains("\"id\": \"changed-in-place/0-1\"") && only.output.contains("\"bytes\": 10"))
    #expect(!Program.run("image.tar --skip changed-in-place --format json", in: path).output.contains("changed-in-place/0-1"))
  }

  @Test func whatIsWrongIsSaidInOneLine() {
    let path = saved("FROM scratch\nCOPPY app /srv\n")
    for (arguments, error) in [
      ("image.tar -f Dockerfile", "tare: Dockerfile: line 2, column 1: expected an instruction, found `COPPY`"),
      ("image.tar -f nope", "tare: nope: No such file or directory"),
      ("blame image.tar /nope", "tare: image.tar: nothing at /nope, in no layer; tare ls shows what there is"),
      ("explain nope", "tare: no rule named nope; tare rules lists all"),
      ("image.tar --only nope", "tare: no rule named nope; tare rules lists all; see tare --help"),
      ("image.tar --intent cpu,gpu", "tare: --intent: cpu and gpu contradict each other; see tare --help"),
      ("order -f nope", "tare: nope: No such file or directory"),
    ] {
      let result = Program.run(arguments, in: path)
      #expect(result.status == 2 && result.output.isEmpty)
      #expect(result.error.hasPrefix(error), "\(arguments): \(result.error)")
    }
  }

  @Test func orderReplaysTheCommits() throws {
    let path = saved()
    let commits = """
      git init -q . && git config user.email a@b && git config user.name a && mkdir -p app && echo 1 > app/run && git add app && \
      git commit -qm 1 && echo 2 > app/run && git commit -qam 2 && echo x > other && git add other && git commit -qm 3
      """
    #expect(Shell.run(commits, in: path).status == 0)
    let json = Program.run("order --commits 2 --format json", in: path)
    #expect(json.status == 0 && json.output.contains("\"commits\": 2") && json.output.contains("\"path\": \"app/run\""))
  }
}
