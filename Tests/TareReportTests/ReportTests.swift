import Foundation
import TareReach
import TareReport
import TareTestSupport
import Testing

@Suite struct ReportTests {
  /// A little of everything: a base, a rewrite, a deletion, duplicates, a record without content.
  private static var image: ImageBuilder {
    var image = ImageBuilder()
    image.names = ["shop/api:1.4"]
    image.layer {
      $0.directory("usr/lib")
      $0.file("usr/lib/libbig.so", [UInt8](repeating: 1, count: 4_200_000))
      $0.file("usr/lib/libsmall.so", [UInt8](repeating: 2, count: 31_000))
      $0.file("var/cache/lists", [UInt8](repeating: 3, count: 900_000))
    }
    image.layer {
      $0.file("app/main.py", "print('hello')\n")
      $0.file("app/model.bin", [UInt8](repeating: 4, count: 1_500_000))
      $0.file("app/copy.bin", [UInt8](repeating: 4, count: 1_500_000))
    }
    image.layer {
      $0.file("app/main.py", "print('hello')\n", uid: 1000)
      $0.file("app/model.bin", [UInt8](repeating: 4, count: 1_500_000), uid: 1000)
    }
    image.layer { $0.whiteout("var/cache/lists") }
    image.history = [
      "{\"created_by\":\"/bin/sh -c #(nop) ADD file:123 in / \",\"created\":\"2026-01-02T03:04:05Z\"}",
      "{\"created_by\":\"ENV PATH=/usr/bin\",\"empty_layer\":true}",
      "{\"created_by\":\"COPY app /app # buildkit\",\"comment\":\"buildkit.dockerfile.v0\"}",
      "{\"created_by\":\"RUN /bin/sh -c chown -R 1000 /app # buildkit\"}",
      "{\"created_by\":\"RUN /bin/sh -c apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/cache/lists # buildkit\"}",
    ]
    return image
  }

  private func render(_ format: ReportFormat, _ image: ImageBuilder = image, _ edit: (inout ReportOptions) -> Void = { _ in })
    throws -> String
  {
    var options = ReportOptions()
    options.image = "image.tar"
    edit(&options)
    return String(decoding: format.render(try Weighed(image).examination(), options), as: UTF8.self)
  }

