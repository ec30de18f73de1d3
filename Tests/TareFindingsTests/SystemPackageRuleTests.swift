import TareTestSupport
import Testing

@testable import TareFindings

/// What package managers of distributions leave, and packages that nothing needs.
@Suite struct SystemPackageRuleTests {
  private typealias Package = DebianFiles.Package

  /// A Debian base, and a layer in which packages were installed.
  private static func image(
    _ packages: [Package], automatic: [String] = [], config: String = "", also: (inout TarBuilder) -> Void = { _ in }
  ) -> ImageBuilder {
    let base = Package("libc6", ["/usr/lib/libc.so.6": "libc"])
    var image = ImageBuilder()
    image.layer {
      $0.file("etc/os-release", "ID=debian\n")
      DebianFiles.write([base], to: &$0)
    }
    image.layer {
      DebianFiles.write([base] + packages, automatic: automatic, files: false, to: &$0)
      for package in packages {
        $0.file("var/lib/dpkg/info/\(package.name).list", package.files.keys.sorted().map { "\($0)\n" }.joined())
        for (path, text) in package.files.sorted(by: { $0.key < $1.key }) { $0.file(String(path.dropFirst()), text) }
      }
      also(&$0)
    }
    image.instructions("ADD rootfs.tar /", "CMD bash", "RUN apt-get install")
    image.runConfig = "{\(config)}"
    return image
  }

  /// What a package weighs: its files and its list.
  private static func weight(_ packages: Package...) -> Int {
    packages.reduce(0) { sum, package in
      package.files.reduce(sum) { $0 + $1.value.utf8.count + $1.key.utf8.count + 1 }
    }
  }

  private static func tool(_ name: String, _ size: Int, depends: String = "", fields: String = "") -> Package {
    Package(name, ["/usr/bin/\(name)": PythonFiles.text(size)], depends: depends, fields: fields)
  }

  // MARK: Left behind

