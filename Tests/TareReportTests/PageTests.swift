import Foundation
import TareArchive
import TareBytes
import TarePage
import TareReach
import TareReport
import TareTestSupport
import Testing

@Suite struct PageTests {
  /// Dead contents, a hard link, equal files, a file in the place of a directory, an empty file and a symbolic link.
  private static var image: ImageBuilder {
    var image = ImageBuilder()
    image.names = ["shop/api:1.4"]
    image.layer {
      $0.file("usr/lib/big.so", [UInt8](repeating: 1, count: 40_000))
      $0.hardLink("usr/lib/big.so.1", to: "usr/lib/big.so")
      $0.symlink("lib", to: "usr/lib")
      $0.file("var/cache/lists", [UInt8](repeating: 3, count: 9_000))
      $0.file("opt/tool/old", [UInt8](repeating: 5, count: 700))
    }
    image.layer {
      $0.file("app/main.py", "print('hello')\n")
      $0.file("app/empty", "")
      $0.file("app/model.bin", [UInt8](repeating: 4, count: 15_000))
      $0.file("app/copy.bin", [UInt8](repeating: 4, count: 15_000))
    }
    image.layer {
      $0.file("app/model.bin", [UInt8](repeating: 4, count: 15_000), uid: 1000)
      $0.whiteout("var/cache")
      $0.file("opt/tool", "a file now")
    }
    return image
  }

  /// What the page is made of.
  private struct Page {
    let text: String
    let data: [String: Any]