  private func stable(_ text: String) -> String {
    // The temporary file's path is the only thing that changes.
    text.replacing(/docker-archive:[^"]*/, with: "docker-archive:image.tar")
  }

  @Test func terminalIsAsRecorded() throws {
    #expect(Snapshot.difference(try render(.terminal), named: "terminal.txt") == nil)
    #expect(Snapshot.difference(try render(.terminal) { $0.layer = 2 }, named: "layer.txt") == nil)
  }

  @Test func totalsSayWhatAPullSaves() throws {
    #expect(try render(.terminal).contains("what a pull saves was not measured: the layers are stored plain"))
    for format in [ReportFormat.terminal, .markdown] {
      #expect(try render(format, Self.image.packed(.gzip)).contains("what a pull saves, in compressed bytes: "))
    }
    var mixed = Self.image.packed(.zstd)
    mixed.layers[0].compression = .none
    #expect(try render(.terminal, mixed).contains("measured: some of the layers are stored plain"))
  }

  /// Packages that need each other, one that the health check runs, and an application.
  private static var packaged: ImageBuilder {
    var image = ImageBuilder()
    image.names = ["shop/api:1.5"]
    let base = [DebianFiles.Package("libc6", ["/usr/lib/libc.so": "libc libc libc"], fields: "Essential: yes\n")]
    let added =
      base + [
        .init("gcc", ["/usr/bin/gcc": "gcc"], depends: "gcc-12, libc6"),
        .init("g++", ["/usr/bin/g++": "g++"], depends: "gcc, gcc-12"),
        .init("gcc-12", ["/usr/bin/gcc-12": String(repeating: "compiler ", count: 400)], depends: "libc6"),
        .init("curl", ["/usr/bin/curl": String(repeating: "curl ", count: 100)], depends: "libc6"),
      ]
    image.layer {
      DebianFiles.write(base, to: &$0)
      $0.file("etc/os-release", "ID=debian\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n")
    }
    image.layer { DebianFiles.write(added, automatic: ["gcc-12"], to: &$0) }
    image.layer {
      $0.file("app/main.py", "print('hello')\n")
      $0.file("app/__pycache__/main.cpython-311.pyc", "compiled")
    }
    image.history = [
      "{\"created_by\":\"/bin/sh -c #(nop) ADD file:123 in / \"}",
      "{\"created_by\":\"CMD [\\\"bash\\\"]\",\"empty_layer\":true}",
      "{\"created_by\":\"RUN /bin/sh -c apt-get update && apt-get install -y gcc g++ curl # buildkit\"}",
      "{\"created_by\":\"COPY . /app # buildkit\"}",
    ]
    image.runConfig =
      "{\"WorkingDir\":\"/app\",\"Cmd\":[\"./main.py\"],\"Healthcheck\":{\"Test\":[\"CMD-SHELL\",\"curl -f localhost\"]}}"
    return image
  }

  @Test func packagesAreAsRecorded() throws {
    #expect(Snapshot.difference(try render(.terminal, Self.packaged), named: "packaged.txt") == nil)
    #expect(Snapshot.difference(try render(.terminal, Self.packaged) { $0.layer = 2 }, named: "packaged-layer.txt") == nil)
    #expect(Snapshot.difference(try render(.markdown, Self.packaged), named: "packaged.md") == nil)
    #expect(Snapshot.difference(stable(try render(.json, Self.packaged)), named: "packaged.json") == nil)
    let analysis = try Weighed(Self.packaged).analysis
    let sets = ["gcc", "g++"].map { (name: $0, packages: PackageQuery($0).matches(in: analysis.ownership)) }
    let list = PackageReport(analysis, order: .retained, options: ReportOptions()).render()
    #expect(Snapshot.difference(list, named: "packages.txt") == nil)
    let question = PackageReport(analysis, sets: sets, order: .retained, options: ReportOptions())
    #expect(Snapshot.difference(question.render(), named: "retained.txt") == nil)
    let json = String(decoding: question.renderJSON(), as: UTF8.self)
    #expect(Snapshot.difference(json, named: "retained.json") == nil)
  }

  @Test func reasonsAreAsRecorded() throws {
    let analysis = try Weighed(Self.packaged).analysis
    func why(_ name: String) -> [Why] { PackageQuery(name).matches(in: analysis.ownership).map { analysis.why(package: $0) } }
    let answers =
      ["gcc-12", "curl", "libc6"].flatMap(why) + ["/app/main.py", "/usr/bin/gcc"].compactMap { analysis.why(path: Array($0.utf8)) }
    let report = WhyReport(answers, in: analysis, options: ReportOptions())
    #expect(Snapshot.difference(report.render(), named: "why.txt") == nil)
    #expect(Snapshot.difference(String(decoding: report.renderJSON(), as: UTF8.self), named: "why.json") == nil)
  }

  @Test func markdownIsAsRecorded() throws {
    #expect(Snapshot.difference(try render(.markdown), named: "report.md") == nil)
  }

  @Test func jsonIsAsRecorded() throws {
    #expect(Snapshot.difference(stable(try render(.json)), named: "report.json") == nil)
  }

  @Test(arguments: [40, 60, 80, 96, 120, 200]) func tableFitsTheWidth(width: Int) throws {
    let text = try render(.terminal) { $0.width = width }
    let table = text.split(separator: "\n").drop { !$0.contains("INSTRUCTION") }.prefix(6)
    #expect(table.count == 6)
    for line in table { #expect(line.count <= max(width, 56), "\(line)") }
  }

  @Test func topShortensEveryList() throws {
    let json = try render(.json) { $0.top = 1 }
    let report = try #require(JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    #expect((report["dead"] as? [Any])?.count == 1)
    #expect((report["layers"] as? [Any])?.count == 5)
  }

  @Test func exactBytesAreExact() throws {
    #expect(try render(.terminal) { $0.exactBytes = true }.contains("5,131,000 B"))
    #expect(try render(.markdown) { $0.exactBytes = true }.contains("5,131,000 B"))
  }

  @Test func colourOnlyWhenAskedFor() throws {
    #expect(!(try render(.terminal).contains("\u{1b}")))
    #expect(try render(.terminal) { $0.colour = true }.contains("\u{1b}[33m"))
  }

  // MARK: Hostile images

  private var hostile: ImageBuilder {
    var image = ImageBuilder()
    image.names = ["evil\\u001b[31m|`<script>"]
    image.layer {
      $0.member(name: Array("bad\u{1b}[2J`|<img src=x>".utf8), type: "0", content: [1, 2, 3])
      $0.member(name: [0x62, 0xff, 0xfe], type: "0", content: [1, 2])
    }
    image.layer {
      $0.whiteout("bad\u{1b}[2J`|<img src=x>")
      $0.member(name: Array(".wh.".utf8) + [0x62, 0xff, 0xfe], type: "0")
    }
    image.history = ["{\"created_by\":\"RUN \\u001b]0;owned\\u0007 `x` | y\"}", "{\"created_by\":\"\\u202eNUR\"}"]
    return image
  }

  @Test func noControlCharacterReachesTheTerminal() throws {
    for format in [ReportFormat.terminal, .markdown] {
      let text = try render(format, hostile)
      #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && $0.value != 0x7f && $0.value != 0x202e })
      #expect(text.contains("\\x1b"))
    }
    #expect(!(try render(.terminal, hostile) { $0.layer = 0 }).contains("\u{1b}"))
  }

  @Test func jsonKeepsNamesExact() throws {
    let json = try render(.json, hostile)
    let report = try #require(JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    let dead = try #require(report["dead"] as? [[String: Any]])
    #expect(dead[0]["path"] as? String == "/bad\u{1b}[2J`|<img src=x>")
    #expect(dead[0]["pathBytes"] == nil)
    #expect(dead[1]["path"] as? String == "/b\\xff\\xfe")
    #expect(Data(base64Encoded: dead[1]["pathBytes"] as? String ?? "") == Data([0x2f, 0x62, 0xff, 0xfe]))
  }

  @Test func markdownStaysOneTable() throws {
    let text = try render(.markdown, hostile)
    var columns: Int?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      guard line.hasPrefix("|") else {
        columns = nil
        continue
      }
      // Every bar that is no column border is escaped.
      let found = line.replacing("\\|", with: "").split(separator: "|", omittingEmptySubsequences: false).count
      #expect(columns == nil || found == columns, "\(line)")
      columns = found
    }
    #expect(text.hasPrefix("# evil"))
    #expect(!text.split(separator: "\n")[0].replacing("\\<", with: "").contains("<"))
  }

  @Test func nothingInTheImageIsStillAReport() throws {
    for format in ReportFormat.allCases { #expect(try !render(format, ImageBuilder()).isEmpty) }
  }
}
