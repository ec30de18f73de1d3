import Testing

@testable import TareOwners

@Suite struct PythonCatalogueTests {
  private static let site = "/usr/local/lib/python3.11/site-packages"

  /// Files of one site, by their paths in it.
  private func files(_ files: [String: String], in site: String = Self.site, besides others: [String: String] = [:]) -> MemoryFiles
  {
    MemoryFiles(PythonCatalogue(), Dictionary(uniqueKeysWithValues: files.map { (site + "/" + $0, $1) }).merging(others) { $1 })
  }

  private func packages(_ files: MemoryFiles) throws -> [Package] { try PythonCatalogue().packages(in: files) }

  private func lists(_ files: MemoryFiles) throws -> [String: [String]] {
    let packages = try packages(files)
    let lists = try PythonCatalogue().files(of: packages, in: files)
    return Dictionary(
      zip(packages, lists).map { package, list in
        let paths = list.listed.map(\.path).map { text(files, $0) } + list.trees.map { text(files, $0) + "/" }
        return (package.name, paths)
      }, uniquingKeysWith: { $0 + $1 })
  }

  private func text(_ files: MemoryFiles, _ number: Int32) -> String { String(decoding: files.path(number), as: UTF8.self) }

  private func need(_ name: String, _ kind: Need.Kind = .depends, in site: String = Self.site) -> Need {
    Need([site + "|" + name], kind)
  }

  // MARK: Files

