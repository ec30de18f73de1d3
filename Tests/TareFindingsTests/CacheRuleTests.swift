import TareTestSupport
import Testing

@testable import TareFindings

/// Package managers, their caches, and models that came twice.
@Suite struct CacheRuleTests {
  private static func image(config: String = "", _ build: (inout TarBuilder) -> Void) -> ImageBuilder {
    var image = ImageBuilder()
    image.layer { PythonFiles.interpreter(to: &$0) }
    image.layer { build(&$0) }
    image.instructions("ADD rootfs.tar /", "CMD python3", "RUN install")
    image.runConfig = "{\(config)}"
    return image
  }

  // MARK: Managers

  @Test(arguments: [
    ("\"Cmd\":[\"/bin/true\"]", true), ("", false), ("\"Cmd\":[\"bash\"]", false),
    ("\"Cmd\":[\"/usr/local/bin/pip\",\"list\"]", false),
  ])
  func managerIsFoundByItsPackage(config: String, isFound: Bool) throws {
    let found = try Found(
      Self.image(config: config) {
        PythonFiles.distribution(
          "pip", ["pip/__init__.py": PythonFiles.text(3000), "../../../bin/pip": "#!/usr/bin/python3\n"], to: &$0)
      }, rules: [PackageManagers()])
    let bytes = 3000 + 19 + PythonFiles.recordBytes("pip", ["pip/__init__.py", "../../../bin/pip"])
    let key = "pip@/\(PythonFiles.site)/pip-1.0.dist-info/METADATA"
    #expect(found.lines == (isFound ? ["package-managers/\(key) \(bytes)"] : []))
  }

  @Test func managerOfTheBaseIsTheBases() throws {
    var image = ImageBuilder()
    image.layer {
      PythonFiles.interpreter(to: &$0)
      PythonFiles.distribution("pip", ["pip/__init__.py": PythonFiles.text(3000)], to: &$0)
    }
    image.layer { $0.file("srv/main.py", "import os\n") }
    image.instructions("ADD rootfs.tar /", "CMD python3", "COPY main.py /srv/")
    #expect(try Found(image, rules: [PackageManagers()]).lines == [])
  }

  @Test(arguments: [("\"Cmd\":[\"/bin/true\"]", true), ("\"Cmd\":[\"mvn\",\"exec:java\"]", false)])
  func unpackedBuildTool(config: String, isFound: Bool) throws {
    let found = try Found(
      Self.image(config: config) {
        $0.file("opt/maven/bin/mvn", "#!/bin/sh\n")
        $0.file("opt/maven/lib/maven-core-3.9.jar", PythonFiles.text(990))
      }, rules: [PackageManagers()])
    #expect(found.lines == (isFound ? ["package-managers//opt/maven 1000"] : []))
  }

  // MARK: Caches

