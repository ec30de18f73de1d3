import Foundation
import TareArchive
import TareBytes
import TareOCI
import TareSource
import TareTestSupport
import Testing

/// One image of several.
@Suite struct SelectionTests {
  private func image(_ name: String, architecture: String = "amd64", content: String = "x") -> ImageBuilder {
    var image = ImageBuilder()
    image.names = [name]
    image.architecture = architecture
    image.layer { $0.file("a", content) }
    return image
  }

  private func index(_ images: [ImageBuilder], named: Bool = true, extra: [String] = []) -> [UInt8] {
    let files = images.flatMap { $0.layoutFiles() }.filter { $0.name.hasPrefix("blobs/") }
    let index = ImageBuilder.index(images.map { $0.manifestDescriptor(named: named) } + extra)
    var seen: Set<String> = []
    return ImageBuilder.tar(
      [("oci-layout", Array("{}".utf8)), ("index.json", index)] + files.filter { seen.insert($0.name).inserted })
  }

  private func reference(_ archive: [UInt8], _ selection: ImageSelection = ImageSelection()) throws -> String? {
    try Weighed(archive: archive, selecting: selection).weighing.reference
  }

  private func error(_ archive: [UInt8], _ selection: ImageSelection = ImageSelection()) -> String? {
    do {
      _ = try Weighed(archive: archive, selecting: selection)
      return nil
    } catch let error as LocatedError { return "\(error.cause)" } catch { return "\(error)" }
  }

  private var twoDockerImages: [UInt8] {
    let (a, b) = (image("a:1"), image("b:2", content: "y"))
    let files = a.dockerFiles(.flat).dropLast() + b.dockerFiles(.flat).dropLast()
    func entry(_ image: ImageBuilder) -> String {
      image.dockerManifestEntry("\(Digest.sha256(of: image.config).encoded).json", image.layers.map { "\($0.diffID.encoded).tar" })
    }
    return ImageBuilder.tar(files + [("manifest.json", Array("[\(entry(a)),\(entry(b))]".utf8))])
  }

  @Test func severalImagesAreListed() {
    #expect(error(twoDockerImages) == "2 images; choose one with --image: a:1, b:2")
    #expect(error(index([image("a:1"), image("b:2", content: "y")])) == "2 images; choose one with --image: a:1, b:2")
  }

  @Test func oneIsChosenByNameOrDigest() throws {
    let archive = index([image("a:1"), image("docker.io/library/b:latest", content: "y")])
    #expect(try reference(archive, ImageSelection(image: "b")) == "docker.io/library/b:latest")
    #expect(try reference(archive, ImageSelection(image: "a:1")) == "a:1")
    let digest = Digest.sha256(of: image("a:1").manifest)
    #expect(try reference(archive, ImageSelection(image: digest.description)) == "a:1")
    #expect(try reference(twoDockerImages, ImageSelection(image: "b:2")) == "b:2")
    #expect(error(archive, ImageSelection(image: "c")) == "no image named c; there is: a:1, docker.io/library/b:latest")
    #expect(error(twoDockerImages, ImageSelection(image: "c")) == "no image named c; there is: a:1, b:2")
  }

  @Test func oneImageUnderTwoNamesIsOne() throws {
    var other = image("a:1")
    other.names = ["b:2"]
    #expect(try reference(index([image("a:1"), other])) == "a:1")
  }

