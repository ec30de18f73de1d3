import TareOwners
import TareReach
import TareTestSupport
import Testing

@Suite struct PackageReachTests {
  private let packages = [
    DebianFiles.Package("libc6", ["/lib/libc": "cc"], fields: "Essential: yes\n"),
    DebianFiles.Package("gcc", ["/usr/bin/gcc": "g"], depends: "gcc-12, cpp | cpp-alternative"),
    DebianFiles.Package("g++", ["/usr/bin/g++": "gg"], depends: "gcc (>= 4), g++-12"),
    DebianFiles.Package("gcc-12", ["/usr/bin/gcc-12": "0123456789"], depends: "libc6"),
    DebianFiles.Package("g++-12", ["/usr/bin/g++-12": "01234"], depends: "gcc-12"),
    DebianFiles.Package("cpp", ["/usr/bin/cpp": "cpp"], fields: "Suggests: docs\n"),
    DebianFiles.Package("docs", ["/usr/share/docs": "docs"]),
    DebianFiles.Package("curl", ["/usr/bin/curl": "curl"]),
  ]

  private func analysis(config: String = "{}") throws -> Analysis {
    var image = ImageBuilder()
    image.layer { DebianFiles.write(packages, automatic: ["gcc-12", "g++-12", "cpp", "docs", "curl"], to: &$0) }
    image.history = ["{\"created_by\":\"RUN apt-get install gcc g++\"}"]
    image.runConfig = config
    return try Weighed(image).analysis
  }

  private func number(_ name: String, _ analysis: Analysis) -> Int32 {
    Int32(analysis.ownership.packages.firstIndex { $0.package.name == name }!)
  }

  @Test func aPackageThatAnotherNeedsIsBlockedAndTheBlockerNamed() throws {
    let analysis = try analysis()
    let alone = analysis.reach.alone[Int(number("gcc", analysis))]
    #expect(alone.bytes == nil && alone.blocker == number("g++", analysis))
  }

  @Test func aSetRetainsWhatNothingElseReaches() throws {
    let analysis = try analysis()
    let graph = analysis.reach.graph
    let set = ["gcc", "g++"].map { number($0, analysis) }
    let names = ["gcc", "g++", "gcc-12", "g++-12", "cpp"]
    #expect(graph.retained(of: set).freed == names.map { number($0, analysis) }.sorted())
    #expect(graph.retained(of: set).bytes == names.reduce(0) { $0 + analysis.ownership.packages[Int(number($1, analysis))].own })
    let alone = graph.retained(of: [number("g++", analysis)])
    #expect(alone.freed == ["g++", "g++-12"].map { number($0, analysis) }.sorted())
  }

  @Test func aSuggestionKeepsNothing() throws {
    let analysis = try analysis()
    #expect(analysis.reach.chain(to: number("docs", analysis)) == nil)
  }

  @Test func whatTheImageRunsIsKept() throws {
    let analysis = try analysis(config: "{\"Healthcheck\":{\"Test\":[\"CMD-SHELL\",\"curl -f http://localhost || exit 1\"]}}")
    let curl = number("curl", analysis)
    let chain = try #require(analysis.reach.chain(to: curl))
    #expect(analysis.reach.node(chain.root) == .instruction("HEALTHCHECK"))
    #expect(analysis.reach.alone[Int(curl)].bytes == nil)
    #expect(try self.analysis().reach.chain(to: curl) == nil)
  }

  @Test func queriesTakeEcosystemAndVersion() throws {
    let ownership = try analysis().ownership
    for text in ["gcc", "deb:gcc", "deb/gcc", "gcc@1.0", "deb:gcc@1.0"] {
      #expect(PackageQuery(text).matches(in: ownership).count == 1, "\(text)")
    }
    for text in ["pypi:gcc", "gcc@2", "Gcc", ""] { #expect(PackageQuery(text).matches(in: ownership).isEmpty, "\(text)") }
  }
}