  @Test func listsArchivesAndLogs() throws {
    let image = Self.image([]) {
      $0.file("var/lib/apt/lists/lock", "")
      $0.file("var/lib/apt/lists/deb.debian.org_Packages", PythonFiles.text(5000))
      $0.file("var/cache/apt/archives/curl_1_amd64.deb", PythonFiles.text(3000))
      $0.file("var/cache/apt/pkgcache.bin", PythonFiles.text(700))
      $0.file("var/log/dpkg.log", PythonFiles.text(300))
      $0.file("var/log/app.log", PythonFiles.text(400))
      $0.file("var/lib/dpkg/status-old", PythonFiles.text(50))
    }
    let found = try Found(image, rules: [PackageLists(), PackageArchives(), PackageManagerLeftovers()])
    #expect(
      found.lines == ["package-lists/lists 5700", "package-archives/archives 3000", "package-manager-leftovers/leftovers 350"])
    #expect(
      found.finding("package-lists/lists")!.fixes[0].text.hasPrefix(
        "delete them at the end of layer 2 (RUN apt-get install): rm -rf"))
  }

  @Test func emptyCachesRefuteTheHabit() throws {
    let image = Self.image([]) {
      $0.file("var/lib/apt/lists/lock", "")
      $0.directory("var/lib/apt/lists/partial")
      $0.file("var/cache/apt/archives/lock", "")
    }
    let found = try Found(image, rules: [PackageLists(), PackageArchives()])
    #expect(found.lines == [])
    #expect(found.reason("package-lists") == "no lists in /var/lib/apt/lists and /var/cache/apt")
    #expect(found.reason("package-archives") == "no downloaded packages in /var/cache/apt/archives")
  }

  // MARK: Documents

  @Test func documentsGoAndCopyrightStays() throws {
    let image = Self.image(
      [
        Package(
          "tree",
          [
            "/usr/bin/tree": "x", "/usr/share/doc/tree/copyright": PythonFiles.text(500),
            "/usr/share/doc/tree/README": PythonFiles.text(600),
            "/usr/share/man/man1/tree.1.gz": PythonFiles.text(70),
            "/usr/share/locale/de/LC_MESSAGES/tree.mo": PythonFiles.text(2000),
            "/usr/share/locale/fr/LC_MESSAGES/tree.mo": PythonFiles.text(1000),
          ])
      ], config: "\"Env\":[\"LANG=de_DE.UTF-8\"]")
    let found = try Found(image, rules: [SystemDocumentation(), Translations()])
    #expect(found.lines == ["translations/own 1000", "system-documentation/own 670"])
    #expect(found.finding("translations/own")!.evidence.last == "the environment speaks de")
    #expect(found.finding("system-documentation/own")!.fixes[0].text.contains("path-include=/usr/share/doc/*/copyright"))
  }

  @Test func documentsOfTheBaseAreForInformation() throws {
    var image = Self.image([])
    var base = TarBuilder()
    base.file("etc/os-release", "ID=debian\n")
    base.file("usr/share/doc/a/README", PythonFiles.text(9000))
    image.layers[0].tar = base.finished
    let found = try Found(image, rules: [SystemDocumentation()])
    #expect(found.lines == ["system-documentation/base 9000"])
    #expect(found.findings.findings[0].severity == .info && found.findings.findings[0].needsBase)
  }

  @Test func documentsOfTheApplicationAreItsOwn() throws {
    var image = Self.image([], config: "\"WorkingDir\":\"/usr/share/doc/site\"")
    image.layer { $0.file("usr/share/doc/site/index.html", PythonFiles.text(900)) }
    image.instructions("ADD rootfs.tar /", "CMD bash", "RUN apt-get install", "COPY site /usr/share/doc/site")
    #expect(try Found(image, rules: [SystemDocumentation()]).lines == [])
  }

  // MARK: Packages

  @Test func buildToolsAreASet() throws {
    let (gcc, gxx, lib) = (
      Self.tool("gcc", 3000, depends: "libgcc-dev"), Self.tool("g++", 2000, depends: "gcc"),
      Package("libgcc-dev", ["/usr/lib/gcc.o": "o"])
    )
    let image = Self.image([gcc, gxx, lib], automatic: ["libgcc-dev"], config: "\"Cmd\":[\"/bin/true\"]")
    let found = try Found(image, rules: [BuildTools()])
    #expect(found.lines == ["build-tools/2 \(Self.weight(gcc, gxx, lib))"])
    let finding = found.findings.findings[0]
    #expect(finding.title == "Build tools that nothing at run time reaches: gcc and g++" && finding.risk.level == .low)
  }

  @Test func toolOfACommandIsNeeded() throws {
    let gcc = Self.tool("gcc", 3000)
    let headers = Package("libc6-dev", ["/usr/include/stdio.h": PythonFiles.text(900)])
    let found = try Found(Self.image([gcc, headers], config: "\"Cmd\":[\"gcc\",\"-v\"]"), rules: [BuildTools()])
    #expect(found.lines == [])
    #expect(found.reason("build-tools") == "gcc is reached (what runs needs it), and reads what it compiles with")
  }

  @Test func distributionsThatCompileRaiseTheRisk() throws {
    let gcc = Self.tool("gcc", 3000)
    var image = Self.image([gcc], config: "\"WorkingDir\":\"/app\",\"Cmd\":[\"python3\",\"main.py\"]") {
      PythonFiles.interpreter(to: &$0)
      PythonFiles.distribution("triton", ["triton/__init__.py": "#"], to: &$0)
    }
    image.layer { $0.file("app/main.py", "import triton\n") }
    image.instructions("ADD rootfs.tar /", "CMD bash", "RUN apt-get install", "COPY main.py /app/")
    let found = try Found(image, rules: [BuildTools()])
    #expect(found.lines == ["build-tools/2 \(Self.weight(gcc))"])
    #expect(found.findings.findings[0].risk.level == .medium && found.findings.findings[0].risk.words.contains("triton"))
  }

  @Test func clientThatNothingReaches() throws {
    let (client, library) = (
      Self.tool("psql", 3000, depends: "libpq5"), Package("libpq5", ["/usr/lib/libpq.so.5": PythonFiles.text(800)])
    )
    let image = Self.image([client, library], automatic: ["libpq5"], config: "\"Cmd\":[\"/bin/true\"]")
    let found = try Found(image, rules: [UnreachedPackages()])
    #expect(found.lines == ["unreached-packages/psql \(Self.weight(client, library))"])
    #expect(found.findings.findings[0].risk.level == .medium)
  }

  /// `interpreter` is a name for `interpreter3`, which a program that runs needs.
  @Test(arguments: [(3000, false), (300, true)])
  func nameForWhatIsReachedIsReached(size: Int, isFound: Bool) throws {
    let packages = [
      Self.tool("interpreter", 900, depends: "interpreter3"),
      Package("interpreter3", ["/usr/bin/interpreter3": PythonFiles.text(size)]),
    ]
    let image = Self.image(packages, automatic: ["interpreter3"], config: "\"Cmd\":[\"interpreter3\"]")
    let found = try Found(image, rules: [UnreachedPackages()])
    #expect(found.lines == (isFound ? ["unreached-packages/interpreter \(Self.weight(packages[0]))"] : []))
    if isFound {
      #expect(
        found.findings.findings[0].fixes.map(\.text) == [
          "take interpreter out of layer 2 (RUN apt-get install), and ask for interpreter3 there, which nothing else brings and "
            + "what runs reaches"
        ])
    } else {
      #expect(
        found.reason("unreached-packages")
          == "what was asked for is reached: interpreter (what runs reaches interpreter3, which it brings)")
    }
  }

  /// A library that a name for what is reached brings too is not missed.
  @Test func whatANameBringsToo() throws {
    let packages = [
      Self.tool("client", 400, depends: "libssl3"), Self.tool("interpreter", 200, depends: "interpreter3"),
      Package("interpreter3", ["/usr/bin/interpreter3": PythonFiles.text(3000)], depends: "libssl3"),
      Package("libssl3", ["/usr/lib/libssl.so.3": PythonFiles.text(5000)]),
    ]
    let image = Self.image(packages, automatic: ["interpreter3", "libssl3"], config: "\"Cmd\":[\"interpreter3\"]")
    let found = try Found(image, rules: [UnreachedPackages()])
    #expect(found.lines == ["unreached-packages/client \(Self.weight(packages[0]))"])
    #expect(found.findings.findings[0].fixes.map(\.text) == ["take client out of layer 2 (RUN apt-get install)"])
  }

  @Test func libraryWithAProgramBesideItIsNoProgram() throws {
    let library = Package("python3-lib", ["/usr/lib/lib.py": PythonFiles.text(200_000)], depends: "tool")
    let image = Self.image([library, Self.tool("tool", 3000)], automatic: ["tool"], config: "\"Cmd\":[\"/bin/true\"]")
    #expect(try Found(image, rules: [UnreachedPackages()]).lines == [])
  }

  @Test(arguments: [
    ("entry.sh", "#!/bin/sh\\nset -e\\npsql -c 'select 1'\\n", true),
    ("main.py", "import subprocess\\nsubprocess.run(['psql'])\\n", true),
    ("main.py", "# psql would do\\nprint('use psql or not')\\n", false), ("entry.sh", "#!/bin/sh\\n# psql\\n", false),
    ("job.yaml", "command: psql -c x\\n", true), ("pyproject.toml", "needs = psql\\n", false),
  ])
  func programNamedByTheApplicationIsNeeded(name: String, text: String, isNeeded: Bool) throws {
    var image = Self.image([Self.tool("psql", 3000)], config: "\"WorkingDir\":\"/app\",\"Cmd\":[\"/app/entry.sh\"]")
    image.layer { $0.file("app/\(name)", text.split(separator: "\\n", omittingEmptySubsequences: false).joined(separator: "\n")) }
    image.instructions("ADD rootfs.tar /", "CMD bash", "RUN apt-get install", "COPY . /app/")
    let found = try Found(image, rules: [UnreachedPackages()])
    #expect(found.lines.isEmpty == isNeeded)
    if isNeeded { #expect(found.reason("unreached-packages") == "what was asked for is reached: psql (/app/\(name) names psql)") }
  }

  @Test(arguments: [("COPY jobs.conf /etc/jobs.conf", true), ("RUN make", false)])
  func settingThatCopyPutElsewhereCounts(instruction: String, isNeeded: Bool) throws {
    var image = Self.image([Self.tool("psql", 3000)], config: "\"Cmd\":[\"/bin/true\"]")
    image.layer { $0.file("etc/jobs.conf", "[job]\ncommand=psql -c x\n") }
    image.instructions("ADD rootfs.tar /", "CMD bash", "RUN apt-get install", instruction)
    #expect(try Found(image, rules: [UnreachedPackages()]).lines.isEmpty == isNeeded)
  }

  @Test(arguments: ["", "\"Cmd\":[\"bash\"]", "\"Entrypoint\":[\"/bin/sh\",\"-l\"]", "\"Cmd\":[\"python3\"]"])
  func imageThatRunsNothingOfItsOwnIsNotJudged(config: String) throws {
    let image = Self.image([Self.tool("psql", 3000), Self.tool("gcc", 3000)], config: config)
    let found = try Found(image, rules: [UnreachedPackages(), BuildTools()])
    #expect(found.lines == [])
    #expect(found.reason("build-tools")?.hasSuffix("so what it needs is not known") ?? false)
  }

  @Test func healthCheckNeedsItsClientAndDataIsNoProgram() throws {
    let image = Self.image(
      [Self.tool("curl", 3000), Package("ca-certificates", ["/usr/sbin/update-ca-certificates": PythonFiles.text(500)])],
      config: "\"Cmd\":[\"/bin/true\"],\"Healthcheck\":{\"Test\":[\"CMD-SHELL\",\"curl -f http://localhost/ || exit 1\"]}")
    let found = try Found(image, rules: [UnreachedPackages()])
    #expect(found.lines == [])
    #expect(found.reason("unreached-packages") == "what was asked for is reached: curl (what runs needs it)")
  }

  @Test func recommendationsAreTold() throws {
    let git = Self.tool("git", 3000, depends: "libpcre", fields: "Recommends: less\n")
    let (pcre, less) = (Package("libpcre", ["/usr/lib/libpcre.so": "p"]), Self.tool("less", 400))
    let image = Self.image([git, pcre, less], automatic: ["libpcre", "less"])
    let found = try Found(image, rules: [RecommendedPackages()])
    #expect(found.lines == ["recommended-packages/2 \(Self.weight(less))"])
    #expect(found.findings.findings[0].evidence.contains("git recommends less"))
    // Somebody asked for it: no longer.
    let asked = Self.image([git, pcre, less], automatic: ["libpcre"])
    #expect(try Found(asked, rules: [RecommendedPackages()]).lines == [])
  }
}
