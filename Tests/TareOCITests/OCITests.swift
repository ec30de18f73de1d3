import TareBytes
import TareOCI
import Testing

@Suite struct HistoryRowTests {
  private func record(_ text: String, empty: Bool = false) -> HistoryRecord {
    HistoryRecord(createdBy: text, emptyLayer: empty)
  }

  @Test func emptyRecordsHaveNoLayer() {
    let rows = HistoryRow.rows(history: [record("a"), record("b", empty: true), record("c")], layerCount: 2)
    #expect(rows.map(\.layer) == [0, nil, 1])
  }

  @Test func layersWithoutRecordComeLast() {
    let rows = HistoryRow.rows(history: [record("a")], layerCount: 3)
    #expect(rows.map(\.layer) == [0, 1, 2])
    #expect(rows[2].record == nil)
  }

  @Test func recordsWithoutLayerKeepTheirRow() {
    #expect(HistoryRow.rows(history: [record("a"), record("b")], layerCount: 1).map(\.layer) == [0, nil])
    #expect(HistoryRow.rows(history: [], layerCount: 0).isEmpty)
  }
}

@Suite struct ReferenceTests {
  @Test(arguments: [
    ("x", "docker.io/library/x:latest"), ("x:1", "docker.io/library/x:1"), ("a/b", "docker.io/a/b:latest"),
    ("ghcr.io/a/b:2", "ghcr.io/a/b:2"), ("localhost:5000/x", "localhost:5000/x:latest"),
    ("docker.io/x", "docker.io/library/x:latest"), ("x@sha256:ab", "docker.io/library/x@sha256:ab"),
  ])
  func namesHaveOneFullForm(name: String, full: String) {
    #expect(Reference.normalised(name) == full)
    #expect(Reference.same(name, full))
  }
}

@Suite struct PlatformTests {
  @Test func parsesTwoOrThreeParts() {
    #expect(Platform("linux/arm64/v8") == Platform(os: "linux", architecture: "arm64", variant: "v8"))
    for text in ["linux", "linux/", "/amd64", "a/b/c/d", ""] { #expect(Platform(text) == nil) }
  }

  @Test func variantCountsOnlyWhenAskedFor() throws {
    let v8 = try #require(Platform("linux/arm64/v8"))
    #expect(v8.serves(Platform(os: "linux", architecture: "arm64")))
    #expect(!v8.serves(Platform(os: "linux", architecture: "arm64", variant: "v7")))
  }
}

@Suite struct DocumentTests {
  private func reason<Value: Decodable>(_ type: Value.Type, _ json: String) -> String? {
    do {
      _ = try Document.decode(type, from: Array(json.utf8), name: "doc")
      return nil
    } catch { return "\(error)" }
  }

  @Test func saysWhatIsWrongWhere() {
    #expect(reason(Manifest.self, "{") == "doc: not JSON")
    #expect(reason(Manifest.self, "{}") == "doc: \"config\" is missing at the top level")
    #expect(
      reason(ImageIndex.self, "{\"manifests\":[{\"digest\":1,\"size\":1}]}")
        == "doc: manifests[0].digest is not of the type it should be")
    #expect(
      reason(ImageIndex.self, "{\"manifests\":[{\"digest\":\"sha256:x\",\"size\":1}]}")
        == "doc: manifests[0].digest: \"sha256:x\" is no digest")
    #expect(reason(ImageIndex.self, String(repeating: "[", count: 100_000)) == "doc: not JSON")
    #expect(reason(DockerArchiveManifest.self, "{\"Config\":\"c\",\"Layers\":7}") == "doc: Layers is not of the type it should be")
  }

  @Test func historyInLatin1IsReadAllTheSame() throws {
    let bytes = Array("{\"history\":[{\"created_by\":\"caf".utf8) + [0xe9] + Array("\"}]}".utf8)
    #expect(try Document.decode(ImageConfig.self, from: bytes, name: "c").history?[0].createdBy == "caf\u{fffd}")
  }

  @Test func nullListsAreEmpty() throws {
    let config = try Document.decode(
      ImageConfig.self, from: Array("{\"rootfs\":{\"diff_ids\":null},\"history\":null}".utf8), name: "c")
    #expect(config.diffIDs.isEmpty)
  }
}
