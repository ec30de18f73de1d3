import TareArchive
import TareOwners
import TareReach
import TareTestSupport
import TareTree
import Testing

@Suite struct OwnershipTests {
  /// A base of two packages that ends with its CMD, an application, and a package that came with an install line.
  private var image: ImageBuilder {
    var image = ImageBuilder()
    let base = [
      DebianFiles.Package("libc6", ["/usr/lib/libc.so": "cccccc"], fields: "Essential: yes\n"),
      DebianFiles.Package("bash", ["/usr/bin/bash": "bash!"], depends: "libc6"),
    ]
    let added =
      base + [
        DebianFiles.Package("curl", ["/usr/bin/curl": "curl...."], depends: "libcurl4, libc6"),
        DebianFiles.Package("libcurl4", ["/usr/lib/libcurl.so": "0123456789"], depends: "libc6"),
      ]
    image.layer {
      DebianFiles.write(base, to: &$0)
      $0.file("etc/os-release", "ID=debian\nVERSION_ID=12\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n")
      $0.file("etc/hostname.d", "unlisted")
    }
    image.layer {
      DebianFiles.write(added, automatic: ["libcurl4"], to: &$0)
      $0.file("var/cache/left", "over")
    }
    image.layer {
      $0.file("srv/app/main.py", "print()")
      $0.file("srv/app/__pycache__/main.cpython-311.pyc", "bytecode")
    }
    image.layer { $0.file("srv/app/main.py", "print()", uid: 1000) }
    image.layer { $0.file("srv/app/main.py.bak", "backup") }
    image.history = [
      "{\"created_by\":\"/bin/sh -c #(nop) ADD file:1 in / \"}",
      "{\"created_by\":\"/bin/sh -c #(nop)  CMD [\\\"bash\\\"]\",\"empty_layer\":true}",
      "{\"created_by\":\"RUN /bin/sh -c apt-get install curl # buildkit\"}",
      "{\"created_by\":\"COPY . /srv/app # buildkit\"}",
      "{\"created_by\":\"RUN /bin/sh -c chown -R 1000 /srv/app # buildkit\"}",
      "{\"created_by\":\"RUN /bin/sh -c cp main.py main.py.bak # buildkit\"}",
      "{\"created_by\":\"CMD [\\\"python3\\\" \\\"main.py\\\"]\",\"empty_layer\":true}",
    ]
    image.runConfig =
      "{\"WorkingDir\":\"/srv/app\",\"Cmd\":[\"python3\",\"main.py\"],\"Healthcheck\":{\"Test\":[\"CMD-SHELL\",\"curl -f localhost || exit 1\"]}}"
    return image
  }

  private func owner(_ path: String, _ weighed: Weighed) -> String {
    let analysis = weighed.analysis
    guard let file = weighed.weighing.tree.resolve(Array(path.utf8)),
      let owner = analysis.ownership.owner(of: file, in: weighed.weighing)
    else { return "none" }
    if case .package(let number) = owner { return analysis.ownership.packages[Int(number)].package.name }
    return "\(owner)"
  }

