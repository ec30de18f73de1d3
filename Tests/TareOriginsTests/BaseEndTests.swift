import TareBytes
import TareDockerfile
import TareOCI
import TareOrigins
import Testing

struct BaseEndTests {
  @Test(arguments: CapturedHistory.all)
  func theShapeOfTheHistoryTellsTheBase(_ captured: CapturedHistory) {
    // From scratch there is no CMD below.
    guard captured.baseRows > 0 else { return }
    let base = BaseEnd(captured.rows)
    #expect(base.rows == captured.baseRows)
    #expect(base.confidence == .likely)
  }

  @Test func theDockerfileTellsItBetter() throws {
    let captured = try CapturedHistory.read("truthgraph.buildkit")
    let base = BaseEnd(captured.rows, alignment: try captured.aligned())
    #expect(base.rows == 7)
    #expect(base.layers == 4)
    #expect(base.confidence == .certain)
    #expect(base.evidence == .dockerfile)
    #expect(base.name == "python:3.11-local")
  }

  @Test func buildahNamesWhatItBeganWith() throws {
    let captured = try CapturedHistory.read("stages.buildah-flat")
    #expect(BaseEnd(captured.rows).evidence == .builder)
    #expect(BaseEnd(captured.rows).rows == captured.baseRows)
    // Another builder's rows above take that away.
    var more = captured.history
    more.append(HistoryRecord(createdBy: "RUN /bin/sh -c more # buildkit", comment: "buildkit.dockerfile.v0"))
    #expect(BaseEnd(HistoryRow.rows(history: more, layerCount: 20)).evidence == .shape)
  }

  @Test func theBaseItselfSettlesIt() throws {
    let captured = try CapturedHistory.read("trigger.classic")
    let diffIDs = [UInt8(0), 1].map { "\"\(Digest.sha256(of: [$0]))\"" }.joined(separator: ",")
    var base = try Document.decode(ImageConfig.self, from: Array("{\"rootfs\":{\"diff_ids\":[\(diffIDs)]}}".utf8), name: "base")
    base.history = Array(captured.history.prefix(6))
    let end = BaseEnd(captured.rows, base: base, alignment: try captured.aligned())
    #expect(end.rows == 6)
    #expect(end.layers == 2)
    #expect(end.confidence == .certain)
    #expect(end.evidence == .layers)
  }

  @Test func onlyTheLowestLayersAreABases() {
    let layers = [UInt8(0), 1, 2, 3].map { Digest.sha256(of: [$0]) }
    #expect(BaseEnd.layers(of: Array(layers.prefix(2)), in: layers) == 2)
    #expect(BaseEnd.layers(of: [], in: layers) == 0)
    #expect(BaseEnd.layers(of: [layers[1]], in: layers) == nil)
    #expect(BaseEnd.layers(of: layers, in: Array(layers.prefix(3))) == nil)
  }

  @Test func annotationsNameTheBase() {
    let rows = HistoryRow.rows(history: [HistoryRecord(createdBy: "RUN x")], layerCount: 1)
    let key = "org.opencontainers.image.base"
    let base = BaseEnd(
      rows, labels: ["\(key).name": "label"], annotations: ["\(key).name": "annotation", "\(key).digest": "sha256:0"])
    #expect(base.name == "annotation")
    #expect(base.digest == "sha256:0")
    #expect(base.rows == 0)
    #expect(base.evidence == .none)
    #expect(BaseEnd(rows, systemLayer: 0).rows == 1)
  }
}
