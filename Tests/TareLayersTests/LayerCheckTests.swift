import TareArchive
import TareBytes
import TareLayers
import TareSource
import TareTestSupport
import Testing

/// Layers against what the image says of them.
@Suite struct LayerCheckTests {
  private func image(_ compression: Compression = .none) -> ImageBuilder {
    var image = ImageBuilder()
    image.layer(compression) { $0.file("base", "base") }
    image.layer(compression) { $0.file("a", (0..<5000).map { UInt8(truncatingIfNeeded: $0) }) }
    return image
  }

  /// An OCI layout in which the blob of layer 1 holds other bytes than its digest says.
  private func damaged(_ compression: Compression, _ damage: (inout [UInt8]) -> Void) -> (
    archive: [UInt8], expected: Digest, actual: Digest
  ) {
    let image = image(compression)
    var blob = image.layers[1].blob
    damage(&blob)
    let files = image.layoutFiles().map { $0.bytes == image.layers[1].blob ? ($0.name, blob) : $0 }
    return (ImageBuilder.tar(files), image.layers[1].digest, .sha256(of: blob))
  }

  private func error(_ archive: [UInt8], verify: Bool = false) -> String? {
    do {
      _ = try Weighed(archive: archive, verify: verify)
      return nil
    } catch let error as LocatedError { return "\(error.cause)" } catch { return "\(error)" }
  }