  @Test func whatCleaningLeavesIsNoCache() throws {
    func image(_ more: String...) -> ImageBuilder {
      Self.image {
        for name in ["README", "trim.txt"] + more { $0.file("root/.cache/go-build/\(name)", PythonFiles.text(100)) }
      }
    }
    #expect(
      try Found(image(), rules: [ManagerCaches()]).reason("manager-caches") == "/root/.cache/go-build holds nothing of weight")
    let found = try Found(image("ab/README"), rules: [ManagerCaches()])
    #expect(found.lines == ["manager-caches//root/.cache/go-build 100"])
  }

  @Test(arguments: ["opt/pkgs/.cache.lock", "opt/pkgs/urls.txt", "opt/rattler/cache/pkgs/tool-1.0-0.lock"])
  func packagesOfCondaByWhatLiesBesideThem(mark: String) throws {
    let found = try Found(
      Self.image {
        $0.file(mark, "")
        $0.file("opt/other/pkgs/tool-1.0-0/info/index.json", PythonFiles.text(300))
        $0.file(mark.split(separator: "/").dropLast().joined(separator: "/") + "/tool-1.0-0/info/index.json", PythonFiles.text(500))
      }, rules: [ManagerCaches()])
    #expect(found.lines.count == 1 && found.lines[0].hasSuffix(" 500"))
  }

  @Test func hardLinksOfACacheSaveNothing() throws {
    let found = try Found(
      Self.image {
        $0.file("root/.cache/uv/CACHEDIR.TAG", PythonFiles.text(43))
        $0.file("root/.cache/uv/archive-v0/x/alpha.py", PythonFiles.text(2000))
        $0.file("root/.cache/uv/simple-v1/index", PythonFiles.text(500))
        PythonFiles.distribution("alpha", [:], links: ["alpha.py": "root/.cache/uv/archive-v0/x/alpha.py"], to: &$0)
      }, rules: [ManagerCaches()])
    #expect(found.lines == ["manager-caches//root/.cache/uv 543"])
    #expect(found.findings.findings[0].evidence.last?.hasPrefix("2.00 kB more are hard links to installed files") ?? false)
    #expect(found.findings.findings[0].risk.level == .none)
  }

  /// Mounted, it could be linked nowhere, and each environment would have a copy.
  @Test(arguments: [1, 2]) func cacheThatSeveralEnvironmentsLinkToIsNotMounted(environments: Int) throws {
    let found = try Found(
      Self.image {
        $0.file("root/.cache/uv/CACHEDIR.TAG", PythonFiles.text(43))
        $0.file("root/.cache/uv/archive-v0/x/alpha.py", PythonFiles.text(2000))
        for number in 0..<environments { $0.hardLink("srv/\(number)/alpha.py", to: "root/.cache/uv/archive-v0/x/alpha.py") }
      }, rules: [ManagerCaches()])
    let fixes = try #require(found.findings.findings.first).fixes
    #expect(fixes.contains { $0.text.hasPrefix("mount it") } == (environments == 1) && fixes.count == 3 - environments)
  }

  @Test func cacheThatIsAllLinksIsSaidAndNotFound() throws {
    let found = try Found(
      Self.image {
        $0.file("root/.cache/uv/archive-v0/x/alpha.py", PythonFiles.text(2000))
        PythonFiles.distribution("alpha", [:], links: ["alpha.py": "root/.cache/uv/archive-v0/x/alpha.py"], to: &$0)
      }, rules: [ManagerCaches()])
    #expect(found.lines == [])
    #expect(
      found.reason("manager-caches") == "all that /root/.cache/uv holds is linked to what is installed, and goes only with that")
  }

  @Test func environmentOfSymbolicLinksNeedsItsCache() throws {
    let found = try Found(
      Self.image {
        $0.file("root/.cache/uv/archive-v0/x/alpha.py", PythonFiles.text(2000))
        $0.symlink("\(PythonFiles.site)/alpha.py", to: "/root/.cache/uv/archive-v0/x/alpha.py")
      }, rules: [ManagerCaches()])
    #expect(found.lines == [])
    #expect(found.reason("manager-caches") == "/\(PythonFiles.site)/alpha.py leads into /root/.cache/uv")
  }

  @Test(arguments: [
    ("root/.cache/pip/http-v2/a", true), ("home/app/.npm/_cacache/content-v2/a", true), ("root/.m2/repository/a/a.jar", true),
    ("go/pkg/mod/cache/download/a", true), ("opt/conda/pkgs/urls.txt", true), ("usr/local/cargo/registry/index/a", true),
    ("root/.cache/huggingface/hub/a", false), ("srv/registry/cache/a", false), ("srv/pkgs/a", false),
    ("root/.cache/ms-playwright/a", false),
  ])
  func cachesByTheirPlacesAndMarks(path: String, isFound: Bool) throws {
    let found = try Found(Self.image { $0.file(path, PythonFiles.text(100)) }, rules: [ManagerCaches()])
    #expect(found.findings.findings.map(\.bytes) == (isFound ? [100] : []))
  }

  @Test func cacheOfACommandIsNeeded() throws {
    let found = try Found(
      Self.image(config: "\"Cmd\":[\"sh\",\"-c\",\"mvn -o exec:java\"]") {
        $0.file("root/.m2/repository/a/a.jar", PythonFiles.text(100))
      },
      rules: [ManagerCaches()])
    #expect(found.lines == [] && found.reason("manager-caches") == "/root/.m2/repository is mvn's, which the image runs")
  }

  // MARK: Models

  @Test func blobThatAnotherFileRepeats() throws {
    let weights = PythonFiles.text(4000)
    let build: (inout TarBuilder) -> Void = {
      $0.file("cache/models--acme--tiny/blobs/aaaa", weights)
      $0.symlink("cache/models--acme--tiny/snapshots/1/model.safetensors", to: "../../blobs/aaaa")
    }
    let twice = try Found(
      Self.image {
        build(&$0)
        $0.file("srv/model.safetensors", weights)
      }, rules: [ModelCopies()])
    #expect(twice.lines == ["model-copies//cache/models--acme--tiny 4000"])
    #expect(twice.findings.findings[0].title == "acme/tiny, in the hub's cache and again elsewhere")
    #expect(try Found(Self.image(build), rules: [ModelCopies()]).lines == [])
  }

  @Test func formatsBesideSafetensors() throws {
    let found = try Found(
      Self.image {
        $0.file("m/model.safetensors", PythonFiles.text(900))
        $0.file("m/pytorch_model-00001-of-00002.bin", PythonFiles.text(700))
        $0.file("m/config.json", "{}")
        // Alone, it is what there is.
        $0.file("n/pytorch_model.bin", PythonFiles.text(600))
      }, rules: [ModelFormats()])
    #expect(found.lines == ["model-formats//m 700"])
    #expect(found.claims("model-formats//m") == ["1 /m/pytorch_model-00001-of-00002.bin"])
  }

  @Test func blobThatAnotherRevisionNamesStays() throws {
    let found = try Found(
      Self.image {
        $0.file("models--a--b/blobs/s", PythonFiles.text(900))
        $0.file("models--a--b/blobs/p", PythonFiles.text(700))
        $0.symlink("models--a--b/snapshots/1/model.safetensors", to: "../../blobs/s")
        $0.symlink("models--a--b/snapshots/1/pytorch_model.bin", to: "../../blobs/p")
        $0.symlink("models--a--b/snapshots/0/pytorch_model.bin", to: "../../blobs/p")
      }, rules: [ModelFormats()])
    #expect(found.lines == [])
    #expect(found.reason("model-formats") == "no directory with safetensors holds the same weights in another format")
  }

  @Test func hiddenHardLinksKeepWhatACacheHeld() throws {
    func finding(rewrites: Bool) throws -> Finding {
      var image = ImageBuilder()
      image.layer { $0.file("etc/os-release", "ID=x\n") }
      image.layer {
        $0.file("root/.cache/uv/archive-v0/a/m.py", "0123456789")
        $0.file("root/.cache/uv/simple-v1/index", "1234")
        $0.hardLink("usr/lib/python3/m.py", to: "root/.cache/uv/archive-v0/a/m.py")
      }
      image.layer { $0.file(rewrites ? "usr/lib/python3/m.py" : "usr/lib/other", "0123456789", uid: 7) }
      let findings = try Found(image, rules: [ManagerCaches()]).findings.findings
      return try #require(findings.first)
    }
    let hidden = try finding(rewrites: true)
    #expect(hidden.bytes == 14 && hidden.fixes.allSatisfy { $0.saves == 4 })
    #expect(hidden.evidence.contains { $0.hasPrefix("10 B of it also has names elsewhere") })
    // A name that still shows keeps the content by itself: it is not claimed.
    let shown = try finding(rewrites: false)
    #expect(shown.bytes == 4 && shown.fixes.allSatisfy { $0.saves == nil })
  }
}
