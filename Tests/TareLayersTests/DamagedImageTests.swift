import TareArchive
import TareTestSupport
import Testing

/// Random damage to images of every kind: each is weighed or refused in one line, and nothing traps. `Fuzz/` does the
/// same for as long as one likes.
@Suite struct DamagedImageTests {
  private static var image: ImageBuilder {
    var image = ImageBuilder()
    image.layer {
      $0.directory("d")
      $0.file("d/a", String(repeating: "x", count: 700))
      $0.hardLink("d/b", to: "d/a")
      $0.symlink("bin", to: "d")
      $0.pax([("GNU.sparse.major", "1"), ("GNU.sparse.minor", "0"), ("GNU.sparse.realsize", "9000"), ("GNU.sparse.name", "s")])
      $0.file("s", "1\n8000\n4\n" + String(repeating: "\u{0}", count: 503) + "data")
      $0.gnuLongName(String(repeating: "long/", count: 40))
      $0.file("short", "1")
    }
    image.layer {
      $0.opaque("d")
      $0.file("bin/c", "1")
      $0.whiteout("s")
    }
    image.layer {
      let site = "usr/lib/python3/site-packages"
      DebianFiles.write([.init("a", ["/usr/lib/a": "a"], depends: "b | c (>= 1), d:any"), .init("b")], automatic: ["b"], to: &$0)
      $0.file("lib/apk/db/installed", "P:x\nV:1\nD:so:y !z\nF:bin\nR:x\nZ:Q1AAAA\n\n")
      $0.file("\(site)/p-1.dist-info/METADATA", "Name: p\nVersion: 1\nRequires-Dist: q[x]>1; python_version<'4' and extra == 'y'\n")
      $0.file("\(site)/p-1.dist-info/RECORD", "p.py,sha256=AAAA,1\n../../../bin/p,,\n\"a\"\"b\",,\n")
      $0.file("n/node_modules/m/package.json", "{\"name\":\"m\",\"version\":\"1\",\"dependencies\":{\"o\":\"^1\"}}")
      $0.file("g/specifications/h-1.gemspec", "# stub: h 1 ruby lib\nGem::Specification.new do |s|\n  s.name = \"h\"\nend\n")
      $0.file("v/vendor/composer/installed.json", "{\"packages\":[{\"name\":\"k/l\",\"version\":\"1\"}]}")
    }
    return image
  }

  @Test(arguments: [Compression.none, .gzip, .zstd], 0..<150) func isWeighedOrRefused(compression: Compression, seed: Int) {
    var generator = SeededGenerator(seed: seed)
    let image = Self.image.packed(compression)
    var bytes = seed.isMultiple(of: 2) ? image.dockerArchive() : image.ociArchive()
    for _ in 0..<Int.random(in: 1...5, using: &generator) {
      let position = Int.random(in: 0..<bytes.count, using: &generator)
      let block = position / 512 * 512
      switch Int.random(in: 0..<5, using: &generator) {
      case 0: bytes[position] = UInt8.random(in: 0...255, using: &generator)
      case 1: bytes.removeSubrange(block..<min(block + 512, bytes.count))
      case 2: bytes.insert(contentsOf: Array(bytes[block..<min(block + 512, bytes.count)]), at: block)
      case 3: for index in position..<min(position + 8, bytes.count) { bytes[index] = 0xff }
      default: bytes.removeSubrange(min(max(position, 2048), bytes.count)...)
      }
    }
    TarBuilder.repairChecksums(&bytes)
    do {
      let weighed = try Weighed(archive: bytes)
      let totals = weighed.weighing.totals
      #expect(totals.atLeast != nil || totals.live! + totals.dead! == totals.unpacked)
    } catch {
      #expect(!"\(error)".contains("\n") && !"\(error)".isEmpty)
    }
  }
}
