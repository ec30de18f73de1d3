import Testing

@testable import TareOwners

struct NugetCatalogueTests {
  private let catalogue = NugetCatalogue()

  private let document = """
    { "runtimeTarget": { "name": "v8/linux-x64" },
      "targets": {
        "v8": { "Wrong/1.0.0": {} },
        "v8/linux-x64": {
          "App/1.0.0": { "dependencies": { "A": "1.0.0", "B": "2.0.0" }, "runtime": { "App.dll": {} } },
          "A/1.0.0": { "dependencies": { "C": "3.0.0" }, "runtime": { "lib/net8.0/A.dll": { "fileVersion": "1" } },
            "resources": { "lib/net8.0/de/A.resources.dll": { "locale": "de" } } },
          "B/2.0.0": { "runtimeTargets": { "runtimes/unix/lib/B.dll": { "rid": "unix" }, "../../etc/passwd": {} } },
          "C/3.0.0": { "native": { "runtimes/linux-x64/native/libc.so": {} } }
        } },
      "libraries": { "App/1.0.0": { "type": "project" }, "A/1.0.0": { "type": "package", "serviceable": true },
        "B/2.0.0": { "type": "package" }, "C/3.0.0": { "type": "package" } } }
    """

  private var files: MemoryFiles {
    MemoryFiles(
      catalogue,
      [
        "/srv/app/App.deps.json": document, "/srv/app/App.dll": "1", "/srv/app/A.dll": "1", "/srv/app/de/A.resources.dll": "1",
        "/srv/app/runtimes/unix/lib/B.dll": "1", "/srv/app/libc.so": "1", "/etc/passwd": "1",
      ])
  }

  private func owned(_ files: MemoryFiles) throws -> [[String]] {
    try catalogue.files(of: catalogue.packages(in: files), in: files).map { own in
      own.trees.map { String(decoding: files.path($0), as: UTF8.self) + "/" }
        + own.listed.map { String(decoding: files.path($0.path), as: UTF8.self) }
    }
  }

  @Test func librariesOfTheKindPackageAreListed() throws {
    let found = try catalogue.packages(in: files)
    #expect(found.map { "\($0.name) \($0.version)" } == ["A 1.0.0", "B 2.0.0", "C 3.0.0"])
    #expect(found.map(\.needs) == [[Need(["/srv/app/C/3.0.0"])], [], []])
    #expect(found.map(\.intent) == [.asked, .asked, .automatic])
  }

  @Test func assetsAreFoundWhereTheyArePublished() throws {
    #expect(
      try owned(files) == [
        ["/srv/app/A.dll", "/srv/app/de/A.resources.dll"], ["/srv/app/runtimes/unix/lib/B.dll"], ["/srv/app/libc.so"],
      ])
  }

  @Test func aSharedFrameworkIsItsDirectory() throws {
    let framework = "/usr/share/dotnet/shared/Microsoft.NETCore.App/8.0.4"
    let files = MemoryFiles(
      catalogue,
      [
        "\(framework)/Microsoft.NETCore.App.deps.json": """
        { "targets": { "v8": { "Runtime/8.0.4": { "runtime": { "System.dll": {} } } } },
          "libraries": { "Runtime/8.0.4": { "type": "package" } } }
        """,
        "\(framework)/System.dll": "1", "\(framework)/.version": "1",
      ])
    #expect(try catalogue.packages(in: files).map(\.intent) == [.unknown])
    #expect(try owned(files) == [["\(framework)/", "\(framework)/System.dll"]])
  }

  @Test func aPackageOfTwoApplicationsInOneDirectoryIsOne() throws {
    var files = files
    files.add("/srv/app/Other.deps.json", Array(document.utf8))
    #expect(try catalogue.packages(in: files).count == 3)
  }

  @Test func damagedDocumentsAreSilent() throws {
    for length in 0..<document.utf8.count {
      let cut = MemoryFiles(catalogue, ["/a/b.deps.json": String(decoding: document.utf8.prefix(length), as: UTF8.self)])
      let packages = try catalogue.packages(in: cut)
      #expect(packages.count <= 3)
      #expect(try catalogue.files(of: packages, in: cut).count == packages.count)
    }
  }
}
