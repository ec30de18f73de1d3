import Testing

@testable import TareOwners

@Suite struct CondaCatalogueTests {
  /// A record in conda's own form, which rattler's follows but for `requested_spec`.
  private func record(_ name: String, _ members: String = "") -> String {
    #"{"arch": null, "build": "py311h0", "channel": "https://conda.anaconda.org/conda-forge/linux-64", "name": "\#(name)", \#(members) "subdir": "linux-64", "version": "1.2"}"#
  }

  @Test func recordsNameFilesWithTheirDigests() throws {
    let digest = String(repeating: "ab", count: 32)
    let members = #"""
      "depends": ["python >=3.11,<3.12.0a0", "conda-forge::libX[version='>=1']", "__glibc >=2.17", "python_abi 3.11.* *_cp311"],
      "extracted_package_dir": "/opt/conda/pkgs/pkg-1.2-py311h0", "package_tarball_full_path": "/opt/conda/pkgs/pkg-1.2-py311h0.conda",
      "files": ["bin/pkg", "lib/python3.11/site-packages/pkg.py", "share/\u00e9.txt", "absent"],
      "link": {"source": "/opt/conda/pkgs/pkg-1.2-py311h0", "type": 1},
      "paths_data": {"paths": [
        {"_path": "bin/pkg", "path_type": "hardlink", "sha256": "\#(String(repeating: "00", count: 32))", "sha256_in_prefix": "\#(digest)", "size_in_bytes": 3},
        {"_path": "lib/python3.11/site-packages/pkg.py", "path_type": "hardlink", "sha256": "\#(digest)"},
        {"_path": "share/é.txt", "path_type": "hardlink"}, {"_path": "absent"}, 7], "paths_version": 1},
      """#
    let files = MemoryFiles(
      CondaCatalogue(),
      [
        "/opt/conda/conda-meta/pkg-1.2-py311h0.json": record("pkg", members), "/opt/conda/bin/pkg": "",
        "/opt/conda/share/é.txt": "",
        "/opt/conda/lib/python3.11/site-packages/pkg.py": "", "/opt/conda/pkgs/pkg-1.2-py311h0.conda": "",
        "/opt/conda/pkgs/pkg-1.2-py311h0/bin/pkg": "", "/opt/conda/pkgs/pkg-1.2-py311h0/site-packages/pkg.py": "",
      ])
    let packages = try CondaCatalogue().packages(in: files)
    let package = try #require(packages.first)
    #expect((package.name, package.version, package.architecture, package.key) == ("pkg", "1.2", "linux-64", "/opt/conda|pkg"))
    #expect(package.needs == ["libx", "python", "python_abi"].map { Need(["/opt/conda|" + $0]) })
    let found = try CondaCatalogue().files(of: packages, in: files)[0]
    func path(_ number: Int32) -> String { String(decoding: files.path(number), as: UTF8.self) }
    #expect(
      found.listed.map { path($0.path) } == [
        "/opt/conda/conda-meta/pkg-1.2-py311h0.json", "/opt/conda/bin/pkg", "/opt/conda/lib/python3.11/site-packages/pkg.py",
        "/opt/conda/share/é.txt", "/opt/conda/pkgs/pkg-1.2-py311h0/bin/pkg",
        "/opt/conda/pkgs/pkg-1.2-py311h0/site-packages/pkg.py", "/opt/conda/pkgs/pkg-1.2-py311h0.conda",
      ])
    #expect(found.listed[1].digest == RecordedDigest(.sha256, Array(repeating: 0xab, count: 32)))
    #expect(found.listed[3].digest == nil)
    #expect(found.trees.map(path) == ["/opt/conda/pkgs/pkg-1.2-py311h0"])
  }

  @Test func oldRecordsHaveNamesOnly() throws {
    let files = MemoryFiles(
      CondaCatalogue(),
      ["/env/conda-meta/a-1.2-0.json": record("a", #""files": ["lib/a", "lib/b"],"#), "/env/lib/a": "", "/env/lib/b": ""])
    let found = try CondaCatalogue().files(of: CondaCatalogue().packages(in: files), in: files)[0]
    #expect(found.listed.map { files.name($0.path) } == [Array("a-1.2-0.json".utf8), Array("a".utf8), Array("b".utf8)])
  }

  @Test func whoWasAskedForIsInRecordsAndInTheHistory() throws {
    func intents(_ records: [String: String], history: String) throws -> [Package.Intent] {
      var all = ["/env/conda-meta/history": history]
      for (name, members) in records { all["/env/conda-meta/\(name)-1.2-0.json"] = record(name, members) }
      return try CondaCatalogue().packages(in: MemoryFiles(CondaCatalogue(), all)).map(\.intent)
    }
    #expect(try intents(["a": "", "b": ""], history: "") == [.unknown, .unknown])
    #expect(
      try intents(["a": #""requested_spec": "a >=1","#, "b": #""requested_spec": "None","#], history: "") == [.asked, .automatic])
    #expect(
      try intents(["a": #""requested_specs": [],"#, "b": #""requested_specs": ["b"],"#], history: "") == [.automatic, .asked])
    #expect(try intents(["a": #""requested_specs": [],"#], history: "==> 2024 <==\n# cmd: conda\n") == [.unknown])
    let history = "# update specs: ['a=1.2', \"conda-forge::b[version='1']\"]\n+x::a-1\n# remove specs: [\"b\"]\n"
    #expect(try intents(["a": "", "b": "", "c": ""], history: history) == [.asked, .automatic, .automatic])
  }

  @Test func damagedRecordsAreNoPackages() throws {
    let texts = [
      "", "{", "[]", #"{"name": 7}"#, #"{"name": "a""#, #"{"name": "b", "paths_data": {"paths": [{"_path": "\u12"#,
      #"{"name": ""}"#,
    ]
    var all: [String: String] = [:]
    for (index, text) in texts.enumerated() { all["/env/conda-meta/\(index).json"] = text }
    let files = MemoryFiles(CondaCatalogue(), all)
    let packages = try CondaCatalogue().packages(in: files)
    #expect(packages.map(\.name) == ["a", "b"])
    #expect(try CondaCatalogue().files(of: packages, in: files).map(\.listed.count) == [1, 1])
  }
}
