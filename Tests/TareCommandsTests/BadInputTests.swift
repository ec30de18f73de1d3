import Foundation
import TareArchive
import TareBytes
import TareReport
import TareTestSupport
import Testing

/// Bad input gets one clear line on standard error, exit status 2, and nothing on standard output.
@Suite struct BadInputTests {
  private struct Case: Sendable {
    var name: String
    /// Makes the file in the folder, if any; `FILE` in the arguments and the message is its name.
    var bytes: [UInt8]?
    var arguments = "image.tar"
    var message: String
  }

  private static var image: ImageBuilder {
    var image = ImageBuilder()
    image.layer { $0.file("a", (0..<3000).map { UInt8(truncatingIfNeeded: $0 &* 17) }) }
    return image
  }

  private static var docker: [UInt8] { image.dockerArchive(.flat) }
  private static func files(_ edit: (inout [(name: String, bytes: [UInt8])]) -> Void) -> [UInt8] {
    var files = image.layoutFiles()
    edit(&files)
    return ImageBuilder.tar(files)
  }

  private static let cases: [Case] = [
    Case(name: "no argument", arguments: "", message: "tare: Missing expected argument '<image>'; see tare --help"),
    Case(
      name: "unknown option", arguments: "x --nope", message: "tare: Unknown option '--nope'. Did you mean '--top'? See tare --help"
    ),
    Case(
      name: "no such file", arguments: "shop/api:1.4",
      message: "tare: shop/api:1.4: no such file; if it is an image in Docker's store, type: docker save shop/api:1.4 | tare -"),
    Case(
      name: "directory that is no layout", arguments: ".",
      message:
        "tare: .: not an OCI layout: the directory has no index.json; give the directory that holds it, or a saved image file"),
    Case(
      name: "no image at all", bytes: Array("hello\n".utf8),
      message: "tare: image.tar: not an image: neither a tar archive (plain, gzip or zstd) nor an OCI layout"),
    Case(
      name: "empty file", bytes: [],
      message: "tare: image.tar: not an image: neither a tar archive (plain, gzip or zstd) nor an OCI layout"),
    Case(
      name: "tar that is no image",
      bytes: {
        var tar = TarBuilder()
        tar.file("etc/passwd", "root")
        return tar.finished
      }(),
      message:
        "tare: image.tar: a tar archive without an image: it has neither manifest.json nor index.json; make one with docker save"),
    Case(
      name: "another compression", bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0] + [UInt8](repeating: 9, count: 600),
      message: "tare: image.tar: compressed with xz, which container images do not use; decompress it first"),
    Case(
      name: "outer tar cut in content", bytes: Array(docker[..<2000]),
      message: "tare: image.tar: truncated: the tar ends 3120 bytes before the end of \"\(image.layers[0].diffID.encoded).tar\""),
    Case(
      name: "outer tar cut in a header", bytes: Array(docker[..<5300]),
      message: "tare: image.tar: truncated: the tar ends within the header at byte 5120"),
    Case(
      name: "compressed archive cut", bytes: Array(Packing.gzip(docker).dropLast(20)),
      message: "tare: image.tar: truncated: the gzip data ends in the middle"),
    Case(
      name: "compressed archive damaged",
      bytes: {
        var bytes = Packing.gzip(docker)
        bytes[bytes.count - 6] ^= 1
        return bytes
      }(), message: "tare: image.tar: damaged gzip data: the checksum does not match"),
    Case(
      name: "manifest.json is no JSON", bytes: ImageBuilder.tar([("manifest.json", Array("{".utf8))]),
      message: "tare: image.tar: manifest.json: not JSON"),
    Case(
      name: "manifest.json names nothing", bytes: ImageBuilder.tar([("manifest.json", Array("[]".utf8))]),
      message:
        "tare: image.tar: a tar archive without an image: it has neither manifest.json nor index.json; make one with docker save"),
    Case(
      name: "config is not there",
      bytes: ImageBuilder.tar([("manifest.json", Array("[{\"Config\":\"c.json\",\"Layers\":[]}]".utf8))]),
      message: "tare: image.tar: incomplete: the config c.json is not there; save the image again"),
    Case(
      name: "manifest points at nothing", bytes: files { $0.removeAll { $0.bytes == image.manifest } },
      message: "tare: image.tar: incomplete: the manifest \(Digest.sha256(of: image.manifest)) is not there; save the image again"),
    Case(
      name: "config was changed",
      bytes: files { files in
        let index = files.firstIndex { $0.bytes == image.config }!
        files[index].bytes[2] ^= 1
      },
      message: {
        var config = image.config
        config[2] ^= 1
        let (expected, actual) = (Digest.sha256(of: image.config), Digest.sha256(of: config))
        return
          "tare: image.tar: damaged: the config \(expected) should be \(expected) and is \(actual); fetch or save the image again"
      }()),
    Case(
      name: "no such layer", bytes: docker, arguments: "image.tar --layer 5",
      message: "tare: --layer 5: the image has layers 0 to 0"),
    Case(
      name: "no such path", bytes: docker, arguments: "ls image.tar /nope",
      message: "tare: image.tar: nothing at /nope, in no layer"),
    Case(
      name: "bad platform", bytes: docker, arguments: "image.tar --platform linux",
      message: "tare: --platform is of the form os/arch[/variant], as linux/arm64; linux is not; see tare --help"),
    Case(
      name: "bad format", bytes: docker, arguments: "image.tar --format xml",
      message:
        "tare: The value 'xml' is invalid for '--format <format>'. Please provide one of the following: "
        + ReportFormat.allCases.map(\.rawValue).joined(separator: ", ") + "; see tare --help"
    ),
    Case(
      name: "table without csv", bytes: docker, arguments: "image.tar --format json --table files",
      message: "tare: --table goes with --format csv; see tare --help"),
    Case(
      name: "bad top", bytes: docker, arguments: "image.tar --top 0", message: "tare: --top takes a number from 1; see tare --help"),
    Case(
      name: "disk full", bytes: docker, arguments: "image.tar -o /dev/full",
      message: "tare: /dev/full: cannot be written: No space left on device"),
    Case(
      name: "no such folder", bytes: docker, arguments: "image.tar -o no/such/report",
      message: "tare: no/such/report: cannot be written: No such file or directory"),
    Case(
      name: "output is a folder", bytes: docker, arguments: "image.tar -o .",
      message: "tare: .: cannot be written: it is a directory"),
  ]

  @Test(arguments: cases.indices) func oneClearLine(index: Int) {
    let test = Self.cases[index]
    let folder = TemporaryFolder()
    if let bytes = test.bytes { folder.write(bytes, as: "image.tar") }
    let run = Program.run(test.arguments, in: folder.path)
    #expect(run.status == 2, "\(test.name)")
    #expect(run.error == test.message + "\n", "\(test.name)")
    #expect(run.output == "", "\(test.name)")
  }

  @Test func standardInputIsNamedInErrors() {
    let run = Program.pipe("printf hello", to: "-")
    #expect(run.error == "tare: standard input: not an image: neither a tar archive (plain, gzip or zstd) nor an OCI layout\n")
  }

  /// Cut anywhere, an image is either whole, since only padding was lost, or refused; it never traps, hangs or lies.
  @Test(arguments: ["tar", "gzip", "oci"]) func cutAnywhereIsRefused(kind: String) {
    let bytes =
      switch kind {
      case "tar": Self.docker
      case "gzip": Packing.gzip(Self.docker)
      default: Self.image.packed(.gzip).ociArchive()
      }
    let whole = try? Weighed(archive: bytes).weighing.totals
    for count in stride(from: 0, to: bytes.count, by: kind == "gzip" ? 7 : 129) {
      guard let weighed = try? Weighed(archive: Array(bytes[..<count])) else { continue }
      #expect(weighed.weighing.totals == whole, "\(kind) cut at \(count)")
      #expect(count > bytes.count - 1024 - 512, "\(kind) cut at \(count)")
    }
  }

  @Test(.enabled(if: geteuid() != 0)) func unreadableFileIsTold() {
    let folder = TemporaryFolder()
    let path = folder.write(Self.docker, as: "image.tar")
    chmod(path, 0)
    #expect(Program.run("image.tar", in: folder.path).error == "tare: image.tar: Permission denied\n")
  }
}
