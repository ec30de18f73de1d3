import TareBytes
import TareDockerfile
import TareOCI
import TareOrigins
import Testing

/// Statements of the form that BuildKit documents: docs/attestations/slsa-definitions.md.
struct BuildProvenanceTests {
  private static let dockerfile = """
    FROM alpine AS build
    RUN make
    FROM alpine
    ENV A=1
    RUN make
    COPY --from=build /out /usr/bin/
    COPY --link a.txt /srv/
    CMD ["tool"]

    """

  private static let layers = (UInt8(0)..<5).map { Digest.sha256(of: [$0]) }

  private static func chain(_ numbers: [Int]) -> String {
    "["
      + numbers.map { "{\"mediaType\":\"application/vnd.oci.image.layer.v1.tar+gzip\",\"digest\":\"\(layers[$0])\",\"size\":1}" }
      .joined(separator: ",") + "]"
  }

  private static func location(_ line: Int) -> String {
    "{\"locations\":[{\"ranges\":[{\"start\":{\"line\":\(line)},\"end\":{\"line\":\(line)}}]}]}"
  }

  /// step0 the base, step1 and step2 `RUN make` of either stage, with equal layers; step3 the copy, step4 the linked copy
  /// apart, step5 both together, step6 the result.
  private static var details: String {
    """
    {"source":{
        "infos":[{"filename":"Dockerfile","language":"Dockerfile","data":"\(base64(Array(dockerfile.utf8)))"}],
        "locations":{"step0":\(location(3)),"step1":\(location(2)),"step2":\(location(5)),"step3":\(location(6)),"step4":\(location(7))}},
      "layers":{
        "step0:0":[\(chain([0, 1]))],"step1:0":[\(chain([0, 1, 2]))],"step2:0":[\(chain([0, 1, 2]))],
        "step3:0":[\(chain([0, 1, 2, 3]))],"step4:0":[\(chain([4]))],"step5:0":[\(chain([0, 1, 2, 3, 4]))]}}
    """
  }

  private static let definition = """
    {"llbDefinition":[{"id":"step0","op":{}},{"id":"step1","inputs":["step0:0"]},{"id":"step2","inputs":["step0:0"]},
      {"id":"step3","inputs":["step2:0","step1:0"]},{"id":"step4"},{"id":"step5","inputs":["step3:0","step4:0"]},
      {"id":"step6","inputs":["step5:0"]}]}
    """

  static let v02 = """
    {"_type":"https://in-toto.io/Statement/v0.1","predicateType":"https://slsa.dev/provenance/v0.2","predicate":{
      "buildType":"https://mobyproject.org/buildkit@v1",
      "invocation":{"parameters":{"frontend":"dockerfile.v0","args":{"build-arg:A":"1","target":"last"}}},
      "buildConfig":\(definition),
      "metadata":{"https://mobyproject.org/buildkit@v1#metadata":\(details)}}}
    """

  static let v1 = """
    {"_type":"https://in-toto.io/Statement/v1","predicateType":"https://slsa.dev/provenance/v1","predicate":{
      "buildDefinition":{"externalParameters":{"request":{"args":{"build-arg:A":"1","target":"last"}}},
        "internalParameters":{"buildConfig":\(definition)}},
      "runDetails":{"metadata":{"buildkit_metadata":\(details)}}}}
    """

  @Test(arguments: [v02, v1])
  func linesOfLayersAreRead(_ statement: String) throws {
    let provenance = try BuildProvenance(parsing: Array(statement.utf8))
    #expect(provenance.sources.map(\.name) == ["Dockerfile"])
    #expect(provenance.sources[0].text == Array(Self.dockerfile.utf8))
    #expect(provenance.target == "last")
    #expect(provenance.arguments == ["A": "1"])
    let places = provenance.places(blobs: Self.layers, diffIDs: [])
    #expect(places.map { $0?.lines } == [3...3, 3...3, 5...5, 6...6, 7...7])
    #expect(places.allSatisfy { $0?.source == 0 })
  }

