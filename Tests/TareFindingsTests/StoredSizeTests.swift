import TareArchive
import TareTestSupport
import TareTree
import Testing

@testable import TareFindings

@Suite struct StoredSizeTests {
  private static let noise: [UInt8] = {
    var generator = SeededGenerator(seed: 3)
    return (0..<600_000).map { _ in UInt8.random(in: 0...255, using: &generator) }
  }()
  private static let text = [UInt8](repeating: 0x61, count: 600_000)
  /// What of a step, or a block of zstd, may lie in another content at either end.
  private static let grain = 2 * (128 << 10)

  /// Noise, text, noise; the first two are deleted.
  private func image(_ below: Compression, _ above: Compression) -> ImageBuilder {
    var image = ImageBuilder()
    image.layer(below) { tar in
      tar.file("noise", Self.noise)
      tar.file("text", Self.text)
    }
    image.layer(above) { tar in
      tar.whiteout("noise")
      tar.file("other", Self.noise.reversed())
      tar.hardLink("again", to: "other")
    }
    return image
  }

  private func sizes(_ image: ImageBuilder) throws -> (table: ClaimTable, sizes: StoredSizes?, found: Found) {
    let found = try Found(image)
    return (found.context.table, StoredSizes(found.weighed.image, found.context.table), found)
  }

  private func name(_ found: Found, _ path: String) -> Int32 { found.context.table.liveName(of: found.path(path))! }

  @Test(arguments: [Compression.gzip, .zstd]) func contentsAreMeasuredInTheBlob(compression: Compression) throws {
    let (_, sizes, found) = try sizes(image(compression, compression))
    let stored = try #require(sizes)
    let dead = Claim(names: NameSet([0]))
    #expect(abs(stored.bytes(of: dead)! - Self.noise.count) < Self.grain)
    #expect(stored.bytes(of: Claim(names: NameSet([name(found, "/text")])))! < Self.grain)
    #expect(stored.bytes(of: Claim(names: NameSet([0, 1])))! <= found.weighed.image.layers[0].stored!)
  }

  @Test func rangesCountAsFarAsTheyGo() throws {
    let (_, sizes, found) = try sizes(image(.gzip, .gzip))
    let stored = try #require(sizes)
    let content = found.content("/other")
    let half = Claim(ranges: [content: ByteRanges([0..<300_000])])
    #expect(abs(stored.bytes(of: half)! - 300_000) < Self.grain)
    let twice = half.union(Claim(ranges: [content: ByteRanges([100_000..<200_000])]))
    #expect(stored.bytes(of: twice) == stored.bytes(of: half))
  }

  @Test func contentWithALinkLeftCountsNothing() throws {
    let (_, sizes, found) = try sizes(image(.gzip, .gzip))
    let stored = try #require(sizes)
    let one = Claim(names: NameSet([name(found, "/other")]))
    #expect(stored.bytes(of: one) == 0)
    let both = one.union(Claim(names: NameSet([name(found, "/again")])))
    #expect(abs(stored.bytes(of: both)! - Self.noise.count) < Self.grain)
  }

  @Test func plainLayersAreNotMeasured() throws {
    #expect(try sizes(image(.none, .none)).sizes == nil)
    let (_, sizes, found) = try sizes(image(.none, .gzip))
    let stored = try #require(sizes)
    #expect(stored.bytes(of: Claim(names: NameSet([0]))) == nil)
    #expect(stored.bytes(of: Claim(names: NameSet([0, name(found, "/other"), name(found, "/again")]))) == nil)
    #expect(stored.bytes(of: Claim(names: NameSet([name(found, "/other"), name(found, "/again")]))) != nil)
  }

  /// A blob goes from the pull when no layer is it any more.
  @Test func blobOfSeveralLayersCountsOnce() throws {
    var image = image(.gzip, .gzip)
    image.layers = [image.layers[0], image.layers[0]]
    let (table, sizes, _) = try sizes(image)
    let stored = try #require(sizes)
    let dead = Claim(names: NameSet([0, 1]))
    #expect(table.bytes(of: dead) == Self.noise.count + Self.text.count)
    #expect(stored.bytes(of: dead) == 0)
    let all = Claim(names: NameSet([0, 1, 2, 3]))
    #expect(abs(stored.bytes(of: all)! - Self.noise.count) < Self.grain)
  }

  @Test func holesAreNotInTheBlob() throws {
    var image = ImageBuilder()
    image.layer(.gzip) { tar in
      tar.pax([("GNU.sparse.size", "9000000"), ("GNU.sparse.map", "0,300000,8700000,300000")])
      tar.file("sparse", Self.noise)
    }
    let (table, sizes, found) = try sizes(image)
    let stored = try #require(sizes)
    let content = found.content("/sparse")
    #expect(table.bytes(of: Claim(names: NameSet([0]))) == 9_000_000)
    #expect(abs(stored.bytes(of: Claim(names: NameSet([0])))! - Self.noise.count) < Self.grain)
    #expect(stored.bytes(of: Claim(ranges: [content: ByteRanges([400_000..<8_000_000])])) == 0)
    #expect(abs(stored.bytes(of: Claim(ranges: [content: ByteRanges([200_000..<8_800_000])]))! - 200_000) < Self.grain)
  }

  @Test func totalsAndFindingsSayWhatThePullSaves() throws {
    let packed = try Weighed(image(.gzip, .zstd)).examination().findings
    let finding = try #require(packed.findings.first { $0.rule == "deleted-later" })
    #expect(abs(try #require(finding.stored) - Self.noise.count) < Self.grain)
    #expect(packed.totals.stored.none == finding.stored)
    #expect(packed.totals.stored.high! >= packed.totals.stored.none!)
    let plain = try Weighed(image(.none, .none)).examination().findings
    #expect(plain.findings.allSatisfy { $0.stored == nil })
    #expect(plain.totals.stored == Totals.Stored())
    #expect(plain.totals.high == packed.totals.high)
  }
}