  @Test(arguments: [Compression.gzip, .zstd], [0.1, 0.5, 0.95])
  func flippedByteNamesLayerAndBothDigests(compression: Compression, place: Double) throws {
    let damage = damaged(compression) { $0[12 + Int(Double($0.count - 24) * place)] ^= 0x10 }
    for archive in [damage.archive, Packing.gzip(damage.archive)] {
      let text = try #require(error(archive))
      #expect(
        text.hasPrefix(
          "layer 1 (\(image().layers[1].diffID.short)): damaged: its blob should be \(damage.expected) and is \(damage.actual)"))
      #expect(text.hasSuffix("; fetch or save the image again"))
    }
  }

  @Test func flippedByteOfAPlainLayerIsFoundByVerify() {
    let damage = damaged(.none) { $0[700] ^= 1 }
    #expect(error(damage.archive) == nil)
    let expected =
      "layer 1 (\(image().layers[1].diffID.short)): damaged: its blob should be \(damage.expected) and is \(damage.actual); fetch or save the image again"
    #expect(error(damage.archive, verify: true) == expected)
    // What is read once is read in full, and so checked.
    #expect(error(Packing.gzip(damage.archive)) == expected)
  }

  @Test(arguments: [false, true]) func damagedHeaderOfAPlainLayerIsToldByItsDigest(inOnePass: Bool) {
    let damage = damaged(.none) { $0[3] ^= 1 }
    let text = error(inOnePass ? Packing.gzip(damage.archive) : damage.archive)
    #expect(
      text?.contains(
        "its blob should be \(damage.expected) and is \(damage.actual) (damaged tar: the header checksum at byte 0 does not match)")
        == true)
  }

  @Test func cutLayerIsToldByItsSize() {
    let image = image(.gzip)
    let blob = Array(image.layers[1].blob.dropLast(3))
    let files = image.layoutFiles().map { $0.bytes == image.layers[1].blob ? ($0.name, blob) : $0 }
    let text =
      "layer 1 (\(image.layers[1].diffID.short)): damaged: its blob should have \(blob.count + 3) bytes and has \(blob.count); fetch or save the image again"
    #expect(error(ImageBuilder.tar(files)) == text)
  }

  @Test func cutTarInADockerArchiveIsToldByItsDiffID() {
    // Cut between two members: the tar alone looks whole.
    var image = image()
    var tar = TarBuilder()
    tar.file("a", "1")
    let whole = tar.bytes.count
    tar.file("b", "2")
    image.layers.removeLast()
    image.layer(tar: tar.finished)
    let config = image.config
    image.layers[1].stored = Array(tar.bytes[..<whole])
    let name = "\(Digest.sha256(of: config).encoded).json"
    let archive = ImageBuilder.tar([
      ("0.tar", image.layers[0].tar), ("1.tar", image.layers[1].blob), (name, config),
      ("manifest.json", Array("[\(image.dockerManifestEntry(name, ["0.tar", "1.tar"]))]".utf8)),
    ])
    let text = error(archive)
    #expect(text?.contains("its diffID should be") == true)
  }

  @Test func tarWithoutEndMarkerIsFineWhenItsDigestSaysSo() throws {
    var tar = TarBuilder()
    tar.file("a", "1")
    var image = ImageBuilder()
    image.layer(tar: tar.bytes)
    #expect(try Weighed(image).weighing.totals.live == 1)
  }

  @Test func missingBlobIsAnAbsentLayer() throws {
    var image = image()
    image.layers[0].isAbsent = true
    for archive in [image.dockerArchive(.flat), image.ociArchive(), Packing.gzip(image.ociArchive())] {
      let weighing = try Weighed(archive: archive).weighing
      #expect(weighing.rows.map(\.isAbsent) == [true, false])
      #expect(weighing.totals.unpacked == nil && weighing.totals.live == nil && weighing.totals.stored == nil)
      #expect(weighing.totals.atLeast?.unpacked == 5000)
      #expect(weighing.totals.atLeast?.live == 5000)
      #expect(weighing.dive == nil)
    }
  }

  @Test func bytesDecideWhereTheMediaTypeLies() throws {
    var image = image(.zstd)
    image.layers[1].mediaType = "application/vnd.oci.image.layer.v1.tar+gzip"
    let weighed = try Weighed(archive: image.ociArchive())
    #expect(weighed.weighing.totals.live == 5004)
    #expect(
      weighed.notes == ["1: the media type application/vnd.oci.image.layer.v1.tar+gzip is wrong: the layer is compressed with zstd"]
    )
  }

  @Test func layerOfAnUnreadKindIsNoDamage() {
    var image = image()
    image.layers[1].stored = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0] + [UInt8](repeating: 1, count: 600)
    let text =
      "layer 1 (\(image.layers[1].diffID.short)): compressed with xz, which container images do not use; decompress it first"
    #expect(error(image.ociArchive()) == text)
    #expect(error(image.dockerArchive(.flat)) == text)
    // In one pass too it is there, and not absent.
    #expect(error(Packing.gzip(image.ociArchive())) == text)
  }

  @Test func layerOfNoBytesIsAnEmptyLayer() throws {
    var image = image()
    image.layer(tar: [])
    for archive in [
      image.dockerArchive(.flat), image.ociArchive(), Packing.gzip(image.ociArchive()), image.packed(.gzip).ociArchive(),
    ] {
      #expect(try Weighed(archive: archive).weighing.rows.map(\.unpacked) == [4, 5000, 0])
    }
  }

  @Test func plainLayerWhoseDigestIsNotItsDiffIDIsDamaged() {
    let image = image()
    let wrong = Digest.sha256(of: [1])
    let config = Array(String(decoding: image.config, as: UTF8.self).replacing("\(image.layers[1].diffID)", with: "\(wrong)").utf8)
    let manifest = Array(
      String(decoding: image.manifest, as: UTF8.self).replacing(
        "\(Digest.sha256(of: image.config))", with: "\(Digest.sha256(of: config))"
      )
      .utf8)
    let digest = Digest.sha256(of: manifest)
    let index = ImageBuilder.index([
      "{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"digest\":\"\(digest)\",\"size\":\(manifest.count)}"
    ])
    let blobs = [config, manifest].map { (name: "blobs/sha256/\(Digest.sha256(of: $0).encoded)", bytes: $0) }
    let archive = ImageBuilder.tar(image.layoutFiles(index: index) + blobs)
    #expect(error(archive)?.contains("its diffID should be \(wrong) and is \(image.layers[1].diffID)") == true)
  }

  @Test func failureOfASmallLayerEndsCleanlyEveryTime() {
    // The digest thread may not have begun when the scan fails.
    var broken = image(.gzip)
    broken.layers[1].stored = Array(broken.layers[1].blob.prefix(40))
    let archive = broken.ociArchive()
    for _ in 0..<200 { #expect(error(archive)?.contains("truncated: the gzip data ends in the middle") == true) }
  }

  @Test func whatAnAbsentLayerMayHideIsUnknown() throws {
    var image = ImageBuilder()
    for _ in 0..<3 { image.layer { $0.file("a", "12345") } }
    image.layers[1].tar = {
      var tar = TarBuilder()
      tar.file("other", "1")
      return tar.finished
    }()
    image.layers[1].isAbsent = true
    let weighing = try Weighed(archive: image.ociArchive()).weighing
    #expect(weighing.rows.map(\.live) == [nil, nil, 5])
    #expect(weighing.totals.atLeast == .init(stored: image.layers[0].tar.count, unpacked: 10, live: 5, dead: 0))
  }

  @Test func verificationIsReported() throws {
    #expect(try Weighed(archive: image().ociArchive()).weighing.verification == .init(diffIDs: 0, blobs: 0, layers: 2))
    #expect(
      try Weighed(archive: image().ociArchive(), verify: true).weighing.verification == .init(diffIDs: 2, blobs: 2, layers: 2))
    #expect(try Weighed(archive: image(.gzip).ociArchive()).weighing.verification == .init(diffIDs: 2, blobs: 2, layers: 2))
    #expect(
      try Weighed(archive: image().dockerArchive(), verify: true).weighing.verification == .init(diffIDs: 2, blobs: nil, layers: 2))
  }

  @Test func historyOfTheWrongLengthIsNoted() throws {
    var image = image()
    image.history = ["{\"created_by\":\"A\"}"]
    #expect(
      try Weighed(image).notes == [
        "the history speaks of 1 layers and the image has 2: they are matched in order, which may be wrong"
      ])
    image.history = []
    #expect(try Weighed(image).notes == ["the image has no history: nothing says which instruction made a layer"])
  }

  @Test func oddNamesAreNoted() throws {
    var image = ImageBuilder()
    image.layer {
      $0.file("../../etc/passwd", "1")
      $0.file("/abs/olute", "22")
      $0.pax([("path", Array("nul".utf8) + [0] + Array("byte".utf8))])
      $0.file("x", "333")
      $0.file("d/.wh.", "")
    }
    let weighed = try Weighed(image)
    #expect(weighed.files == ["/etc/passwd": 1, "/abs/olute": 2, "/nul\u{0}byte": 3])
    #expect(
      weighed.notes == [
        "0: 1 name (../../etc/passwd) with \"..\", taken from the root at most",
        "0: 1 name (nul\\x00byte) with a NUL byte, which no file system can hold",
        "0: 1 whiteout (d/.wh.) of nothing, without effect",
      ])
  }
}