  @Test func hostsPlatformComesFirst() throws {
    let images = [
      image("m", architecture: "s390x", content: "1"), image("m", architecture: Platform.host.architecture, content: "22"),
    ]
    let archive = index(images, named: false)
    #expect(try Weighed(archive: archive).weighing.totals.live == 2)
    let other = ImageSelection(platform: Platform("linux/s390x"))
    #expect(try Weighed(archive: archive, selecting: other).weighing.totals.live == 1)
    #expect(
      error(archive, ImageSelection(platform: Platform("linux/riscv64")))
        == "no image for linux/riscv64; there is: linux/s390x, \(Platform.host)")
  }

  @Test func theOnlyPlatformServesWhateverTheHost() throws {
    #expect(try reference(index([image("m", architecture: "s390x")])) == "m")
  }

  @Test func noPlatformOfTheHostsIsAQuestion() {
    let archive = index([image("m", architecture: "s390x"), image("m", architecture: "ppc64le", content: "2")], named: false)
    #expect(error(archive) == "none of the images is for \(Platform.host); choose one with --platform: linux/s390x, linux/ppc64le")
  }

  @Test func dockerArchiveOfAnotherPlatformIsRefusedWhenAsked() {
    let archive = image("a", architecture: "s390x").dockerArchive()
    #expect(error(archive, ImageSelection(platform: Platform("linux/amd64"))) == "no image for linux/amd64; there is: linux/s390x")
  }

  @Test func nestedIndexesAndAttestations() throws {
    let inner = image("m")
    let attestation = inner.manifestDescriptor(named: false).replacingOccurrences(
      of: "\"platform\":{\"os\":\"linux\",\"architecture\":\"amd64\"}",
      with: "\"annotations\":{\"vnd.docker.reference.type\":\"attestation-manifest\"}")
    let nested = ImageBuilder.index([inner.manifestDescriptor(named: false), attestation])
    let digest = Digest.sha256(of: nested)
    let outer = ImageBuilder.index([
      "{\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"digest\":\"\(digest)\",\"size\":\(nested.count),"
        + "\"annotations\":{\"io.containerd.image.name\":\"docker.io/library/m:1\"}}"
    ])
    let archive = ImageBuilder.tar(inner.layoutFiles(index: outer) + [("blobs/sha256/\(digest.encoded)", nested)])
    #expect(try reference(archive) == "docker.io/library/m:1")
  }

  @Test func indexThatHoldsItselfEnds() {
    // A digest cannot be its own, but nothing stops a chain of indexes from being long.
    var (index, files): ([UInt8], [(name: String, bytes: [UInt8])]) = (ImageBuilder.index([]), [])
    for _ in 0..<20 {
      let digest = Digest.sha256(of: index)
      files.append(("blobs/sha256/\(digest.encoded)", index))
      index = ImageBuilder.index(["{\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"digest\":\"\(digest)\",\"size\":1}"]
      )
    }
    #expect(error(ImageBuilder.tar(files + [("index.json", index)])) == "damaged: indexes nested too deep")
  }

  @Test func indexesThatNameEachOtherOverAndOverEnd() {
    var (index, files): ([UInt8], [(name: String, bytes: [UInt8])]) = (ImageBuilder.index([]), [])
    for _ in 0..<8 {
      let digest = Digest.sha256(of: index)
      files.append(("blobs/sha256/\(digest.encoded)", index))
      let child = "{\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"digest\":\"\(digest)\",\"size\":1}"
      index = ImageBuilder.index(Array(repeating: child, count: 25))
    }
    #expect(error(ImageBuilder.tar(files + [("index.json", index)])) != nil)
  }

  @Test func oddAnnotationsDoNotMatter() throws {
    let image = image("m")
    let descriptor = image.manifestDescriptor(named: false).replacing(
      "\"platform\":{", with: "\"annotations\":{\"a\":1},\"platform\":{\"x\":1,")
    #expect(
      try Weighed(archive: ImageBuilder.tar(image.layoutFiles(index: ImageBuilder.index([descriptor])))).weighing.totals.live == 1)
  }

  @Test func artifactsAreRefusedByName() {
    var chart = image("chart:1")
    chart.layers = []
    let manifest = Array(
      """
      {"schemaVersion":2,"config":{"mediaType":"application/vnd.cncf.helm.config.v1+json","digest":"\(Digest.sha256(of: []))","size":0},"layers":[]}
      """.utf8)
    let digest = Digest.sha256(of: manifest)
    let index = ImageBuilder.index([
      "{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"digest\":\"\(digest)\",\"size\":\(manifest.count),"
        + "\"annotations\":{\"org.opencontainers.image.ref.name\":\"chart:1\"}}"
    ])
    let archive = ImageBuilder.tar([("index.json", index), ("blobs/sha256/\(digest.encoded)", manifest)])
    #expect(error(archive) == "chart:1 is no container image but an artifact of type application/vnd.cncf.helm.config.v1+json")
  }

  @Test func linksInAnArchiveThatLeadNowhere() {
    var tar = TarBuilder()
    tar.symlink("manifest.json", to: "other.json")
    tar.symlink("other.json", to: "./manifest.json")
    #expect(error(tar.finished) == "damaged: the link manifest.json leads back to itself")
  }
}
