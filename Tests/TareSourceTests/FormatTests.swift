import TareArchive
import TareReport
import TareSource
import TareTestSupport
import Testing

import struct Foundation.Data
import class Foundation.JSONSerialization
import class Foundation.NSArray
import class Foundation.NSDictionary

/// The same image in every kind of file gives the same report.
@Suite struct FormatTests {
  private static var image: ImageBuilder {
    var image = ImageBuilder()
    image.layer {
      $0.directory("usr")
      $0.file("usr/a", "first")
      $0.file("usr/b", [UInt8](repeating: 7, count: 100_000))
      $0.symlink("bin", to: "usr")
    }
    image.layer {
      $0.file("usr/a", "first", uid: 9)
      $0.file("usr/c", "first")
      $0.whiteout("usr/b")
    }
    image.layer { _ in }
    image.layers.append(image.layers[1])
    image.history = [
      "{\"created_by\":\"FROM\"}", "{\"created_by\":\"ENV a=b\",\"empty_layer\":true}", "{\"created_by\":\"RUN x\"}",
      "{\"created_by\":\"RUN y\"}", "{\"created_by\":\"RUN z\"}",
    ]
    return image
  }

  /// The report without what may differ between sources.
  private func report(_ path: String, verify: Bool = false) throws -> NSDictionary {
    let weighed = try Weighed(path: path, verify: verify)
    let json = try ReportFormat.json.render(weighed.examination(), ReportOptions())
    var report = try #require(JSONSerialization.jsonObject(with: Data(json)) as? [String: Any])
    var image = try #require(report["image"] as? [String: Any])
    for key in ["source", "reference", "digest", "verified"] { image[key] = nil }
    report["image"] = image
    var totals = try #require(report["totals"] as? [String: Any])
    (totals["stored"], totals["removableStored"]) = (nil, nil)
    report["totals"] = totals
    let layers = try #require(report["layers"] as? [[String: Any]])
    report["layers"] = layers.map { layer in
      layer.filter { !["stored", "digest", "mediaType", "absent"].contains($0.key) }
    }
    let findings = try #require(report["findings"] as? [[String: Any]])
    report["findings"] = findings.map { finding in finding.filter { $0.key != "stored" } }
    return report as NSDictionary
  }

  @Test func everyKindOfFileGivesTheSameReport() throws {
    let folder = TemporaryFolder()
    let image = Self.image
    let expected = try report(folder.write(image.dockerArchive(.legacy), as: "legacy.tar"))
    var paths: [String] = []
    for kind in ImageBuilder.DockerKind.allCases {
      paths.append(folder.write(image.dockerArchive(kind), as: "docker-\(kind).tar"))
      paths.append(folder.write(Packing.gzip(image.dockerArchive(kind)), as: "docker-\(kind).tar.gz"))
      paths.append(folder.write(Packing.zstd(image.dockerArchive(kind)), as: "docker-\(kind).tar.zst"))
    }
    for compression in [Compression.none, .gzip, .zstd] {
      let packed = image.packed(compression)
      paths.append(folder.write(packed.ociArchive(), as: "oci-\(compression).tar"))
      paths.append(folder.write(Packing.gzip(packed.ociArchive()), as: "oci-\(compression).tar.gz"))
      paths.append(folder.write(layout: packed.layoutFiles(), as: "oci-\(compression)"))
      paths.append(folder.write(packed.dockerArchive(.flat), as: "docker-\(compression).tar"))
    }
    for path in paths {
      #expect(try report(path) == expected, "\(path)")
      #expect(try report(path, verify: true) == expected, "\(path) verified")
    }
  }

  @Test func theSameFileGivesTheSameBytesEveryTime() throws {
    let folder = TemporaryFolder()
    let path = folder.write(Self.image.packed(.gzip).ociArchive(), as: "image.tar")
    let first = try ReportFormat.json.render(Weighed(path: path).examination(), ReportOptions())
    for _ in 0..<100 {
      #expect(try ReportFormat.json.render(Weighed(path: path).examination(), ReportOptions()) == first)
    }
  }

  @Test func layersKeepTheManifestsOrderWhateverTheOrderOfTheFiles() throws {
    let image = Self.image
    let expected = try Weighed(archive: image.ociArchive()).dead
    for seed in 0..<10 {
      var generator = SeededGenerator(seed: seed)
      let archive = ImageBuilder.tar(image.layoutFiles().shuffled(using: &generator))
      #expect(try Weighed(archive: archive).dead == expected)
      #expect(try Weighed(archive: Packing.gzip(archive)).dead == expected)
    }
  }

  @Test func sparseMembersOfTheArchiveItselfAreRead() throws {
    let folder = TemporaryFolder()
    _ = folder.write(layout: Self.image.layoutFiles(), as: "layout")
    let made = Shell.run(
      "tar -C layout -S --format=pax -cf image.tar . && tar -C layout -S --format=gnu -cf gnu.tar .", in: folder.path)
    try #require(made.status == 0)
    let expected = try Weighed(path: folder.path + "/layout").dead
    #expect(try Weighed(path: folder.path + "/image.tar").dead == expected)
    #expect(try Weighed(path: folder.path + "/gnu.tar").dead == expected)
  }

  @Test(.enabled(if: Shell.has("skopeo"))) func realToolsWriteWhatIsRead() throws {
    let folder = TemporaryFolder()
    folder.write(Self.image.dockerArchive(.legacy), as: "image.tar")
    let copy = Shell.run(
      """
      set -e
      skopeo --insecure-policy copy -q docker-archive:image.tar oci:layout:name
      skopeo --insecure-policy copy -q docker-archive:image.tar oci-archive:oci.tar:name
      skopeo --insecure-policy copy -q --dest-compress-format zstd docker-archive:image.tar oci:zstd:name
      skopeo --insecure-policy copy -q docker-archive:image.tar docker-archive:docker.tar:test:latest
      """, in: folder.path)
    try #require(copy.status == 0, "\(copy.error)")
    let expected = try report(folder.path + "/image.tar")
    for name in ["layout", "oci.tar", "zstd", "docker.tar"] {
      let found = try report(folder.path + "/" + name)
      #expect(found["dead"] as? NSArray == expected["dead"] as? NSArray, "\(name)")
      #expect(found["duplicates"] as? NSArray == expected["duplicates"] as? NSArray, "\(name)")
    }
  }
}
