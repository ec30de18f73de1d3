import Testing

@testable import TareOwners
@testable import TareReport

@Suite struct PackageURLTests {
  private func url(
    _ ecosystem: Ecosystem, _ name: String, _ version: String, on system: String? = nil, _ edit: (inout Package) -> Void = { _ in }
  ) -> String? {
    var package = Package(ecosystem: ecosystem, name: name, version: version, record: 0, key: name)
    edit(&package)
    return PackageURL(package, of: system.flatMap { LinuxDistribution(osRelease: Array($0.utf8)) })?.description
  }

  /// As the definitions of the types have them.
  @Test func eachTypeHasItsParts() {
    let (debian, alpine, fedora) = ("ID=debian\nVERSION_ID=12\n", "ID=alpine\nVERSION_ID=3.20.1\n", "ID=fedora\nVERSION_ID=40\n")
    #expect(
      url(.deb, "libstdc++6", "1:12.2~rc+b1", on: debian) { $0.architecture = "amd64" }
        == "pkg:deb/debian/libstdc%2B%2B6@1:12.2~rc%2Bb1?arch=amd64&distro=debian-12")
    #expect(
      url(.apk, "curl", "8.9.1-r1", on: alpine) { $0.architecture = "x86_64" }
        == "pkg:apk/alpine/curl@8.9.1-r1?arch=x86_64&distro=alpine-3.20.1")
    #expect(
      url(.rpm, "vim", "2:9.1-1.fc40", on: fedora) { $0.architecture = "x86_64" }
        == "pkg:rpm/fedora/vim@9.1-1.fc40?arch=x86_64&distro=fedora-40&epoch=2")
    #expect(url(.rpm, "bash", "5-1", on: "ID=rhel\nVERSION_ID=9.4\n") == "pkg:rpm/redhat/bash@5-1?distro=rhel-9.4")
    #expect(url(.deb, "dash", "1", on: "ID=debian\n") == "pkg:deb/debian/dash@1?distro=debian")
    #expect(url(.pypi, "Zope.Interface_X", "1.0+cu121") == "pkg:pypi/zope.interface-x@1.0%2Bcu121")
    #expect(url(.npm, "@babel/core", "7.0.0") == "pkg:npm/%40babel/core@7.0.0")
    #expect(url(.npm, "JSONStream", "1.3.5") == "pkg:npm/JSONStream@1.3.5")
    #expect(url(.maven, "core", "2") { $0.group = "org.a" } == "pkg:maven/org.a/core@2")
    #expect(url(.golang, "github.com/BurntSushi/toml/v2", "v2.0.0") == "pkg:golang/github.com/burntsushi/toml/v2@v2.0.0")
    #expect(url(.golang, "stdlib", "go1.22.1") == "pkg:golang/stdlib@1.22.1")
    #expect(url(.golang, "example.com/tool", "(devel)") == "pkg:golang/example.com/tool")
    #expect(url(.cargo, "serde_json", "1.0.1") == "pkg:cargo/serde_json@1.0.1")
    #expect(url(.composer, "Symfony/Console", "v6") == "pkg:composer/symfony/console@v6")
    #expect(url(.nuget, "Newtonsoft.Json", "13.0.1") == "pkg:nuget/Newtonsoft.Json@13.0.1")
    #expect(url(.gem, "nokogiri", "1.15") { $0.architecture = "x86_64-linux" } == "pkg:gem/nokogiri@1.15?platform=x86_64-linux")
    #expect(
      url(.conda, "absl-py", "0.4.1") { $0.qualifiers = ["subdir": "linux-64", "build": "py36_0", "channel": "main"] }
        == "pkg:conda/absl-py@0.4.1?build=py36_0&channel=main&subdir=linux-64")
    #expect(url(.huggingface, "org/model", "abc") == "pkg:huggingface/org/model@abc")
    #expect(url(.generic, "python", "3.11.4") == "pkg:generic/python@3.11.4")
  }

  @Test func whatATypeDemandsIsNotInvented() {
    #expect(url(.deb, "dash", "1") == nil)
    #expect(url(.maven, "core", "1") == nil)
    #expect(url(.huggingface, "datasets/org/set", "1") == nil)
    #expect(url(.pypi, "", "1") == nil)
  }

  @Test func hostileNamesCannotAddParts() {
    #expect(url(.pypi, "a?arch=x#y@2/..", "1 &b=é") == "pkg:pypi/a%3Farch%3Dx%23y%402%2F..@1%20%26b%3D%C3%A9")
    #expect(url(.deb, "x", "1", on: "ID=\"a&b=c\"\n") == "pkg:deb/a%26b%3Dc/x@1?distro=a%26b%3Dc")
  }
}