    init(_ image: ImageBuilder, _ edit: (inout ReportOptions) -> Void = { _ in }) throws {
      var options = ReportOptions()
      edit(&options)
      let examination = try Weighed(image).examination()
      text = String(decoding: ReportFormat.html.render(examination, options), as: UTF8.self)
      let packed = try #require(Data(base64Encoded: try Self.between("data-form=\"deflate\">", "</script>", text)))
      let bytes = try #require(Inflate.bytes(of: Array(packed), .zlib, limit: 1 << 26))
      data = try #require(JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    }

    var tree: [String: Any] { data["tree"] as? [String: Any] ?? [:] }
    var report: [String: Any] { data["report"] as? [String: Any] ?? [:] }
    func column(_ name: String) -> [Int] { tree[name] as? [Int] ?? [] }
    var names: [String] { tree["name"] as? [String] ?? [] }
    var total: [String: Any] { report["totals"] as? [String: Any] ?? [:] }

    /// Bytes of the nodes of one kind: 1 live contents, 4 dead ones.
    func bytes(ofKind kind: Int) -> Int { zip(column("kind"), column("size")).reduce(0) { $0 + ($1.0 == kind ? $1.1 : 0) } }

    func path(_ node: Int) -> String {
      var (parts, at): ([String], Int) = ([], node)
      while at > 0 {
        parts.append(names[at])
        at -= column("parent")[at]
      }
      return "/" + parts.reversed().joined(separator: "/")
    }

    static func between(_ start: String, _ end: String, _ text: String) throws -> String {
      let from = try #require(text.firstRange(of: start)).upperBound
      return String(text[from..<(try #require(text[from...].firstRange(of: end)).lowerBound)])
    }
  }

  private func hash(_ text: String) -> String {
    let digits = Array(Digest.sha256(of: text.utf8).encoded)
    let bytes = stride(from: 0, to: 64, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) }
    return "'sha256-\(Data(bytes).base64EncodedString())'"
  }

  @Test func policyNamesWhatThePageHoldsAndNothingElse() throws {
    let text = try Page(Self.image).text
    let policy = try Page.between("Content-Security-Policy\" content=\"", "\"", text)
    let script = try Page.between("<script type=\"module\">", "</script>", text)
    let style = try Page.between("<style>", "</style>", text)
    let rules = Dictionary(
      uniqueKeysWithValues: policy.split(separator: "; ").map { rule in
        let words = rule.split(separator: " ", maxSplits: 1).map(String.init)
        return (words[0], words[1])
      })
    #expect(rules["default-src"] == "'none'")
    #expect(rules["script-src"] == hash(script))
    #expect(rules["style-src"] == hash(style))
    #expect(rules["img-src"] == "data:")
    #expect(rules["require-trusted-types-for"] == "'script'")
    #expect(!policy.contains("unsafe"))
    #expect(!script.contains("innerHTML"))
  }

  @Test func everyModuleIsInTheScriptAndNoneEndsIt() throws {
    let resources = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Sources/TarePage/Resources")
      .standardized
    let modules = try FileManager.default.contentsOfDirectory(at: resources, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "js" }
    #expect(!modules.isEmpty)
    for module in modules { #expect(PageTexts.script.contains(try String(contentsOf: module, encoding: .utf8))) }
    #expect(!PageTexts.script.lowercased().contains("</script"))
  }

  @Test func nothingIsLoaded() throws {
    let text = try Page(Self.image).text.replacing("http://www.w3.org/2000/svg", with: "")
    for word in ["http://", "https://", " src=", "@import", "url(", "style=\""] { #expect(!text.contains(word), "\(word)") }
    #expect(!text.contains("{{"))
  }

  @Test func samePageOnEveryRun() throws {
    let examination = try Weighed(Self.image).examination()
    let page = ReportFormat.html.render(examination, ReportOptions())
    #expect(page == ReportFormat.html.render(examination, ReportOptions()))
  }

  @Test func pageHoldsTheWholeReport() throws {
    let examination = try Weighed(Self.image).examination()
    let json = ReportFormat.json.render(examination, ReportOptions())
    let report = try #require(JSONSerialization.jsonObject(with: Data(json)) as? NSDictionary)
    let text = String(decoding: ReportFormat.html.render(examination, ReportOptions()), as: UTF8.self)
    let packed = try #require(Data(base64Encoded: try Page.between("data-form=\"deflate\">", "</script>", text)))
    let bytes = try #require(Inflate.bytes(of: Array(packed), .zlib, limit: 1 << 26))
    #expect(bytes.starts(with: Array("{\"report\":".utf8) + json))
    let data = try #require(JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    #expect(data["report"] as? NSDictionary == report)
  }

  @Test func listsAreWholeWhateverTop() throws {
    let page = try Page(Self.image) { $0.top = 1 }
    #expect((page.report["dead"] as? [Any])?.count == 3)
  }

  @Test func treeWeighsWhatTheReportSays() throws {
    let page = try Page(Self.image)
    #expect(page.bytes(ofKind: 1) == page.total["live"] as? Int)
    #expect(page.bytes(ofKind: 4) == page.total["dead"] as? Int)
    #expect(page.column("size").reduce(0, +) == page.total["unpacked"] as? Int)
    #expect(page.column("kind").count { (1...3).contains($0) } == page.total["files"] as? Int)
    for column in ["parent", "kind", "size", "row", "owner", "origin"] { #expect(page.column(column).count == page.names.count) }
  }

  @Test func contentsWeighOnce() throws {
    let page = try Page(Self.image)
    let links = page.column("kind").indices.filter { page.column("kind")[$0] == 2 }
    #expect(links.map { page.path($0) } == ["/usr/lib/big.so.1"])
    #expect(page.column("linked").map { page.path($0) } == ["/usr/lib/big.so"])
    let same = try #require(page.tree["duplicates"] as? [[String: [Int]]])
    #expect(same.map { ($0["nodes"] ?? []).map { page.path($0) }.sorted() } == [["/app/copy.bin", "/app/model.bin"]])
  }

  @Test func deadContentsStandWhereTheyWere() throws {
    let page = try Page(Self.image)
    let dead = page.column("kind").indices.filter { page.column("kind")[$0] == 4 }
    #expect(dead.map { page.path($0) } == ["/app/model.bin", "/opt/tool/old", "/var/cache/lists"])
    #expect(page.column("killers") == [2, 2, 2])
    #expect(page.tree["causes"] as? [String] == ["rewritten", "overwritten", "deleted"])
    // The file that took a directory's place stands beside what lay in it.
    let tool = page.names.indices.filter { page.path($0) == "/opt/tool" }
    #expect(tool.map { page.column("kind")[$0] } == [1, 0])
  }

  @Test func findingsNameTheirBytes() throws {
    let page = try Page(Self.image)
    let findings = try #require(page.report["findings"] as? [[String: Any]])
    let claims = try #require(page.tree["findings"] as? [[String: [Int]]])
    #expect(!findings.isEmpty)
    #expect(findings.map { $0["bytes"] as? Int } == claims.map { $0["bytes"]?.reduce(0, +) })
    let removable = try #require((page.total["removable"] as? [String: Any])?["asIs"] as? [String: Int])
    #expect((page.tree["claimed"] as? [String: [Int]])?["bytes"]?.reduce(0, +) == removable["high"])
  }

  @Test func namesFromTheImageAreNoMarkup() throws {
    var image = ImageBuilder()
    image.names = ["evil\\\"><script>alert(1)</script>&amp;\\u202e"]
    image.layer {
      $0.member(name: Array("<img src=x onerror=alert(1)>".utf8), type: "0", content: [1, 2, 3])
      $0.member(name: Array("</script><script>alert(2)".utf8), type: "0", content: [1, 2])
      $0.member(name: [0x62, 0xff, 0xfe], type: "0", content: [1, 2])
    }
    image.history = ["{\"created_by\":\"RUN {{script}} </style><h1>\"}"]
    let page = try Page(image)
    #expect(
      try Page.between("<title>", "</title>", page.text).hasPrefix(
        "evil&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;\\xe2\\x80\\xae"))
    for word in ["alert", "onerror", "</style><h1>"] {
      #expect(page.text.ranges(of: word).count == (word == "alert" ? 1 : 0), "\(word)")
    }
    #expect(page.text.ranges(of: "<script").count == 2)
    #expect(page.names.contains("<img src=x onerror=alert(1)>"))
    #expect(page.names.contains("b\\xff\\xfe"))
  }
}