  @Test func everyLiveByteHasExactlyOneOwner() throws {
    let weighed = try Weighed(image)
    let expected = [
      "/usr/lib/libc.so": "libc6", "/usr/bin/curl": "curl", "/var/lib/dpkg/info/curl.list": "curl", "/var/lib/dpkg/status": "base",
      "/etc/hostname.d": "base", "/var/cache/left": "nobody", "/srv/app/main.py": "application",
      "/srv/app/__pycache__/main.cpython-311.pyc": "application", "/srv/app/main.py.bak": "nobody",
    ]
    for (path, name) in expected { #expect(owner(path, weighed) == name, "\(path)") }
    let totals = weighed.analysis.ownership.totals
    #expect(totals.all == weighed.weighing.totals.live)
    #expect(totals.application == 15 && totals.source == 7 && totals.bytecode == 8)
    #expect(totals.packages == weighed.analysis.ownership.packages.reduce(0) { $0 + $1.own })
  }

  @Test(arguments: [("/srv", "application"), ("/opt", "nobody"), ("/usr", "nobody"), ("/", "nobody")])
  func whatLiesRightInADirectoryOfTheSystem(directory: String, name: String) throws {
    var image = image
    image.runConfig = "{\"WorkingDir\":\"\(directory)\"}"
    #expect(try owner("/srv/app/__pycache__/main.cpython-311.pyc", Weighed(image)) == name)
  }

  @Test func baseEndsWithTheLastCommandBelowOtherWork() throws {
    let ownership = try Weighed(image).analysis.ownership
    #expect(ownership.base.rows == 2 && ownership.base.layers == 1 && ownership.base.confidence == .likely)
    #expect(ownership.distribution?.prettyName == "Debian GNU/Linux 12 (bookworm)")
    #expect(ownership.packages.filter(\.fromBase).map(\.package.name).sorted() == ["bash", "libc6"])
  }

  @Test func withoutACommandTheLayerWithTheSystemIsTheBase() throws {
    var image = image
    image.history = image.layers.indices.map { "{\"created_by\":\"RUN step \($0)\"}" }
    let base = try Weighed(image).analysis.ownership.base
    #expect(base.rows == 1 && base.confidence == .guess)
    image.layers.removeFirst()
    image.history = nil
    #expect(try Weighed(image).analysis.ownership.base.layers == 0)
  }

  @Test(arguments: [Compression.none, .gzip]) func debiansLicencesAreInTheCopyrightFiles(packing: Compression) throws {
    func copyright(_ licence: String) -> String { "Format: https://x/copyright-format/1.0/\n\nFiles: *\nLicense: \(licence)\n" }
    var image = ImageBuilder()
    image.layer {
      DebianFiles.write([DebianFiles.Package("one"), DebianFiles.Package("two"), DebianFiles.Package("three")], to: &$0)
      $0.file("usr/share/doc/one/copyright", copyright("ISC"))
      $0.symlink("usr/share/doc/two", to: "one")
    }
    // What shows in the end counts.
    image.layer { $0.file("usr/share/doc/one/copyright", copyright("Expat")) }
    let folder = TemporaryFolder()
    let weighed = try Weighed(path: folder.write(layout: image.packed(packing).layoutFiles()))
    let found = weighed.analysis.ownership.packages.map { "\($0.package.name) \($0.package.licences)" }.sorted()
    #expect(found == ["one [\"Expat\"]", "three []", "two [\"Expat\"]"])
  }

  @Test func layersSayWhatTheyAddedUpgradedAndRemoved() throws {
    var image = ImageBuilder()
    let one = DebianFiles.Package("one", ["/one": "1"])
    let two = DebianFiles.Package("two", ["/two": "2"])
    image.layer { DebianFiles.write([one, two], to: &$0) }
    image.layer {
      $0.file("var/lib/dpkg/status", "Package: one\nStatus: install ok installed\nArchitecture: amd64\nVersion: 2.0\n\n")
    }
    image.layer { $0.file("unrelated", "") }
    let changes = try Weighed(image).analysis.ownership.changes
    #expect(changes[0].added.map(\.name) == ["one", "two"])
    #expect(changes[1].upgraded.map { "\($0.name) \($0.before ?? "") \($0.after ?? "")" } == ["one 1.0 2.0"])
    #expect(changes[1].removed.map(\.name) == ["two"])
    #expect(changes[2].changes.isEmpty)
  }

  @Test func ofTwoThatListAFileTheOneWhoseDigestMatchesHasIt() throws {
    for winner in ["first", "second"] {
      var image = ImageBuilder()
      let right = Shell.run("printf shared | md5sum").output.prefix(32)
      let wrong = String(repeating: "0", count: 32)
      let first = DebianFiles.Package(
        "first", ["/shared": "shared"], md5sums: ["/shared": winner == "first" ? String(right) : wrong])
      let second = DebianFiles.Package(
        "second", ["/shared": "shared"], md5sums: ["/shared": winner == "second" ? String(right) : wrong])
      image.layer { DebianFiles.write([first, second], to: &$0) }
      for packed in [image, image.packed(.gzip)] {
        let folder = TemporaryFolder()
        let weighed = try Weighed(path: folder.write(layout: packed.layoutFiles()))
        #expect(owner("/shared", weighed) == winner)
        #expect(weighed.analysis.ownership.notes.count == 1)
      }
    }
  }

  @Test func withoutDigestsTheLaterInstalledHasIt() throws {
    var image = ImageBuilder()
    image.layer { DebianFiles.write([.init("first", ["/shared": "x"]), .init("second", ["/shared": "x"])], to: &$0) }
    #expect(owner("/shared", try Weighed(image)) == "second")
  }

  @Test func recordsInsideAnotherPackageOwnNothing() throws {
    var image = ImageBuilder()
    let record = "/usr/lib/python3/dist-packages/six-1.16.0.dist-info/METADATA"
    image.layer {
      DebianFiles.write(
        [
          .init(
            "python3-six",
            [
              record: "Metadata-Version: 2.1\nName: six\nVersion: 1.16.0\n", "/usr/lib/python3/dist-packages/six.py": "import os",
            ])
        ], to: &$0)
      $0.file("usr/lib/python3/dist-packages/__pycache__/six.cpython-311.pyc", "compiled")
    }
    let weighed = try Weighed(image)
    let packages = weighed.analysis.ownership.packages
    #expect(packages.map(\.package.name) == ["python3-six", "six"])
    #expect(packages[1].own == 0 && packages[1].inside == 0)
    #expect(owner("/usr/lib/python3/dist-packages/six.py", weighed) == "python3-six")
    #expect(owner("/usr/lib/python3/dist-packages/__pycache__/six.cpython-311.pyc", weighed) == "python3-six")
  }

  @Test func aHardLinkIsCountedOnceAndItsStrongestClaimCounts() throws {
    var image = ImageBuilder()
    image.layer {
      $0.file("a/unlisted", "0123456789")
      $0.hardLink("z/listed", to: "a/unlisted")
      DebianFiles.write([.init("p", [:])], to: &$0)
      $0.file("var/lib/dpkg/info/p.list", "/z/listed\n")
    }
    let weighed = try Weighed(image)
    #expect(owner("/a/unlisted", weighed) == "p")
    #expect(weighed.analysis.ownership.packages[0].own == 10 + "/z/listed\n".utf8.count)
  }

  @Test func anEditableInstallIsTheApplication() throws {
    var image = ImageBuilder()
    let site = "usr/local/lib/python3.11/site-packages"
    image.layer {
      $0.file("\(site)/shop-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: shop\nVersion: 1.0\nRequires-Dist: flask\n")
      $0.file(
        "\(site)/shop-1.0.dist-info/RECORD", "shop/api.py,,\nshop-1.0.dist-info/METADATA,,\nshop-1.0.dist-info/direct_url.json,,\n")
      $0.file("\(site)/shop-1.0.dist-info/direct_url.json", "{\"url\":\"file:///src\",\"dir_info\":{}}")
      $0.file("\(site)/shop/api.py", "import flask")
      $0.file("\(site)/flask-3.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: flask\nVersion: 3.0\n")
      $0.file("\(site)/flask-3.0.dist-info/RECORD", "flask/__init__.py,,\n")
      $0.file("\(site)/flask/__init__.py", "app")
    }
    let weighed = try Weighed(image)
    #expect(owner("/\(site)/shop/api.py", weighed) == "application")
    #expect(owner("/\(site)/flask/__init__.py", weighed) == "flask")
    let flask = Int32(weighed.analysis.ownership.packages.firstIndex { $0.package.name == "flask" }!)
    let chain = try #require(weighed.analysis.reach.chain(to: flask))
    #expect(weighed.analysis.reach.node(chain.root) == .application)
  }

  @Test func aDatabaseTooLargeToKeepIsReadAgain() throws {
    var image = ImageBuilder()
    image.layer {
      // What a pass keeps of one file ends at 16 MiB.
      let description = "Description: " + String(repeating: "x", count: 17 << 20) + "\n"
      DebianFiles.write([.init("large", ["/usr/bin/large": "0123"], fields: description), .init("small")], to: &$0)
    }
    let expected = try Weighed(image).analysis.ownership
    #expect(expected.packages.map(\.package.name) == ["large", "small"])
    let folder = TemporaryFolder()
    let again = try Weighed(path: folder.write(layout: image.packed(.gzip).layoutFiles())).analysis.ownership
    #expect(again.packages.map(\.package) == expected.packages.map(\.package))
    #expect(again.owners == expected.owners && again.notes.isEmpty)
    // Where there is no second time, there is more room the first time.
    let once = try Weighed(path: folder.write(Packing.gzip(image.dockerArchive()), as: "image.tar.gz")).analysis.ownership
    #expect(once.owners == expected.owners && once.notes.isEmpty)
  }

  @Test func ownersAreTheSameFromEverySource() throws {
    let expected = try Weighed(image).analysis.ownership
    for packed in [image.packed(.gzip), image.packed(.zstd)] {
      let folder = TemporaryFolder()
      let ownership = try Weighed(path: folder.write(layout: packed.layoutFiles())).analysis.ownership
      #expect(ownership.owners == expected.owners)
      #expect(ownership.packages.map(\.package) == expected.packages.map(\.package))
      #expect(ownership.changes == expected.changes)
    }
  }
}
