import Foundation
import TareTestSupport
import Testing

/// `tare dockerfile` without an image, and `--cpu-wheel`, as a user types them.
@Suite struct HabitCommandTests {
  private let folder = TemporaryFolder()

  private func project(_ dockerfile: String) -> String {
    folder.write(Array(dockerfile.utf8), as: "Dockerfile")
    folder.write(Array("docs\n".utf8), as: ".dockerignore")
    folder.write([UInt8](repeating: 1, count: 5000), as: ".git/objects/a")
    folder.write([UInt8](repeating: 1, count: 700), as: "docs/.git/b")
    return folder.path
  }

  @Test func theTextAloneAndWhatItCopies() throws {
    let path = project("FROM debian\nCOPY . /srv\nRUN apt-get update\nUSER app\n")
    let text = Program.run("dockerfile", in: path)
    #expect(text.status == 0 && text.output.contains("no image: nothing was weighed; sizes are unknown"))
    let json = Program.run("dockerfile -f Dockerfile --format json -o habits.json", in: path)
    #expect(json.status == 0 && json.output.isEmpty)
    let data = try #require(FileManager.default.contents(atPath: path + "/habits.json"))
    let report = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(report["weighed"] as? Bool == false)
    let habits = try #require(report["habits"] as? [[String: Any]])
    #expect(habits.map { $0["rule"] as? String } == ["version-control", "package-lists"])
    // What .dockerignore excludes is not there.
    #expect(habits.map { $0["contextBytes"] as? Int } == [5000, nil])
  }

  @Test func chosenRulesAndTargets() {
    let path = project("FROM debian AS one\nRUN apt-get update\nFROM debian\nUSER app\n")
    #expect(Program.run("dockerfile --only package-lists", in: path).output.contains("no habit that leaves bytes was seen"))
    #expect(Program.run("dockerfile --target one --only package-lists", in: path).output.contains("1 habit that may leave bytes"))
    let target = Program.run("dockerfile --target two", in: path)
    #expect(target.status == 2 && target.error == "tare: Dockerfile: has no stage two\n")
  }

  @Test func whatCannotBeDone() {
    let path = project("FROM debian\n")
    #expect(Program.run("dockerfile -f absent", in: path).status == 2)
    #expect(Program.run("dockerfile --only nothing", in: path).error.contains("no rule named nothing"))
    #expect(Program.run("dockerfile image.tar --only package-lists", in: path).error.contains("--only and --skip go without IMAGE"))
    let empty = TemporaryFolder()
    let none = Program.run("dockerfile", in: empty.path)
    #expect(none.status == 2 && none.error.contains("no Dockerfile here; name one with -f, or an image"))
  }

  @Test func wheelsThatAreNone() {
    folder.write(Array("numpy/x.py,,3\nnumpy-2.0.dist-info/RECORD,,\n".utf8), as: "RECORD")
    folder.write(Array("torch/lib/libtorch_cuda.so,,3\ntorch-2.0.dist-info/RECORD,,\n".utf8), as: "CUDA")
    for (name, words) in [("RECORD", "is the wheel of numpy"), ("CUDA", "is a build for GPUs itself"), ("absent", "No such file")] {
      let result = Program.run("image.tar --cpu-wheel \(name)", in: folder.path)
      #expect(result.status == 2 && result.error.contains("\(name): \(words)"), "\(result.error)")
    }
  }
}