  @Test func theSourceMapBeatsTheText() throws {
    let provenance = try BuildProvenance(parsing: Array(Self.v1.utf8))
    let file = try Dockerfile(parsing: provenance.sources[0].text)
    let history = [
      HistoryRecord(createdBy: "ADD rootfs / # buildkit"), HistoryRecord(createdBy: "RUN /bin/sh -c base # buildkit"),
      HistoryRecord(createdBy: "CMD [\"sh\"]", emptyLayer: true), HistoryRecord(createdBy: "ENV A=1", emptyLayer: true),
      HistoryRecord(createdBy: "RUN /bin/sh -c make # buildkit"), HistoryRecord(createdBy: "hidden by the builder"),
      HistoryRecord(createdBy: "COPY a.txt /srv/ # buildkit"), HistoryRecord(createdBy: "CMD [\"tool\"]", emptyLayer: true),
    ]
    let rows = HistoryRow.rows(history: history, layerCount: 5)
    let alignment = HistoryAlignment(history, file).applying(
      provenance, file, rows: rows, blobs: Self.layers, diffIDs: [])
    #expect(alignment.lines.map { $0?.lines } == [nil, nil, nil, 4...4, 5...5, 6...6, 7...7, 8...8])
    #expect(alignment.lines[5]?.confidence == .certain)
    #expect(alignment.baseRows == 3)
    #expect(alignment.baseConfidence == .certain)
  }

  @Test func anotherFileThanTheAttestedOneIsNotMapped() throws {
    let provenance = try BuildProvenance(parsing: Array(Self.v1.utf8))
    let file = try Dockerfile(parsing: Array("FROM alpine\nRUN make\n".utf8))
    let history = [HistoryRecord(createdBy: "x", comment: "y")]
    let alignment = HistoryAlignment(history, file)
    let applied = alignment.applying(
      provenance, file, rows: HistoryRow.rows(history: history, layerCount: 1), blobs: Self.layers, diffIDs: [])
    #expect(applied.lines == alignment.lines)
  }

  @Test func minimalProvenanceTellsNothing() throws {
    let text = """
      {"predicate":{"buildDefinition":{"externalParameters":{"request":{}}},"runDetails":{"metadata":{"buildkit_metadata":{}}}}}
      """
    let provenance = try BuildProvenance(parsing: Array(text.utf8))
    #expect(provenance.sources.isEmpty)
    #expect(provenance.places(blobs: Self.layers, diffIDs: []).allSatisfy { $0 == nil })
  }

  @Test(arguments: [
    "{}", "{\"predicate\":null}",
    """
    {"predicate":{"metadata":{"https://mobyproject.org/buildkit@v1#metadata":{
      "source":{"infos":[{}],"locations":{"step0":{"locations":[{"sourceIndex":-1},{"sourceIndex":7},
        {"ranges":[{"start":{"line":-9223372036854775808},"end":{"line":5}},{"start":{"line":9},"end":{"line":2}}]}]}}},
      "layers":{"step0:0":[[],[{}],[{"digest":"no digest"}]],"":[[]]}}},
      "buildConfig":{"llbDefinition":[{"id":"a","inputs":["a:0"]},{"inputs":[]}]}}}
    """,
  ])
  func damagedStatementsTellNothing(_ text: String) throws {
    let provenance = try BuildProvenance(parsing: Array(text.utf8))
    #expect(provenance.places(blobs: Self.layers, diffIDs: []).allSatisfy { $0 == nil })
  }

  @Test func whatIsNoJSONIsAnError() {
    #expect(throws: DocumentError.self) { try BuildProvenance(parsing: Array("{".utf8)) }
  }

  private static func base64(_ bytes: [UInt8]) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var text = ""
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let part = Array(bytes[start..<min(start + 3, bytes.count)])
      let bits = part.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - part.count))
      for digit in 0...part.count { text.append(digits[bits >> (18 - 6 * digit) & 63]) }
      text += String(repeating: "=", count: 3 - part.count)
    }
    return text
  }
}
