import TareBytes
import TareLayers
import TareSource
import TareTestSupport
import Testing

/// Attestations beside an image in its index, as BuildKit stores them.
@Suite struct StatementTests {
  private static let statement = Array("{\"predicateType\":\"https://slsa.dev/provenance/v1\",\"predicate\":{}}".utf8)

  private func statements(of subject: Digest? = nil, listed: Bool = true, stored: [UInt8] = statement) throws -> [Statement] {
    var image = ImageBuilder()
    image.layer { $0.file("a", "a") }
    let attestation = Array(
      """
      {"schemaVersion":2,"config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"\(Digest.sha256(of: [1]))","size":2},
       "layers":[{"mediaType":"application/vnd.in-toto+json","digest":"\(Digest.sha256(of: Self.statement))",
        "size":\(Self.statement.count),"annotations":{"in-toto.io/predicate-type":"https://slsa.dev/provenance/v1"}}]}
      """.utf8)
    let digest = Digest.sha256(of: attestation)
    let beside = """
      {"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"\(digest)","size":\(attestation.count),
       "annotations":{"vnd.docker.reference.type":"attestation-manifest",
        "vnd.docker.reference.digest":"\(subject ?? .sha256(of: image.manifest))"},
       "platform":{"os":"unknown","architecture":"unknown"}}
      """
    var files = image.layoutFiles(index: ImageBuilder.index([image.manifestDescriptor()] + (listed ? [beside] : [])))
    files.append(("blobs/sha256/\(digest.encoded)", attestation))
    files.append(("blobs/sha256/\(Digest.sha256(of: Self.statement).encoded)", stored))
    let folder = TemporaryFolder()
    let path = folder.write(ImageBuilder.tar(files), as: "image.tar")
    return try LayerLoader.load(.path(path)).statements
  }

  @Test func theImagesOwnStatementIsRead() throws {
    #expect(try statements() == [Statement(predicateType: "https://slsa.dev/provenance/v1", bytes: Self.statement)])
  }

  @Test func anothersIsNot() throws {
    #expect(try statements(of: .sha256(of: [9])).isEmpty)
    #expect(try statements(listed: false).isEmpty)
  }

  @Test func aDamagedOneIsNotThere() throws {
    #expect(try statements(stored: Array("{}".utf8)).isEmpty)
  }
}