  @Test func recordNamesFilesBesideAndAboveTheSite() throws {
    let files = files(
      [
        "Pkg-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: Pkg\nVersion: 1.0\n\nName: not a field\n",
        "Pkg-1.0.dist-info/RECORD": """
        pkg/__init__.py,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,0
        "pkg/a ""b"", c.py",,
        ../../../bin/pkg,,12
        /etc/pkg.conf,,
        pkg/gone.py,,
        ../../../../../../../../etc/pkg.conf,,\r
        Pkg-1.0.dist-info/RECORD,,
        """,
        "pkg/__init__.py": "", #"pkg/a "b", c.py"#: "", "Pkg.libs/libx.so": "",
      ], besides: ["/usr/local/bin/pkg": "#!", "/etc/pkg.conf": ""])
    let site = Self.site
    #expect(
      try lists(files)["Pkg"] == [
        site + "/pkg/__init__.py", site + #"/pkg/a "b", c.py"#, "/usr/local/bin/pkg", "/etc/pkg.conf", "/etc/pkg.conf",
        site + "/Pkg-1.0.dist-info/RECORD", site + "/Pkg-1.0.dist-info/", site + "/Pkg.libs/",
      ])
    let package = try #require(try packages(files).first)
    #expect((package.name, package.version, package.key) == ("Pkg", "1.0", site + "|pkg"))
    let digest = try PythonCatalogue().files(of: [package], in: files)[0].listed[0].digest
    #expect(digest?.algorithm == .sha256)
    #expect(digest?.bytes.starts(with: [0xe3, 0xb0, 0xc4, 0x42]) == true)
    #expect(digest?.bytes.count == 32)
  }

  @Test func manyFilesOfOneDirectoryAreFoundAmongOthers() throws {
    let names = (0..<300).map { "pkg/module\($0).py" }
    var all = Dictionary(uniqueKeysWithValues: names.map { ($0, "") })
    for index in 0..<300 { all["pkg/other\(index).py"] = "" }
    all["pkg-1.dist-info/METADATA"] = "Name: pkg\nVersion: 1\n"
    all["pkg-1.dist-info/RECORD"] = (names + ["pkg/absent.py", "pkg/modul", "pkg/zz"]).shuffled().map { $0 + ",,\n" }.joined()
    let found = try #require(try lists(files(all))["pkg"])
    #expect(Set(found) == Set(names.map { Self.site + "/" + $0 } + [Self.site + "/pkg-1.dist-info/"]))
    #expect(found.count == 301)
  }

  @Test func bytecodeGoesWithItsSource() throws {
    let files = files([
      "pkg/a.py": "", "pkg/b.c.py": "", "pkg/d.py": "", "pkg/d.pyc": "", "pkg/__pycache__/a.cpython-311.pyc": "",
      "pkg/__pycache__/a.cpython-311.opt-1.pyc": "", "pkg/__pycache__/b.c.cpython-311.pyc": "",
      "pkg/__pycache__/a.cpython-311-pytest-9.2.0.pyc": "", "pkg/__pycache__/gone.cpython-311.pyc": "", "pkg/gone.pyc": "",
    ])
    func companion(_ path: String) -> String? {
      files.find(Array((Self.site + "/pkg/" + path).utf8)).flatMap { PythonCatalogue().companion(of: $0, in: files) }
        .map { String(decoding: files.name($0), as: UTF8.self) }
    }
    #expect(companion("__pycache__/a.cpython-311.pyc") == "a.py")
    #expect(companion("__pycache__/a.cpython-311.opt-1.pyc") == "a.py")
    #expect(companion("__pycache__/a.cpython-311-pytest-9.2.0.pyc") == "a.py")
    #expect(companion("__pycache__/b.c.cpython-311.pyc") == "b.c.py")
    #expect(companion("d.pyc") == "d.py")
    #expect(companion("__pycache__/gone.cpython-311.pyc") == nil)
    #expect(companion("gone.pyc") == nil)
    #expect(companion("a.py") == nil)
  }

  @Test func eggsOfEveryForm() throws {
    let files = files([
      "installed-1.0.egg-info/PKG-INFO": "Name: installed\nVersion: 1.0\n",
      "installed-1.0.egg-info/installed-files.txt": "../installed/__init__.py\nPKG-INFO\n",
      "installed/__init__.py": "",
      "named-2.0.egg-info": "Metadata-Version: 1.1\nName: named\nVersion: 2.0\n", "named.cpython-311-x86_64-linux-gnu.so": "",
      "whole-3.0-py3.11.egg/EGG-INFO/PKG-INFO": "Name: whole\nVersion: 3.0\n", "whole-3.0-py3.11.egg/whole.py": "",
      "space_one-1.egg-info/PKG-INFO": "Name: space.one\nVersion: 1\n", "space_one-1.egg-info/top_level.txt": "space\n",
      "space_one-1.egg-info/namespace_packages.txt": "space\n",
      "space_one-1.egg-info/SOURCES.txt": "setup.py\nsrc/space/one.py\nsrc/space/absent.py\n", "space/one.py": "",
      "space/two.py": "",
      "top-1.egg-info/PKG-INFO": "Name: top\nVersion: 1\n", "top-1.egg-info/top_level.txt": "tops\ntip\n", "tops/__init__.py": "",
      "tip.py": "", "setup.py": "",
    ])
    let found = try lists(files).mapValues { $0.map { String($0.dropFirst(Self.site.count + 1)) } }
    #expect(found["installed"] == ["installed/__init__.py", "installed-1.0.egg-info/PKG-INFO", "installed-1.0.egg-info/"])
    #expect(found["named"] == ["named-2.0.egg-info", "named.cpython-311-x86_64-linux-gnu.so"])
    #expect(found["whole"] == ["whole-3.0-py3.11.egg/"])
    #expect(found["space.one"] == ["space/one.py", "space_one-1.egg-info/"])
    #expect(found["top"] == ["tip.py", "top-1.egg-info/", "tops/"])
  }

  // MARK: What is a package

  @Test func whatOthersShipInsideThemselvesIsAComponent() throws {
    let files = files([
      "setuptools-80.dist-info/METADATA": "Name: setuptools\nVersion: 80\n",
      "setuptools-80.dist-info/RECORD": "setuptools/_vendor/wheel-0.4.dist-info/METADATA,,\n",
      "setuptools/_vendor/wheel-0.4.dist-info/METADATA": "Name: wheel\nVersion: 0.4\n",
      "tool-1.dist-info/METADATA": "Name: tool\nVersion: 1\n",
      "tool-1.dist-info/RECORD": "setuptools/extra/odd-1.egg-info,,\nother/deep/in-1.dist-info/METADATA,,\n",
      "setuptools/extra/odd-1.egg-info": "Name: odd\nVersion: 1\n",
      "other/deep/in-1.dist-info/METADATA": "Name: in\nVersion: 1\n",
      "target/free-1.dist-info/METADATA": "Name: free\nVersion: 1\n",
    ])
    let packages = try packages(files)
    #expect(packages.map(\.name) == ["setuptools", "free", "tool"])
    #expect(packages[0].contains == [Component(ecosystem: .pypi, name: "wheel", version: "0.4")])
    #expect(packages[2].contains.map(\.name) == ["in", "odd"])
    #expect(packages[1].key == Self.site + "/target|free")
  }

  @Test func copiesInAnInstallersCacheAreNoPackages() throws {
    let metadata = "Name: flask\nVersion: 3\n"
    let files = files(
      ["flask-3.dist-info/METADATA": metadata],
      besides: [
        "/root/.cache/uv/CACHEDIR.TAG": "Signature: 8a477f597d28d172789f06886806bc55",
        "/root/.cache/uv/archive-v0/abc/flask-3.dist-info/METADATA": metadata,
        "/root/.cache/uv/archive-v0/abd/hatch-1.dist-info/METADATA": "Name: hatch\nVersion: 1\n",
      ])
    #expect(try packages(files).map(\.key) == ["/root/.cache/uv/archive-v0/abd|hatch", Self.site + "|flask"])
  }

  @Test func whatCannotBeReadIsNoPackage() throws {
    let files = files([
      "none-1.dist-info/METADATA": "", "colon-1.dist-info/METADATA": ":::\n\u{0}\u{0}",
      "noname-1.dist-info/METADATA": "Version: 1\n",
      "norecord-1.dist-info/RECORD": "x,,\n", "bare-1.dist-info/METADATA": "Name: bare",
      "bare-1.dist-info/RECORD": "\"\n\"\"\"\",\n,,,\n\",\n..\n.\n/\n../..\n",
      "bare-1.dist-info/direct_url.json": "{\"url\": \"file:",
    ])
    let packages = try packages(files)
    #expect(packages.map(\.name) == ["bare"])
    #expect(packages.map(\.version) == [""])
    #expect(try lists(files)["bare"] == [Self.site + "/bare-1.dist-info/"])
  }

  @Test func ofTwoRecordsOfOneNameTheOneWithAListHasTheKey() throws {
    let files = files([
      "pkg-1.dist-info/METADATA": "Name: pkg\nVersion: 1\n",
      "pkg-2.dist-info/METADATA": "Name: pkg\nVersion: 2\n", "pkg-2.dist-info/RECORD": "",
      "needs-1.dist-info/METADATA": "Name: needs\nVersion: 1\nRequires-Dist: pkg\n",
    ])
    let packages = try packages(files)
    #expect(packages.map(\.version) == ["1", "1", "2"])
    #expect(packages[2].key == Self.site + "|pkg")
    #expect(packages[1].key != packages[2].key)
    #expect(packages[0].needs == [need("pkg")])
  }

  // MARK: Where from

  @Test func projectsOfTheImageAreLocal() throws {
    let files = files(
      [
        "edit-1.dist-info/METADATA": "Name: Edit\nVersion: 1\n", "edit-1.dist-info/RECORD": "__editable__.edit.pth,,\n",
        "edit-1.dist-info/direct_url.json": #"{"dir_info": {"editable": true}, "url": "file:///srv/my%20edit"}"#,
        "__editable__.edit.pth": "/srv/my edit/src\n",
        "copied-1.dist-info/METADATA": "Name: copied\nVersion: 1\n", "copied-1.dist-info/RECORD": "",
        "copied-1.dist-info/direct_url.json": #"{"url": "file:///app", "dir_info": {}}"#,
        "git-1.dist-info/METADATA": "Name: git\nVersion: 1\n",
        "git-1.dist-info/direct_url.json": #"{"url": "https://example.org/git", "vcs_info": {"vcs": "git"}}"#,
        "alone-1.dist-info/METADATA": "Name: alone\nVersion: 1\n",
        "alone-1.dist-info/direct_url.json": #"{"url": "file:///dist/alone-1.whl", "archive_info": {}}"#,
        "store1-1.dist-info/METADATA": "Name: store1\nVersion: 1\n",
        "store1-1.dist-info/direct_url.json": #"{"url": "file:///wheels/store1-1.whl", "archive_info": {}}"#,
        "store2-1.dist-info/METADATA": "Name: store2\nVersion: 1\n",
        "store2-1.dist-info/direct_url.json": #"{"url": "file:///wheels/store2-1.whl", "archive_info": {}}"#,
        "everything-1.dist-info/METADATA": "Name: everything\nVersion: 1\n", "everything-1.dist-info/RECORD": "",
        "everything-1.dist-info/direct_url.json": #"{"url": "file:///usr", "dir_info": {"editable": true}}"#,
        "linked.egg-link": "/srv/linked\n.",
      ],
      besides: [
        "/srv/my edit/src/edit.py": "", "/srv/my edit/src/Edit.egg-info/PKG-INFO": "Name: Edit\nVersion: 1\n",
        "/app/copied.egg-info/PKG-INFO": "Name: copied\nVersion: 1\n",
        "/srv/linked/linked.egg-info/PKG-INFO": "Name: linked\nVersion: 2\n",
        "/srv/linked/linked.egg-info/requires.txt": "git\n\n[test]\npytest\n",
      ])
    let packages = try packages(files)
    let local = Dictionary(uniqueKeysWithValues: packages.map { ($0.name, $0.isLocal) })
    #expect(
      local == [
        "Edit": true, "copied": true, "git": false, "alone": true, "store1": false, "store2": false, "everything": true,
        "linked": true,
      ])
    let found = try lists(files)
    #expect(
      found["Edit"] == [
        Self.site + "/__editable__.edit.pth", "/srv/my edit/src/Edit.egg-info/", Self.site + "/edit-1.dist-info/", "/srv/my edit/",
      ])
    #expect(found["copied"] == ["/app/copied.egg-info/", Self.site + "/copied-1.dist-info/"])
    #expect(found["everything"] == [Self.site + "/everything-1.dist-info/"])
    #expect(found["linked"] == [Self.site + "/linked.egg-link", "/srv/linked/linked.egg-info/", "/srv/linked/"])
    let linked = try #require(packages.first { $0.name == "linked" })
    #expect(linked.key == Self.site + "|linked")
    #expect(linked.needs == [need("git")])
  }

  @Test func aMarkThatAllHaveSaysNothing() throws {
    func intents(_ marked: [String], installer: String) throws -> [Package.Intent] {
      var all = [
        "app-1.dist-info/METADATA": "Name: app\nVersion: 1\nRequires-Dist: part\n",
        "part-1.dist-info/METADATA": "Name: part\nVersion: 1\n",
        "app-1.dist-info/INSTALLER": installer + "\n", "part-1.dist-info/INSTALLER": installer,
      ]
      for name in marked { all[name + "-1.dist-info/REQUESTED"] = "" }
      return try packages(files(all)).map(\.intent)
    }
    #expect(try intents(["app"], installer: "pip") == [.asked, .automatic])
    #expect(try intents(["app", "part"], installer: "pip") == [.asked, .asked])
    #expect(try intents([], installer: "pip") == [.unknown, .unknown])
    #expect(try intents(["app", "part"], installer: "uv") == [.unknown, .unknown])
    #expect(try intents(["app"], installer: "uv") == [.asked, .automatic])
  }

  // MARK: Needs

  @Test func requirementsHoldByTheirMarkers() throws {
    let files = files(
      [
        "app-1.dist-info/METADATA": """
        Name: app
        Version: 1
        Requires-Dist: plain (>=1.0)
        Requires-Dist: Old_Name ; python_version < "3.9"
        Requires-Dist: New.Name>=2; python_version >= '3.9' and (sys_platform != "win32" or extra == "x")
        Requires-Dist: unknown; platform_release > "5"
        Requires-Dist: url[one] @ https://example.org/a;b.whl ; os_name == "posix"
        Requires-Dist: offered; extra == "more"
        Requires-Dist: absent; extra == "more"
        Requires-Dist: wrong; extra == "more" and python_version < "3"
        """,
        "url-1.dist-info/METADATA": """
        Name: url
        Version: 1
        Requires-Dist: always
        Requires-Dist: first; extra == 'One'
        Requires-Dist: url[two]; extra == "one"
        Requires-Dist: second; "two" == extra
        Requires-Dist: third; extra == "three"
        """,
        "offered-1.dist-info/METADATA": "Name: offered\nVersion: 1\n", "wrong-1.dist-info/METADATA": "Name: wrong\nVersion: 1\n",
      ])
    let needs = try #require(try packages(files).first { $0.name == "app" }).needs
    #expect(
      needs == [
        need("plain"), need("new-name"), need("unknown"), need("url"), need("first", .extra), need("second", .extra),
        need("offered", .possible),
      ])
  }

  @Test func environmentsSeeWhatTheirInterpreterSees() throws {
    let app = [
      "app-1.dist-info/METADATA": "Name: app\nVersion: 1\nRequires-Dist: shared\nRequires-Dist: late; python_version >= '3.12'\n"
    ]
    let shared = "Name: shared\nVersion: 1\n"
    func needs(_ settings: String?) throws -> [Need] {
      var others = ["/usr/lib/python3/dist-packages/shared-1.egg-info/PKG-INFO": shared, "/usr/lib/python3.11/os.py": ""]
      if let settings { others["/venv/pyvenv.cfg"] = settings }
      return try #require(
        try packages(files(app, in: "/venv/lib/python3.12/site-packages", besides: others)).last { $0.name == "app" }
      ).needs
    }
    let inside = "/venv/lib/python3.12/site-packages"
    #expect(try needs("home = /usr/bin\nversion = 3.12.1\n") == [need("shared", in: inside), need("late", in: inside)])
    #expect(
      try needs("include-system-site-packages = true\nversion_info = 3.11.2.final.0\n") == [
        need("shared", in: "/usr/lib/python3/dist-packages")
      ])
    #expect(try needs(nil) == [need("shared", in: "/usr/lib/python3/dist-packages"), need("late", in: inside)])
  }

  @Test func extrasThatNameOneAnotherEnd() throws {
    let extras = (0..<200).map {
      "Requires-Dist: loop[e\(($0 + 1) % 200)]; extra == \"e\($0)\"\nRequires-Dist: x\($0); extra == \"e\($0)\"\n"
    }
    let files = files([
      "loop-1.dist-info/METADATA": "Name: loop\nVersion: 1\n" + extras.joined(),
      "app-1.dist-info/METADATA": "Name: app\nVersion: 1\nRequires-Dist: loop[e0]\n",
    ])
    let needs = try #require(try packages(files).first).needs
    #expect(needs.prefix(3) == [need("loop"), need("x0", .extra), need("x1", .extra)])
    #expect(needs.count <= 201)
  }
}
