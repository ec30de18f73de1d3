import Testing

@testable import TareOwners

@Suite struct HuggingFaceCatalogueTests {
  private static let hub = "/root/.cache/huggingface/hub"

  private func found(_ paths: [String: String]) throws -> [String: [String]] {
    let files = MemoryFiles(HuggingFaceCatalogue(), Dictionary(uniqueKeysWithValues: paths.map { (Self.hub + "/" + $0, $1) }))
    let packages = try HuggingFaceCatalogue().packages(in: files)
    let lists = try HuggingFaceCatalogue().files(of: packages, in: files)
    return Dictionary(
      uniqueKeysWithValues: zip(packages, lists).map { package, list in
        (package.name, [package.version] + list.trees.map { String(decoding: files.path($0), as: UTF8.self) })
      })
  }

  @Test func aRepositoryIsNamedByItsDirectory() throws {
    let git = String(repeating: "a", count: 40)
    #expect(
      try found([
        "models--org--some--name/refs/main": "rev1\n", "models--org--some--name/blobs/\(git)": "{}",
        "models--org--some--name/refs/refs/pr/1": "rev2", "models--plain/refs/v1": "rev3", "models--plain/refs/v2": "rev4",
        "datasets--org--rows/blobs/\(git)": "", "datasets--org--rows/snapshots/rev5/data.csv": "",
        "spaces--org--demo/refs/main": "rev6",
      ]) == [
        "org/some/name": ["rev1", Self.hub + "/models--org--some--name"], "plain": ["rev3,rev4", Self.hub + "/models--plain"],
        "datasets/org/rows": ["rev5", Self.hub + "/datasets--org--rows"],
        "spaces/org/demo": ["rev6", Self.hub + "/spaces--org--demo"],
      ])
  }

  @Test func otherRepositoriesAreNone() throws {
    #expect(
      try found(["repo/refs/main": "x", "model/blobs/\(String(repeating: "a", count: 40))": "", "models--/refs/main": "x"]).isEmpty)
  }
}
