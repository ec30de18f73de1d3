import TareOwners
import Testing

@Suite struct RuntimeCatalogueTests {
  private let catalogue = RuntimeCatalogue()

  private struct Found {
    var package: Package
    var listed: [String]
    var trees: [String]
  }

  private func found(_ contents: [String: String], _ prepare: (inout MemoryFiles) -> Void = { _ in }) throws -> [Found] {
    var files = MemoryFiles(catalogue, contents)
    prepare(&files)
    let packages = try catalogue.packages(in: files)
    return zip(packages, try catalogue.files(of: packages, in: files)).map { package, claim in
      Found(
        package: package, listed: Set(claim.listed.map { String(decoding: files.path($0.path), as: UTF8.self) }).sorted(),
        trees: claim.trees.map { String(decoding: files.path($0), as: UTF8.self) }.sorted())
    }
  }

  private func identities(_ contents: [String: String]) throws -> [String] {
    try found(contents).map { "\($0.package.ecosystem.rawValue) \($0.package.name) \($0.package.version)" }
  }

  @Test func pythonOwnsItsLibraryButNotSitePackages() throws {
    let runtime = try #require(
      try found([
        "/usr/local/lib/python3.11/os.py": "", "/usr/local/lib/python3.11/json/decoder.py": "",
        "/usr/local/lib/python3.11/site-packages/README.txt": "", "/usr/local/lib/python3.11/site-packages/six.py": "",
        "/usr/local/lib/python3.12/os.py.orig": "",
        "/usr/local/include/python3.11/patchlevel.h": "#define PY_VERSION  \"3.11.2+\"\n",
        "/usr/local/bin/python3.11": "", "/usr/local/bin/python3.1": "", "/usr/local/bin/python3-config": "",
        "/usr/local/bin/pip3": "", "/usr/local/bin/2to3-3.11": "", "/usr/local/bin/python-argcomplete": "",
        "/usr/local/lib/libpython3.11.so.1.0": "", "/usr/local/lib/libpython3.1.so": "",
        "/usr/local/lib/pkgconfig/python-3.11.pc": "",
      ]).first)
    #expect(runtime.package.name == "python")
    #expect(runtime.package.version == "3.11.2")
    #expect(
      runtime.listed == [
        "/usr/local/bin/2to3-3.11", "/usr/local/bin/python3-config", "/usr/local/bin/python3.11",
        "/usr/local/lib/libpython3.11.so.1.0", "/usr/local/lib/pkgconfig/python-3.11.pc", "/usr/local/lib/python3.11/os.py",
        "/usr/local/lib/python3.11/site-packages/README.txt",
      ])
    #expect(runtime.trees == ["/usr/local/include/python3.11", "/usr/local/lib/python3.11/json"])
  }

  @Test func withoutHeadersTheInterpreterSaysItsVersion() throws {
    let library = ["/opt/py/lib/python3.13t/os.py": ""]
    let exact = try found(library) {
      $0.add("/opt/py/bin/python3.13t", sections: [".rodata": Array("x\u{0}3.13.\u{0}3.13.x\u{0}3.13.0rc2\u{0}y".utf8)])
    }
    #expect(exact.map(\.package.version) == ["3.13.0rc2"])
    #expect(exact.map(\.listed) == [["/opt/py/bin/python3.13t", "/opt/py/lib/python3.13t/os.py"]])
    #expect(try found(library).map(\.package.version) == ["3.13"])
  }

  @Test func environmentsAndOtherFilesOfThatNameAreNoPython() throws {
    #expect(try identities(["/venv/lib/python3.11/site-packages/os.py": "", "/app/os.py": "", "/lib/python3/os.py": ""]).isEmpty)
  }

  @Test func runtimesAreKnownByTheirOwnFiles() throws {
    let config = "  CONFIG[\"MAJOR\"] = \"3\"\n  CONFIG[\"MINOR\"] = \"3\"\n  CONFIG[\"TEENY\"] = \"6\"\n"
    let version = "#define NODE_MAJOR_VERSION 20\n#define NODE_MINOR_VERSION 11\n#define NODE_PATCH_VERSION 1\n"
    let files = [
      "/a/include/node/node_version.h": version, "/b/go/VERSION": "go1.22rc1\ntime 2024\n", "/b/go/bin/go": "",
      "/b/go/src/a.go": "",
      "/c/lib/ruby/3.3.0/x86_64-linux/rbconfig.rb": config, "/d/include/php/main/php_version.h": "#define PHP_VERSION \"8.3.2RC1\"",
      "/d/bin/php": "", "/e/releases/26/OTP_VERSION": "26.2.1\n", "/e/erts-14.2/bin/beam.smp": "",
      "/f/lib/elixir/ebin/elixir.app": "{application,elixir,\n [{vsn,\"1.16.0\"}]}.", "/f/bin/elixir": "",
      "/g/lib/perl5/5.38.2/strict.pm": "", "/h/shared/Microsoft.NETCore.App/8.0.1/Microsoft.NETCore.App.deps.json": "{}",
      "/i/toolchains/1.63.0-x86_64-unknown-linux-gnu/lib/rustlib/components": "rustc\n",
    ]
    #expect(
      try identities(files) == [
        "generic node 20.11.1", "generic go 1.22rc1", "generic ruby 3.3.6", "generic php-cli 8.3.2RC1", "generic erlang 26.2.1",
        "generic elixir 1.16.0", "generic perl 5.38.2", "generic dotnet-runtime 8.0.1", "generic rust 1.63.0",
      ])
  }

  @Test(arguments: [
    ("JAVA_VERSION=\"21.0.2\"\nJAVA_RUNTIME_VERSION=\"21.0.2+13-LTS\"\nIMPLEMENTOR=\"Eclipse Adoptium\"", "openjdk 21.0.2+13-LTS"),
    ("JAVA_VERSION=\"1.8.0_422\"\nFULL_VERSION=\"1.8.0_422-b05\"", "openjdk 1.8.0_422-b05"),
    ("JAVA_VERSION=\"17.0.1\"\nFULL_VERSION=\"9\"\nIMPLEMENTOR=\"Azul Systems, Inc.\"", "zulu 17.0.1"),
    ("JAVA_VERSION=\"22.0.2\"\nIMPLEMENTOR=\"Oracle Corporation\"", "jdk 22.0.2"),
    ("NAME=\"something else\"", nil),
  ]) func javaByItsRelease(release: String, expected: String?) throws {
    let files = ["/opt/java/release": release, "/opt/java/lib/modules": "", "/opt/java/bin/javac": ""]
    let runtimes = try found(files)
    #expect(runtimes.map { "\($0.package.name) \($0.package.version)" } == [expected].compactMap { $0 })
    #expect(runtimes.allSatisfy { $0.trees == ["/opt/java"] })
    #expect(try found(["/opt/java/release": release]).isEmpty)
  }

  @Test func aSharedPrefixIsNotTakenWhole() throws {
    func go(_ prefix: String) -> [String: String] {
      ["\(prefix)/VERSION": "go1.22.0", "\(prefix)/bin/go": "", "\(prefix)/bin/other": "", "\(prefix)/src/a.go": ""]
    }
    let alone = try found(go("/usr/local/go"))
    #expect(alone.first?.trees == ["/usr/local/go", "/usr/local/go/src"])
    let shared = try found(go("/usr/local").merging(["/usr/local/share/x": ""]) { $1 })
    #expect(shared.first?.trees == ["/usr/local/src"])
    #expect(shared.first?.listed == ["/usr/local/VERSION", "/usr/local/bin/go"])
  }

  @Test func nodeLeavesItsModulesToNpm() throws {
    let version = "#define NODE_MAJOR_VERSION 20\n#define NODE_MINOR_VERSION 11\n#define NODE_PATCH_VERSION 1\n"
    let node = try #require(
      try found([
        "/usr/local/include/node/node_version.h": version, "/usr/local/bin/node": "", "/usr/local/bin/npm": "",
        "/usr/local/lib/node_modules/npm/package.json": "{}", "/usr/local/share/doc/node/gdbinit": "",
      ]).first)
    #expect(node.listed == ["/usr/local/bin/node", "/usr/local/include/node/node_version.h"])
    #expect(node.trees == ["/usr/local/include/node", "/usr/local/share/doc/node"])
  }

  @Test func oneHostServesSeveralVersionsOfDotNet() throws {
    func framework(_ version: String) -> String { "/d/shared/Microsoft.NETCore.App/\(version)/Microsoft.NETCore.App.deps.json" }
    let runtimes = try found([
      framework("8.0.10"): "", framework("8.0.9"): "", "/d/dotnet": "", "/d/host/fxr/8.0.9/a": "", "/d/host/fxr/8.0.10/a": "",
      "/d/shared/Microsoft.AspNetCore.App/8.0.10/Microsoft.AspNetCore.App.deps.json": "",
    ])
    #expect(runtimes.map(\.package.name) == ["aspnetcore-runtime", "dotnet-runtime", "dotnet-runtime"])
    #expect(runtimes.map { $0.listed.contains("/d/dotnet") } == [false, true, false])
    #expect(runtimes.map { $0.trees.contains("/d/host/fxr/8.0.9") } == [false, false, true])
  }

  @Test func rustKnowsTheFilesOfItsComponentsAndNothingOutside() throws {
    let rust = try found([
      "/opt/rust/lib/rustlib/components": "rustc\n",
      "/opt/rust/lib/rustlib/manifest-rustc":
        "file:bin/rustc\ndir:share/doc/rust\nfile:../../etc/passwd\ndir:\nfile:/etc/passwd\nx\n",
      "/opt/rust/share/doc/rust/a": "", "/opt/rust/share/doc/other": "", "/etc/passwd": "",
    ]) { $0.add("/opt/rust/bin/rustc", sections: [".comment": Array("GCC\0rustc version 1.80.1 (3f5fd8dd4 2024-08-06)\0".utf8)]) }
    #expect(rust.map(\.package.version) == ["1.80.1"])
    #expect(rust.first?.listed == ["/opt/rust/bin/rustc", "/opt/rust/lib/rustlib/components"])
    #expect(rust.first?.trees == ["/opt/rust/lib/rustlib", "/opt/rust/share/doc/rust"])
  }

  @Test func emptyMarkersAreNoRuntimes() throws {
    let markers = [
      "/a/include/node/node_version.h", "/b/go/VERSION", "/b/go/bin/go", "/b/go/src/a.go", "/c/lib/ruby/3.3.0/x/rbconfig.rb",
      "/d/include/php/main/php_version.h", "/e/release", "/e/lib/modules", "/f/lib/elixir/ebin/elixir.app", "/f/bin/elixir",
      "/VERSION", "/release", "/components", "/os.py", "/strict.pm", "/OTP_VERSION",
    ]
    #expect(try identities(Dictionary(uniqueKeysWithValues: markers.map { ($0, "") })).isEmpty)
  }
}
