import TareArchive
import TareTestSupport
import Testing

@Suite struct DuplicateTests {
  @Test(arguments: [Compression.none, .gzip, .zstd])
  func equalContentsAtSeveralPathsAndInALaterLayer(compression: Compression) throws {
    var image = ImageBuilder()
    image.layer {
      $0.file("a", "same content")
      $0.file("b", "same content")
      $0.file("other", "same length!")
    }
    image.layer { $0.file("c", "same content") }
    #expect(try Weighed(image.packed(compression)).duplicates == ["24: /a@0, /b@0, /c@1"])
  }

  @Test func copiesAreNamedAsTheFinalImageHasThem() throws {
    var image = ImageBuilder()
    image.layer {
      $0.file("a", "same")
      $0.hardLink("b", to: "a")
      $0.file("c", "same")
    }
    image.layer { $0.whiteout("a") }
    #expect(try Weighed(image).duplicates == ["4: /b@0, /c@0"])
  }

  @Test func deadAndEmptyContentsAreNoDuplicates() throws {
    var image = ImageBuilder()
    image.layer {
      $0.file("a", "same")
      $0.file("e1", "")
      $0.file("e2", "")
    }
    image.layer { $0.file("a", "same", uid: 1) }
    #expect(try Weighed(image).duplicates == [])
  }

  @Test func largeContentsAreComparedInPieces() throws {
    var generator = SeededGenerator(seed: 1)
    let content = (0..<1_000_003).map { _ in UInt8.random(in: 0...255, using: &generator) }
    var changed = content
    changed[999_999] ^= 1
    var image = ImageBuilder()
    image.layer {
      $0.file("a", content)
      $0.file("b", changed)
      $0.file("c", content)
    }
    let plain = try Weighed(image)
    #expect(plain.duplicates == ["1000003: /a@0, /c@0"])
    #expect(try Weighed(image.packed(.gzip)).duplicates == plain.duplicates)
    #expect(try Weighed(path: write(image), verify: true).duplicates == plain.duplicates)
  }

  private let folder = TemporaryFolder()
  private func write(_ image: ImageBuilder) -> String { folder.write(image.dockerArchive(), as: "image.tar") }

  @Test func sparseFileEqualsTheSameBytesInFull() throws {
    let map = "0,4,1048572,4"
    var sparse = TarBuilder()
    sparse.pax([("GNU.sparse.major", "0"), ("GNU.sparse.minor", "1"), ("GNU.sparse.size", "1048576"), ("GNU.sparse.map", map)])
    sparse.file("sparse", "headtail")
    sparse.file("full", Array("head".utf8) + [UInt8](repeating: 0, count: 1_048_568) + Array("tail".utf8))
    var image = ImageBuilder()
    image.layer(tar: sparse.finished)
    for compression in [Compression.none, .gzip] {
      let weighed = try Weighed(image.packed(compression))
      #expect(weighed.duplicates == ["1048576: /sparse@0, /full@0"])
      #expect(weighed.weighing.totals.unpacked == 2_097_152)
    }
  }

  @Test func sizesThatNoSumCanHoldAreRefused() {
    func tar(_ count: Int) -> [UInt8] {
      var tar = TarBuilder()
      for name in 0..<count {
        tar.pax([("GNU.sparse.size", "\(Int.max / 2)"), ("GNU.sparse.map", "0,0")])
        tar.file("\(name)", "")
      }
      return tar.finished
    }
    for layers in [[3], [1, 1, 1], [1, 1, 0, 1]] {
      var image = ImageBuilder()
      for count in layers { image.layer(tar: tar(count)) }
      var text = ""
      do { _ = try Weighed(image) } catch { text = "\(error)" }
      #expect(text.hasSuffix("damaged: the sizes of its files add up to more than 2^63 bytes"), "\(layers)")
    }
  }

  @Test func hugeHolesAreNotComparedAndCostNoTime() throws {
    var tar = TarBuilder()
    for name in ["a", "b"] {
      tar.pax([("GNU.sparse.size", "\(1 << 60)"), ("GNU.sparse.map", "0,0")])
      tar.file(name, "")
    }
    var image = ImageBuilder()
    image.layer(tar: tar.finished)
    let weighed = try Weighed(image)
    #expect(weighed.duplicates == [])
    #expect(weighed.weighing.totals.live == 1 << 61)
    #expect(weighed.notes == ["0: 2 sparse files (the first: a) with holes too large to compare: taken for unlike all others"])
  }
}
