import Testing

@testable import TareOwners

/// What the metadata of each ecosystem says of licences.
@Suite struct LicenceTests {
  private func licences(_ catalogue: any PackageCatalogue, _ files: [String: String]) throws -> [[String]] {
    try catalogue.packages(in: MemoryFiles(catalogue, files)).map(\.licences)
  }

  private func python(_ fields: String) throws -> [String]? {
    let path = "/usr/lib/python3.11/site-packages/one-1.dist-info/METADATA"
    return try licences(PythonCatalogue(), [path: "Metadata-Version: 2.4\nName: one\nVersion: 1\n\(fields)\n"]).first
  }

  @Test func pythonsExpressionGoesBeforeItsTextAndThatBeforeClassifiers() throws {
    let classifiers = "Classifier: License :: OSI Approved :: MIT License\nClassifier: License :: OSI Approved\n"
    #expect(try python("License: BSD\nLicense-Expression: MIT OR Apache-2.0\n\(classifiers)") == ["MIT OR Apache-2.0"])
    #expect(try python("License: BSD\n\(classifiers)") == ["BSD"])
    #expect(try python("License: UNKNOWN\n\(classifiers)") == ["MIT"])
    #expect(try python("Classifier: License :: OSI Approved :: BSD License\nClassifier: Topic :: Games\n") == ["BSD License"])
    #expect(try python("Classifier: Topic :: Games\n") == [])
  }

  @Test func aWholeTextIsNoName() throws {
    let classifier = "Classifier: License :: OSI Approved :: ISC License (ISCL)\n"
    #expect(try python("License: Copyright 2020\n        Permission is hereby granted\n\(classifier)") == ["ISC"])
    #expect(try python("License: \(String(repeating: "x", count: 257))\n") == [])
  }

  @Test(arguments: [
    (#""license": "MIT""#, ["MIT"]), (#""license": { "type": "ISC", "url": "x" }"#, ["ISC"]),
    (#""licenses": [{ "type": "MIT" }, { "url": "x" }, "Apache2"]"#, ["MIT", "Apache2"]),
    (#""license": "MIT", "licenses": ["BSD"]"#, ["MIT"]), (#""license": 7"#, []), (#""license": [[]], "x": 1"#, []),
  ])
  func npmHasThreeForms(member: String, expected: [String]) throws {
    let found = try NpmCatalogue().packages(
      in: MemoryFiles(
        NpmCatalogue(),
        ["/app/node_modules/one/package.json": #"{ \#(member), "name": "one", "version": "1", "dependencies": { "a": "1" } }"#]))
    #expect(found.map(\.licences) == [expected])
    // What follows is still read.
    #expect(found.map(\.version) == ["1"])
  }

  @Test func debiansCopyrightFileHasParagraphs() {
    let format = "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n"
    func licences(_ text: String) -> [String] { Array(text.utf8).withUnsafeBytes(DebianCopyright.licences) }
    let files = "Files: *\nLicense: GPL-2+ or Artistic\n\nFiles: a\nLicense: Expat\n Permission is hereby\n .\n granted\n"
    #expect(licences("\n\(format)Source: x\n\n\(files)\nLicense: Expat\n text\n") == ["GPL-2+ or Artistic", "Expat"])
    #expect(licences("Format-Specification: http://dep.debian.net/deps/dep5/\nLicense: ISC\n") == ["ISC"])
    // A text without a name.
    #expect(licences("\(format)\nFiles: *\nLicense:\n Permission is hereby granted\n") == [])
    #expect(licences("\(format)\nLicense: none\n") == [])
    #expect(licences(files) == [])
    #expect(licences("This is free software.\n\nLicense: GPL\n") == [])
    #expect(licences("") == [])
  }

  @Test func apkHasALine() throws {
    let text = "P:one\nV:1\nL:GPL-2.0-only AND MIT\n\nP:two\nV:1\n\n"
    #expect(try licences(AlpineCatalogue(), ["/lib/apk/db/installed": text]) == [["GPL-2.0-only AND MIT"], []])
  }

  @Test func composersAreAChoice() throws {
    let text =
      #"{ "packages": [{ "name": "a/b", "license": ["MIT", "GPL-2.0-only AND BSD-3-Clause"] }, { "name": "a/c", "license": ["MIT"] }] }"#
    let found = try licences(ComposerCatalogue(), ["/app/vendor/composer/installed.json": text])
    #expect(found == [["MIT OR (GPL-2.0-only AND BSD-3-Clause)"], ["MIT"]])
  }

  @Test func gemsHaveOneOrSeveral() throws {
    func gemspec(_ line: String) -> String { "# stub: one 1 ruby lib\nGem::Specification.new do |s|\n  \(line)\nend\n" }
    let path = "/usr/lib/ruby/gems/3.1.0/specifications/one-1.gemspec"
    #expect(
      try licences(GemCatalogue(), [path: gemspec(#"s.licenses = ["Ruby".freeze, "BSD-2-Clause".freeze]"#)]) == [
        ["Ruby", "BSD-2-Clause"]
      ])
    #expect(try licences(GemCatalogue(), [path: gemspec("s.license = 'MIT'")]) == [["MIT"]])
  }

  @Test func condaAddsWhatTellsBuildsApart() throws {
    let text =
      #"{ "name": "one", "version": "1", "build": "py311_0", "channel": "https://conda.anaconda.org/conda-forge/linux-64", "subdir": "linux-64", "license": "BSD-3-Clause" }"#
    let catalogue = CondaCatalogue()
    let found = try catalogue.packages(in: MemoryFiles(catalogue, ["/opt/conda/conda-meta/one-1-py311_0.json": text]))
    #expect(found.map(\.licences) == [["BSD-3-Clause"]])
    #expect(found.map(\.qualifiers) == [["build": "py311_0", "channel": "conda-forge", "subdir": "linux-64"]])
  }

  @Test func jarsHaveAManifestAndAGroup() throws {
    let catalogue = MavenCatalogue { stored, _ in stored.reversed() }
    var files = MemoryFiles(catalogue)
    files.add(
      "/lib/core-1.jar",
      ZipBuilder([
        ("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\r\nBundle-License: Apache-2.0;link=x, MIT\r\n\r\n"),
        ("META-INF/maven/org.a/core/pom.properties", "groupId=org.a\nartifactId=core\nversion=1\n"),
        ("META-INF/maven/org.b/part/pom.properties", "groupId=org.b\nartifactId=part\nversion=2\n"),
      ]).bytes())
    let found = try #require(try catalogue.packages(in: files).first)
    #expect(found.licences == ["Apache-2.0", "MIT"])
    #expect(found.group == "org.a")
    #expect(found.contains.map(\.group) == ["org.b"])
  }
}
